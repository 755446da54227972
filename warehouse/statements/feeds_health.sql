-- Every feed with its health, and its new entries on each of the 14 days before the last poll of all.
WITH ended AS (SELECT max((polled_at AT TIME ZONE 'UTC')::DATE) AS day FROM polls),
days AS (SELECT unnest(generate_series(day - 13, day, INTERVAL 1 DAY))::DATE AS day FROM ended),
counted AS (SELECT feed_id, (first_seen_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS entries FROM entries GROUP BY ALL)
SELECT h.*, (SELECT list(coalesce(c.entries, 0) ORDER BY d.day) FROM days d LEFT JOIN counted c ON c.day = d.day AND c.feed_id = h.feed_id) AS fortnight
FROM feed_health h
ORDER BY list_position(['failing', 'blocked', 'gone', 'stale', 'quiet', 'new', 'ok'], health), feed_id;
