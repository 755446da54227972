-- Feeds that bring nothing: stale ones, and those that have been asked in vain for $hours; with all that are polled.
WITH since AS (SELECT feed_id, min(polled_at) AS first_at FROM polls GROUP BY feed_id)
SELECT feed_id, health, reason, new_at,
    health = 'stale' OR (health IN ('failing', 'blocked') AND polled_at - coalesce(answered_at, first_at) >= to_seconds(3600 * $hours)) AS silent
FROM feed_health JOIN since USING (feed_id) WHERE health <> 'off' ORDER BY feed_id;
