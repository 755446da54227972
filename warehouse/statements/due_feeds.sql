-- Which of the feeds $feeds are due at $now: never polled, or polled long enough ago. A feed that answers is due every
-- $interval seconds; one that failed n times in a row waits twice as long each time, up to a day.
WITH asked AS (SELECT unnest($feeds) AS feed_id),
last AS (
    SELECT
        feed_id,
        max(polled_at) AS polled_at,
        count(*) FILTER (polled_at > coalesce(answered_at, '-infinity'::TIMESTAMPTZ)) AS failures
    FROM (SELECT *, max(polled_at) FILTER (status = 'ok') OVER (PARTITION BY feed_id) AS answered_at FROM polls)
    GROUP BY feed_id
)
SELECT
    asked.feed_id,
    last.polled_at + to_seconds(least($interval * power(2, least(failures, 10)), greatest($interval, 86400))) AS due_at,
    coalesce(due_at <= $now, TRUE) AS due
FROM asked LEFT JOIN last USING (feed_id);
