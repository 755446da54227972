-- The roll-ups say what the facts say: articles, stories and mentions by day, actor and outlet, pairs by day, polls by day.
WITH told AS (
    SELECT story_id, article_id, day FROM story_articles
    WHERE story_id IN (SELECT story_id FROM story_articles WHERE day IN (SELECT day FROM checked_days))
),
leads AS (
    SELECT arg_min(t.article_id, (a.published_at, t.article_id)) AS article_id
    FROM told t JOIN articles a ON a.article_id = t.article_id AND a.day IN (SELECT day FROM told) GROUP BY t.story_id
),
named AS MATERIALIZED (
    SELECT DISTINCT m.day, m.article_id, m.actor_id, a.outlet_id, t.story_id IS NULL OR l.article_id IS NOT NULL AS leads
    FROM mentions m
    JOIN articles a ON a.article_id = m.article_id AND a.day IN (SELECT day FROM checked_days)
    LEFT JOIN story_articles t ON t.article_id = m.article_id AND t.day IN (SELECT day FROM checked_days)
    LEFT JOIN leads l ON l.article_id = m.article_id
    WHERE m.actor_id IS NOT NULL AND m.day IN (SELECT day FROM checked_days)
),
said AS (
    SELECT a.day, m.actor_id, a.outlet_id, count(*) AS mentions
    FROM mentions m JOIN articles a ON a.article_id = m.article_id AND a.day IN (SELECT day FROM checked_days)
    WHERE m.actor_id IS NOT NULL AND m.day IN (SELECT day FROM checked_days) GROUP BY ALL
),
facts AS (
    SELECT n.day, n.actor_id, n.outlet_id, count(*) AS articles, count(*) FILTER (leads) AS stories, any_value(s.mentions) AS mentions
    FROM named n JOIN said s USING (day, actor_id, outlet_id) GROUP BY ALL
),
added AS (FROM actor_day WHERE day IN (SELECT day FROM checked_days)),
states AS (
    SELECT d.day, d.actor_id, d.articles FROM actor_day d LEFT JOIN outlet_day o USING (day, outlet_id)
    WHERE d.day IN (SELECT day FROM checked_days) AND d.healthy IS DISTINCT FROM o.healthy
),
pairs AS (
    SELECT x.day, x.actor_id AS a, y.actor_id AS b, x.outlet_id, count(*) AS articles, count(*) FILTER (x.leads) AS stories
    FROM named x JOIN named y ON y.article_id = x.article_id AND x.actor_id < y.actor_id GROUP BY ALL
),
added_pairs AS (FROM pair_day WHERE day IN (SELECT day FROM checked_days)),
published AS (
    SELECT a.day, a.outlet_id, count(*) AS articles, count(*) FILTER (t.story_id IS NULL OR l.article_id IS NOT NULL) AS stories
    FROM articles a LEFT JOIN story_articles t ON t.article_id = a.article_id LEFT JOIN leads l ON l.article_id = a.article_id
    WHERE a.day IN (SELECT day FROM checked_days) GROUP BY ALL
),
reported AS (FROM outlet_day WHERE articles > 0 AND day IN (SELECT day FROM checked_days)),
asked AS (
    SELECT (polled_at AT TIME ZONE 'UTC')::DATE AS day, outlet_id, count(*) AS polls, count(*) FILTER (status = 'ok') AS answered
    FROM polls JOIN feeds USING (feed_id)
    WHERE (polled_at AT TIME ZONE 'UTC')::DATE IN (SELECT day FROM checked_days) GROUP BY ALL
),
answered AS (FROM outlet_day WHERE polls > 0 AND day IN (SELECT day FROM checked_days)),
hashes AS (
    SELECT day, bit_xor(md5_number(concat_ws(' ', article_id, content_hash, day)))::VARCHAR AS hash, count(*) AS articles
    FROM articles WHERE day IN (SELECT day FROM checked_days) GROUP BY day
)
SELECT 'every_day' AS what, day, 'all outlets' AS id, o.articles AS facts, e.articles AS added_up
FROM (SELECT day, sum(articles) AS articles, sum(stories) AS stories, count(*) FILTER (healthy) AS healthy FROM outlet_day WHERE day IN (SELECT day FROM checked_days) GROUP BY day) o
FULL JOIN (FROM every_day WHERE (articles > 0 OR healthy > 0) AND day IN (SELECT day FROM checked_days)) e USING (day)
WHERE (coalesce(o.articles, 0), coalesce(o.stories, 0), coalesce(o.healthy, 0)) IS DISTINCT FROM (coalesce(e.articles, 0), coalesce(e.stories, 0), coalesce(e.healthy, 0))
UNION ALL
SELECT 'healthy of actor_day', day, actor_id, articles, articles FROM states
UNION ALL
SELECT 'actor_day' AS what, coalesce(f.day, d.day) AS day, coalesce(f.actor_id, d.actor_id) AS id, f.mentions AS facts, d.mentions AS added_up
FROM facts f FULL JOIN added d USING (day, actor_id, outlet_id)
WHERE (f.articles, f.stories, f.mentions) IS DISTINCT FROM (d.articles, d.stories, d.mentions)
UNION ALL
SELECT 'pair_day', coalesce(f.day, d.day), coalesce(f.a || ' and ' || f.b, d.a || ' and ' || d.b), f.articles, d.articles
FROM pairs f FULL JOIN added_pairs d USING (day, a, b, outlet_id)
WHERE (f.articles, f.stories) IS DISTINCT FROM (d.articles, d.stories)
UNION ALL
SELECT 'outlet_day', coalesce(f.day, d.day), coalesce(f.outlet_id, d.outlet_id), f.articles, d.articles
FROM published f FULL JOIN reported d USING (day, outlet_id)
WHERE (f.articles, f.stories) IS DISTINCT FROM (d.articles, d.stories)
UNION ALL
SELECT 'polls of outlet_day', coalesce(f.day, d.day), coalesce(f.outlet_id, d.outlet_id), f.polls, d.polls
FROM asked f FULL JOIN answered d USING (day, outlet_id)
WHERE (f.polls, f.answered) IS DISTINCT FROM (d.polls, d.answered)
UNION ALL
SELECT 'day_hash', coalesce(h.day, d.day), 'all articles', h.articles, NULL
FROM hashes h FULL JOIN (FROM day_hash WHERE day IN (SELECT day FROM checked_days)) d USING (day)
WHERE h.hash IS DISTINCT FROM d.hash;
