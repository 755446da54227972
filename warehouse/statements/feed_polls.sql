-- The last ten polls of $feed.
SELECT polled_at, status, http_status, entries, new_entries, kind, reason, moved_to, round(seconds, 1) AS seconds
FROM polls WHERE feed_id = $feed ORDER BY polled_at DESC LIMIT 10;
