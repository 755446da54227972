-- Every feed with its last poll and what came of all of them.
SELECT
    feed_id, outlet_id, arg_max(status, polled_at) AS status, max(polled_at) AS polled_at,
    count(*) AS polls, count(*) FILTER (status <> 'ok') AS failed, arg_max(entries, polled_at) AS entries,
    sum(new_entries)::BIGINT AS new_entries, arg_max(reason, polled_at) AS reason
FROM feeds JOIN polls USING (feed_id)
GROUP BY feed_id, outlet_id
ORDER BY arg_max(status, polled_at) <> 'failed', feed_id;
