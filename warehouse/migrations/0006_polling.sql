-- When each feed is asked again, on which conditions and why; what hosts allow.
CREATE TABLE feed_states (
    feed_id VARCHAR, due_at TIMESTAMPTZ, interval DOUBLE, why VARCHAR, etag VARCHAR, last_modified VARCHAR, unchanged INTEGER,
    failures DOUBLE, moved_to VARCHAR, last_new_at TIMESTAMPTZ, usual_gap DOUBLE, retired_at TIMESTAMPTZ
);
COMMENT ON TABLE feed_states IS 'How it stands with each feed: when it is asked again, and why then.';
COMMENT ON COLUMN feed_states.feed_id IS 'Feed.';
COMMENT ON COLUMN feed_states.due_at IS 'When it is asked again.';
COMMENT ON COLUMN feed_states.interval IS 'Seconds between two questions, adapted to the share of entries that were new.';
COMMENT ON COLUMN feed_states.why IS 'Why then, in words.';
COMMENT ON COLUMN feed_states.etag IS 'Validator of its last whole answer.';
COMMENT ON COLUMN feed_states.last_modified IS 'Other validator of its last whole answer.';
COMMENT ON COLUMN feed_states.unchanged IS 'How often in a row it said that nothing had changed.';
COMMENT ON COLUMN feed_states.failures IS 'Failures in a row; those that pass by themselves count half.';
COMMENT ON COLUMN feed_states.moved_to IS 'Address to which permanent redirects led, asked instead of the listed one.';
COMMENT ON COLUMN feed_states.last_new_at IS 'When it last had a new entry.';
COMMENT ON COLUMN feed_states.usual_gap IS 'Seconds that usually lie between polls with new entries.';
COMMENT ON COLUMN feed_states.retired_at IS 'When it answered 410 (gone); NULL while it is asked.';

CREATE TABLE robots (origin VARCHAR, fetched_at TIMESTAMPTZ, status INTEGER, text VARCHAR);
COMMENT ON TABLE robots IS 'The robots.txt of each host, kept for a day.';
COMMENT ON COLUMN robots.origin IS 'Scheme and host.';
COMMENT ON COLUMN robots.fetched_at IS 'When it was asked for.';
COMMENT ON COLUMN robots.status IS 'HTTP status; NULL where no answer came.';
COMMENT ON COLUMN robots.text IS 'What it says.';

ALTER TABLE polls ADD COLUMN kind VARCHAR;
COMMENT ON COLUMN polls.kind IS 'Kind of failure: dns, tls, timeout, connection, broken, refused, client, server, size, unparsable or unknown.';
ALTER TABLE polls ADD COLUMN moved_to VARCHAR;
COMMENT ON COLUMN polls.moved_to IS 'Where permanent redirects led.';
ALTER TABLE feeds ADD COLUMN free VARCHAR;
COMMENT ON COLUMN feeds.free IS 'Why its robots.txt is passed over, where the feed list says so.';
