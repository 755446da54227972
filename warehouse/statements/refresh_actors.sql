-- The days in touched_days anew: who was named by whom, and who together.
INSERT INTO touched_days SELECT day FROM stale_days;
DELETE FROM stale_days;
DELETE FROM actor_day WHERE day IN (SELECT day FROM touched_days);
DELETE FROM pair_day WHERE day IN (SELECT day FROM touched_days);
CREATE OR REPLACE TEMP TABLE named_articles AS
WITH told AS (
    SELECT story_id, article_id FROM story_articles
    WHERE story_id IN (SELECT story_id FROM story_articles WHERE day IN (SELECT day FROM touched_days))
),
leads AS (
    SELECT arg_min(t.article_id, (a.published_at, t.article_id)) AS article_id
    FROM told t JOIN articles a USING (article_id) GROUP BY t.story_id
),
counted AS (
    SELECT day, article_id, actor_id, count(*) AS mentions FROM mentions
    WHERE actor_id IS NOT NULL AND day IN (SELECT day FROM touched_days) GROUP BY ALL
)
SELECT c.day, c.article_id, a.outlet_id, c.actor_id, t.story_id IS NULL OR l.article_id IS NOT NULL AS leads, c.mentions
FROM counted c
JOIN articles a ON a.article_id = c.article_id AND a.day = c.day
LEFT JOIN told t ON t.article_id = c.article_id
LEFT JOIN leads l ON l.article_id = c.article_id;
INSERT INTO actor_day
SELECT day, actor_id, outlet_id, count(*), count(*) FILTER (leads), sum(mentions) FROM named_articles
GROUP BY day, actor_id, outlet_id ORDER BY actor_id, day, outlet_id;
INSERT INTO pair_day
WITH said AS (
    SELECT DISTINCT article_id, sentence_no, actor_id FROM mentions
    WHERE actor_id IS NOT NULL AND sentence_no IS NOT NULL AND day IN (SELECT day FROM touched_days)
),
sentences AS (
    SELECT x.article_id, x.actor_id AS a, y.actor_id AS b, count(*) AS sentences
    FROM said x JOIN said y ON y.article_id = x.article_id AND y.sentence_no = x.sentence_no AND x.actor_id < y.actor_id
    GROUP BY ALL
)
SELECT x.day, x.actor_id AS a, y.actor_id AS b, x.outlet_id, count(*), count(*) FILTER (x.leads), coalesce(sum(s.sentences), 0)
FROM named_articles x
JOIN named_articles y ON y.article_id = x.article_id AND x.actor_id < y.actor_id
LEFT JOIN sentences s ON s.article_id = x.article_id AND s.a = x.actor_id AND s.b = y.actor_id
GROUP BY x.day, x.actor_id, y.actor_id, x.outlet_id ORDER BY a, b, x.day, x.outlet_id;
DROP TABLE named_articles;
