-- How each feed fares, judged against its own usual gap between polls with new entries.
CREATE OR REPLACE VIEW feed_health AS
WITH asked AS (
    SELECT feed_id, max(polled_at) AS polled_at, arg_max(status, polled_at) AS status, arg_max(http_status, polled_at) AS http_status,
        arg_max(kind, polled_at) AS kind, arg_max(reason, polled_at) AS reason, arg_max(entries, polled_at) AS entries,
        max(entries) AS most_entries, max(polled_at) FILTER (status = 'ok') AS answered_at
    FROM polls GROUP BY feed_id
),
seen AS (SELECT feed_id, max(first_seen_at) AS new_at, count(*) AS listed FROM entries GROUP BY feed_id)
SELECT f.feed_id, f.outlet_id, f.url, a.polled_at, a.answered_at, s.new_at, s.listed, d.usual_gap, d.due_at, a.http_status, a.reason, coalesce('off: ' || f.off, d.why) AS why,
    CASE
        WHEN f.off IS NOT NULL THEN 'off'
        WHEN a.polled_at IS NULL THEN 'new'
        WHEN d.retired_at IS NOT NULL THEN 'gone'
        WHEN a.status <> 'ok' AND (a.http_status IN (401, 403, 407, 429, 451) OR a.kind IN ('refused', 'wait')) THEN 'blocked'
        WHEN a.status <> 'ok' THEN 'failing'
        WHEN a.http_status = 200 AND a.entries = 0 AND a.most_entries > 0 THEN 'failing'
        WHEN s.new_at IS NULL OR a.polled_at - s.new_at > to_seconds(greatest(8 * coalesce(d.usual_gap, 86400), 172800)) THEN 'stale'
        WHEN a.polled_at - s.new_at > to_seconds(greatest(3 * coalesce(d.usual_gap, 86400), 43200)) THEN 'quiet'
        ELSE 'ok'
    END AS health
FROM feeds f LEFT JOIN asked a USING (feed_id) LEFT JOIN seen s USING (feed_id) LEFT JOIN feed_states d USING (feed_id);
COMMENT ON VIEW feed_health IS 'How each feed fares: ok, quiet (three of its usual gaps without anything new, half a day at least), stale (eight, two days at least), failing, blocked, gone, new, or off (listed, not polled).';
COMMENT ON COLUMN feed_health.feed_id IS 'Feed.';
COMMENT ON COLUMN feed_health.outlet_id IS 'Outlet that answers there.';
COMMENT ON COLUMN feed_health.url IS 'Address in the list.';
COMMENT ON COLUMN feed_health.polled_at IS 'When it was last asked.';
COMMENT ON COLUMN feed_health.answered_at IS 'When it last answered.';
COMMENT ON COLUMN feed_health.new_at IS 'When an entry of it was last seen for the first time.';
COMMENT ON COLUMN feed_health.listed IS 'Entries it has listed.';
COMMENT ON COLUMN feed_health.usual_gap IS 'Seconds that usually lie between polls with new entries.';
COMMENT ON COLUMN feed_health.due_at IS 'When it is asked again.';
COMMENT ON COLUMN feed_health.http_status IS 'Status of its last answer.';
COMMENT ON COLUMN feed_health.reason IS 'Why its last poll failed.';
COMMENT ON COLUMN feed_health.why IS 'Why it is asked again then.';
COMMENT ON COLUMN feed_health.health IS 'ok, quiet, stale, failing, blocked, gone, new or off. A feed that lists nothing where it listed something is failing.';
