-- All days of the outlets in touched_outlets anew, from their first to the last day of any of them, with their usual pace and health.
DELETE FROM outlet_day WHERE outlet_id IN (FROM touched_outlets);
INSERT INTO outlet_day
WITH published AS (
    SELECT outlet_id, (published_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS articles,
        count(*) FILTER (s.story_id IS NULL OR l.article_id IS NOT NULL) AS stories
    FROM articles a LEFT JOIN story_articles s USING (article_id) LEFT JOIN story_leads l USING (article_id)
    WHERE outlet_id IN (FROM touched_outlets) GROUP BY ALL
),
asked AS (
    SELECT f.outlet_id, (polled_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS polls, count(*) FILTER (status = 'ok') AS answered
    FROM polls p JOIN feeds f USING (feed_id)
    WHERE f.outlet_id IN (FROM touched_outlets) GROUP BY ALL
),
begun AS (SELECT outlet_id, min(day) AS since FROM (SELECT outlet_id, day FROM published UNION ALL SELECT outlet_id, day FROM asked) GROUP BY outlet_id),
ended AS (SELECT greatest((SELECT max(day) FROM published), (SELECT max(day) FROM asked)) AS until),
days AS (SELECT outlet_id, unnest(generate_series(since, until, INTERVAL 1 DAY))::DATE AS day FROM begun, ended),
counted AS (
    SELECT day, outlet_id, coalesce(polls, 0) AS polls, coalesce(answered, 0) AS answered,
        coalesce(articles, 0) AS articles, coalesce(stories, 0) AS stories
    FROM days LEFT JOIN published USING (outlet_id, day) LEFT JOIN asked USING (outlet_id, day)
),
paced AS (
    -- Days without articles are left out of the pace, or a long outage would become usual.
    SELECT *, median(nullif(articles, 0)) OVER (PARTITION BY outlet_id ORDER BY day ROWS BETWEEN 180 PRECEDING AND 1 PRECEDING) AS usual
    FROM counted
)
-- A pace of 3 a day brings no article at all on one day in twenty (Poisson), so a silence below it says nothing.
SELECT day, outlet_id, polls, answered, articles, stories, usual,
    CASE
        WHEN polls > 0 AND answered = 0 AND articles = 0 THEN false
        WHEN usual >= 3 AND articles < usual / 4 THEN false
        WHEN articles > 0 OR answered > 0 THEN true
    END AS healthy
FROM paced ORDER BY outlet_id, day;
