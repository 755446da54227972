-- Codes to count failures by, feeds that are listed but not polled, how a date was read.
ALTER TABLE failures ADD COLUMN code VARCHAR;
COMMENT ON COLUMN failures.code IS 'Why, to count by: kinds of polls.kind; challenge, consent, paywall, missing (said with status 200), video, listing, short, empty, media, unparsable, address (none to read); slow, memory or died (while it was read); unforeseen.';
ALTER TABLE feeds ADD COLUMN off VARCHAR;
COMMENT ON COLUMN feeds.off IS 'Why it is not polled, where the feed list says so.';
ALTER TABLE feeds ADD COLUMN seen VARCHAR;
COMMENT ON COLUMN feeds.seen IS 'Who saw it working, and when, by the feed list.';
ALTER TABLE articles ADD COLUMN published_method VARCHAR;
COMMENT ON COLUMN articles.published_method IS 'How published_raw was read: iso, rfc822, jalali, hijri or another rule of extractors/dates.';
ALTER TABLE feed_states ADD COLUMN url VARCHAR;
COMMENT ON COLUMN feed_states.url IS 'Listed address for which all of this holds: where the list names another, it begins anew.';
ALTER TABLE feed_states ADD COLUMN advice DOUBLE DEFAULT 0;
COMMENT ON COLUMN feed_states.advice IS 'Seconds that the feed itself asks to wait (ttl of RSS, syndication module).';
ALTER TABLE feed_states ADD COLUMN doubted_until TIMESTAMPTZ;
COMMENT ON COLUMN feed_states.doubted_until IS 'Until when it is read whole: it had said that nothing had changed when something had.';
ALTER TABLE robots ADD COLUMN failing_since TIMESTAMPTZ;
COMMENT ON COLUMN robots.fetched_at IS 'When the rules that hold were read; of a host that never told, when it was asked.';
COMMENT ON COLUMN robots.failing_since IS 'Since when the host does not tell; NULL where it does.';
CREATE TABLE closed_hosts (host VARCHAR, until TIMESTAMPTZ);
COMMENT ON TABLE closed_hosts IS 'Hosts that asked to be left alone (Retry-After), and until when.';
COMMENT ON COLUMN closed_hosts.host IS 'Name of the host.';
COMMENT ON COLUMN closed_hosts.until IS 'When it may be asked again.';

-- Addresses of pages that are known by another.
CREATE TABLE aliases (alias_id BIGINT, article_id BIGINT);
COMMENT ON TABLE aliases IS 'Addresses that turned out to be another article''s: its page named the other as canonical, and was the same.';
COMMENT ON COLUMN aliases.alias_id IS 'Key of the address.';
COMMENT ON COLUMN aliases.article_id IS 'Article that it means.';

-- A run stores what it polled, and what it reads a batch at a time.
CREATE TABLE batches (content_hash VARCHAR, run_id BIGINT, entries_new INTEGER, articles_new INTEGER, articles_changed INTEGER, mentions INTEGER, failures INTEGER);
INSERT INTO batches SELECT content_hash, run_id, entries_new, articles_new, articles_changed, mentions, failures FROM runs WHERE content_hash IS NOT NULL;
ALTER TABLE runs DROP COLUMN content_hash;
COMMENT ON TABLE batches IS 'Ledger: one row a batch stored, in one transaction with its facts.';
COMMENT ON COLUMN batches.content_hash IS 'Hash of the batch of facts (BLAKE2b): the same batch is stored once, however often it is handed over.';
COMMENT ON COLUMN batches.run_id IS 'Run that stored it.';
COMMENT ON COLUMN batches.entries_new IS 'Entries seen for the first time.';
COMMENT ON COLUMN batches.articles_new IS 'Articles stored for the first time.';
COMMENT ON COLUMN batches.articles_changed IS 'Articles whose facts were replaced.';
COMMENT ON COLUMN batches.mentions IS 'Mentions stored.';
COMMENT ON COLUMN batches.failures IS 'Failures stored.';
