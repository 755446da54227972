-- The days of touched_from on, with the outlet's usual pace and health. A silent day has a
-- row for as long as half a year after the last that was not: so long something could be expected.
CREATE OR REPLACE TEMP TABLE active_days AS
WITH published AS (
    SELECT a.outlet_id, a.day, count(*) AS articles, count(*) FILTER (coalesce(leads, true)) AS stories,
        count(*) FILTER (coalesce(leads_own, true)) AS own_stories
    FROM articles a
    JOIN touched_from t ON t.outlet_id = a.outlet_id AND a.day >= t.since
    LEFT JOIN first_tellings f ON f.article_id = a.article_id
    WHERE a.day >= (SELECT min(since) FROM touched_from)
    GROUP BY a.outlet_id, a.day
),
asked AS (
    SELECT f.outlet_id, (p.polled_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS polls, count(*) FILTER (p.status = 'ok') AS answered
    FROM polls p JOIN feeds f USING (feed_id)
    JOIN touched_from t ON t.outlet_id = f.outlet_id AND (p.polled_at AT TIME ZONE 'UTC')::DATE >= t.since
    GROUP BY ALL
)
SELECT outlet_id, day, coalesce(polls, 0) AS polls, coalesce(answered, 0) AS answered, coalesce(articles, 0) AS articles, coalesce(stories, 0) AS stories, coalesce(own_stories, 0) AS own_stories
FROM published FULL JOIN asked USING (outlet_id, day)
UNION ALL
SELECT d.outlet_id, d.day, d.polls, d.answered, d.articles, d.stories, d.own_stories
FROM outlet_day d JOIN touched_from t ON t.outlet_id = d.outlet_id AND d.day < t.since AND d.day >= t.since - 180
WHERE d.articles > 0 OR d.polls > 0;

DELETE FROM outlet_day WHERE EXISTS (FROM touched_from t WHERE t.outlet_id = outlet_day.outlet_id AND outlet_day.day >= t.since);
INSERT INTO outlet_day BY NAME
-- Each active day with the silent ones after it.
WITH stretches AS (
    SELECT *, least(day + 180, until, coalesce(lead(day) OVER (PARTITION BY outlet_id ORDER BY day) - 1, until)) AS last_day
    FROM active_days, newest_day
),
counted AS (
    SELECT * REPLACE (unnest(generate_series(day, greatest(day, last_day), INTERVAL 1 DAY))::DATE AS day), day AS active_day FROM stretches
),
paced AS (
    -- Days without articles are left out of the pace, or a long outage would become usual.
    SELECT outlet_id, day, until, CASE WHEN day = active_day THEN polls ELSE 0 END AS polls, CASE WHEN day = active_day THEN answered ELSE 0 END AS answered,
        CASE WHEN day = active_day THEN articles ELSE 0 END AS articles, CASE WHEN day = active_day THEN stories ELSE 0 END AS stories,
        CASE WHEN day = active_day THEN own_stories ELSE 0 END AS own_stories
    FROM counted
),
judged AS (
    SELECT *, median(nullif(articles, 0)) OVER (
        PARTITION BY outlet_id ORDER BY day RANGE BETWEEN INTERVAL 180 DAYS PRECEDING AND INTERVAL 1 DAY PRECEDING) AS usual
    FROM paced
)
-- A pace of 3 a day brings no article at all on one day in twenty (Poisson), so a silence below it says nothing; nor does a
-- slow newest day, which is not over.
SELECT j.day, j.outlet_id, j.polls, j.answered, j.articles, j.stories, j.usual,
    CASE
        WHEN polls > 0 AND answered = 0 AND articles = 0 THEN false
        WHEN usual >= 3 AND articles < usual / 4 THEN CASE WHEN j.day < until THEN false END
        WHEN articles > 0 OR answered > 0 THEN true
    END AS healthy,
    j.own_stories
FROM judged j JOIN touched_from t ON t.outlet_id = j.outlet_id AND j.day >= t.since
WHERE polls > 0 OR articles > 0 OR usual >= 3
ORDER BY j.outlet_id, j.day;
DELETE FROM every_day;
INSERT INTO every_day
WITH added AS (SELECT day, sum(articles) AS articles, sum(stories) AS stories, count(*) FILTER (healthy) AS healthy FROM outlet_day GROUP BY day),
calendar AS (SELECT unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day FROM added)
SELECT day, coalesce(articles, 0), coalesce(stories, 0), coalesce(healthy, 0) FROM calendar LEFT JOIN added USING (day) ORDER BY day;
DROP TABLE active_days;
