-- What does not work now, by stage and reason: the newest failure of each article whose page is due, and of each feed whose
-- last poll failed.
WITH last_poll AS (SELECT feed_id, arg_max(status, polled_at) AS status FROM polls GROUP BY feed_id),
newest AS (
    SELECT * FROM failures
    WHERE article_id IN (SELECT article_id FROM entries WHERE due_at IS NOT NULL)
       OR (article_id IS NULL AND feed_id IN (SELECT feed_id FROM last_poll WHERE status <> 'ok'))
    QUALIFY row_number() OVER (PARTITION BY coalesce(article_id::VARCHAR, feed_id) ORDER BY failed_at DESC) = 1
)
SELECT stage, split_part(reason, ':', 1) AS reason, count(*) AS times, max(failed_at) AS last, any_value(url) AS example
FROM newest
GROUP BY ALL
ORDER BY times DESC, last DESC;
