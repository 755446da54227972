-- Feeds that bring nothing, with why.
SELECT feed_id, health, coalesce(reason, 'nothing new since ' || strftime(new_at, '%Y-%m-%d'), '') FROM feed_health
WHERE health IN ('failing', 'blocked', 'gone', 'stale') ORDER BY health, feed_id;
