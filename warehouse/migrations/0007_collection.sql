-- Codes to count failures by, feeds that are listed but not polled, how a date was read.
ALTER TABLE failures ADD COLUMN code VARCHAR;
COMMENT ON COLUMN failures.code IS 'Why, to count by: kinds of polls.kind; challenge, consent, paywall, missing (said with status 200), video, listing, short, empty, media, unparsable, address (none to read); slow, memory or died (while it was read); unforeseen.';
ALTER TABLE feeds ADD COLUMN off VARCHAR;
COMMENT ON COLUMN feeds.off IS 'Why it is not polled, where the feed list says so.';
ALTER TABLE feeds ADD COLUMN seen VARCHAR;
COMMENT ON COLUMN feeds.seen IS 'Who saw it working, and when, by the feed list.';
ALTER TABLE articles ADD COLUMN published_method VARCHAR;
COMMENT ON COLUMN articles.published_method IS 'How published_raw was read: iso, rfc822, jalali, hijri or another rule of extractors/dates.';
