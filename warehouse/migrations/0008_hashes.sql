-- The hash of all articles is put together from their days', so that a run pays for the days that it touched.
CREATE TABLE day_hash (day DATE, hash VARCHAR);
COMMENT ON TABLE day_hash IS 'What the articles of each day of publication say, as one number in decimal digits: Parquet has none of 128 bits.';
COMMENT ON COLUMN day_hash.day IS 'Day of publication, in UTC.';
COMMENT ON COLUMN day_hash.hash IS 'Exclusive or of the MD5 of each article''s id, content hash and day.';
INSERT INTO day_hash SELECT day, bit_xor(md5_number(concat_ws(' ', article_id, content_hash, day)))::VARCHAR FROM articles GROUP BY day;
COMMENT ON COLUMN manifest.content_hash IS 'Hash over all articles of what they say, when, and which registries read how many of them (MD5): the same articles have the same hash in whatever order they came.';
COMMENT ON COLUMN entries.feed_id IS 'Feed that listed it; backfill where a sitemap, a list of addresses or a WARC file named it.';
COMMENT ON COLUMN articles.feed_id IS 'Feed that listed it first, or backfill.';
COMMENT ON COLUMN feed_states.doubted_until IS 'Until when it is read whole: it had said that nothing had changed when something had; equal to last_new_at while it is suspected of it.';
