-- Every feed with its health, and its new entries on each of the 14 days before the last poll of all.
WITH days AS (
    SELECT unnest(generate_series(day - 13, day, INTERVAL 1 DAY))::DATE AS day FROM (SELECT max((polled_at AT TIME ZONE 'UTC')::DATE) AS day FROM polls)
),
counted AS (SELECT feed_id, (first_seen_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS entries FROM entries GROUP BY ALL),
drawn AS (
    SELECT f.feed_id, list(coalesce(c.entries, 0) ORDER BY d.day) AS fortnight
    FROM feeds f CROSS JOIN days d LEFT JOIN counted c ON c.day = d.day AND c.feed_id = f.feed_id GROUP BY f.feed_id
)
SELECT h.*, fortnight FROM feed_health h LEFT JOIN drawn USING (feed_id)
ORDER BY list_position(['failing', 'blocked', 'gone', 'stale', 'quiet', 'new', 'ok', 'off'], health), feed_id;
