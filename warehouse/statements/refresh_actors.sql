-- The days in touched_days anew: who was named by whom, and who together.
INSERT INTO touched_days SELECT day FROM stale_days;
DELETE FROM stale_days;
DELETE FROM actor_day WHERE day IN (FROM touched_days);
DELETE FROM pair_day WHERE day IN (FROM touched_days);
CREATE OR REPLACE TEMP TABLE named_articles AS
SELECT (a.published_at AT TIME ZONE 'UTC')::DATE AS day, a.article_id, a.outlet_id, m.actor_id,
    s.story_id IS NULL OR l.article_id IS NOT NULL AS leads, count(*) AS mentions
FROM articles a
JOIN mentions m USING (article_id)
LEFT JOIN story_articles s USING (article_id)
LEFT JOIN story_leads l USING (article_id)
WHERE m.actor_id IS NOT NULL AND (a.published_at AT TIME ZONE 'UTC')::DATE IN (FROM touched_days)
GROUP BY ALL;
INSERT INTO actor_day
SELECT day, actor_id, outlet_id, count(*), count(*) FILTER (leads), sum(mentions) FROM named_articles GROUP BY day, actor_id, outlet_id ORDER BY day, actor_id;
INSERT INTO pair_day
WITH together AS (
    SELECT x.day, x.actor_id AS a, y.actor_id AS b, count(*) AS articles, count(*) FILTER (x.leads) AS stories
    FROM named_articles x JOIN named_articles y ON y.article_id = x.article_id AND x.actor_id < y.actor_id
    GROUP BY ALL
),
said AS (
    SELECT DISTINCT n.day, m.article_id, m.sentence_no, m.actor_id
    FROM mentions m JOIN named_articles n ON n.article_id = m.article_id AND n.actor_id = m.actor_id
    WHERE m.sentence_no IS NOT NULL
),
sentences AS (
    SELECT x.day, x.actor_id AS a, y.actor_id AS b, count(*) AS sentences
    FROM said x JOIN said y ON y.article_id = x.article_id AND y.sentence_no = x.sentence_no AND x.actor_id < y.actor_id
    GROUP BY ALL
)
SELECT day, a, b, articles, stories, coalesce(sentences, 0) FROM together LEFT JOIN sentences USING (day, a, b) ORDER BY day, a, b;
DROP TABLE named_articles;
