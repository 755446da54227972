-- The days in stale_days anew: the hash of what their articles say.
DELETE FROM day_hash WHERE day IN (SELECT day FROM stale_days);
INSERT INTO day_hash
SELECT day, bit_xor(md5_number(concat_ws(' ', article_id, content_hash, day)))::VARCHAR FROM articles
WHERE day IN (SELECT day FROM stale_days) GROUP BY day;
