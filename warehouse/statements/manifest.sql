-- What the copy about to be published is made of, in one row; what changed since the last one has been checked.
DELETE FROM manifest;
INSERT INTO manifest
WITH last AS (FROM runs QUALIFY row_number() OVER (ORDER BY run_id DESC) = 1),
fed AS (SELECT feed_id, arg_max(status, polled_at) AS status FROM polls GROUP BY feed_id),
newest AS (
    SELECT outlet_id, arg_max(healthy, day) AS healthy FROM outlet_day, last
    WHERE day > (started_at AT TIME ZONE 'UTC')::DATE - 7 GROUP BY outlet_id
),
said AS (SELECT to_hex(bit_xor(hash::UHUGEINT)) AS whole FROM day_hash),
found AS (
    SELECT string_agg(registry_hash || ':' || articles, ' ' ORDER BY registry_hash) AS whole
    FROM (SELECT registry_hash, count(*) AS articles FROM articles GROUP BY registry_hash)
)
SELECT
    run_id, started_at, code_version,
    coalesce((SELECT mode(registry_hash) FROM articles), registry_hash),
    (SELECT max(version) FROM migrations),
    'UTC',
    (SELECT count(*) FROM articles),
    (SELECT count(DISTINCT story_id) FROM story_articles),
    (SELECT count(actor_id) FROM mentions),
    (SELECT count(*) - count(actor_id) FROM mentions),
    (SELECT count(*) FROM feeds),
    (SELECT coalesce(list(feed_id ORDER BY feed_id), []) FROM fed WHERE status <> 'ok'),
    (SELECT count(*) FROM newest WHERE healthy),
    (SELECT coalesce(list(outlet_id ORDER BY outlet_id), []) FROM newest WHERE NOT healthy),
    (SELECT min(published_at) FROM articles),
    (SELECT max(published_at) FROM articles),
    (SELECT md5(concat_ws(' ', said.whole, found.whole)) FROM said, found),
    'whole'
FROM last;
DELETE FROM unchecked_articles;
DELETE FROM unchecked_days;
