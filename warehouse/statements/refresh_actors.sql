-- The days in stale_days anew: who was named by whom, and who together. Actors and outlets go by number on the way, in
-- the order of their ids: that is a third of the time.
DELETE FROM actor_day WHERE day IN (SELECT day FROM stale_days);
DELETE FROM pair_day WHERE day IN (SELECT day FROM stale_days);
CREATE OR REPLACE TEMP TABLE numbered_actors AS SELECT actor_id, row_number() OVER (ORDER BY actor_id)::INTEGER AS actor FROM actors;
CREATE OR REPLACE TEMP TABLE numbered_outlets AS
SELECT outlet_id, row_number() OVER (ORDER BY outlet_id)::INTEGER AS outlet FROM (
    SELECT outlet_id FROM outlets UNION SELECT outlet_id FROM articles WHERE day IN (SELECT day FROM stale_days)
);
-- Who is named in which article, with the first 64 sentences that do it as bits.
CREATE OR REPLACE TEMP TABLE named_articles AS
WITH placed AS (
    SELECT a.article_id, o.outlet, coalesce(leads, true) AS leads, coalesce(leads_own, true) AS leads_own
    FROM articles a JOIN numbered_outlets o USING (outlet_id) LEFT JOIN first_tellings f ON f.article_id = a.article_id
    WHERE a.day IN (SELECT day FROM stale_days)
),
counted AS (
    SELECT day, article_id, actor, count(*) AS mentions,
        coalesce(bit_or(1::UBIGINT << (sentence_no % 64)) FILTER (sentence_no < 64), 0::UBIGINT) AS sentences
    FROM mentions JOIN numbered_actors USING (actor_id)
    WHERE day IN (SELECT day FROM stale_days) GROUP BY ALL
)
SELECT day, article_id, outlet, actor, leads, leads_own, mentions, sentences FROM counted JOIN placed USING (article_id);
INSERT INTO actor_day BY NAME
SELECT day, actor_id, outlet_id, n.articles, n.stories, mentions, healthy, n.own_stories
FROM (
    SELECT day, actor, outlet, count(*) AS articles, count(*) FILTER (leads) AS stories, sum(mentions) AS mentions,
        count(*) FILTER (leads_own) AS own_stories
    FROM named_articles GROUP BY ALL ORDER BY actor, day, outlet
) n JOIN numbered_actors USING (actor) JOIN numbered_outlets USING (outlet) LEFT JOIN outlet_day USING (day, outlet_id);
UPDATE actor_day SET healthy = o.healthy
FROM outlet_day o JOIN touched_from t ON t.outlet_id = o.outlet_id AND o.day >= t.since
WHERE actor_day.outlet_id = o.outlet_id AND actor_day.day = o.day AND actor_day.healthy IS DISTINCT FROM o.healthy;
INSERT INTO pair_day
WITH late AS (
    SELECT DISTINCT article_id, sentence_no, actor FROM mentions JOIN numbered_actors USING (actor_id)
    WHERE sentence_no >= 64 AND day IN (SELECT day FROM stale_days)
),
pairs AS (
    SELECT x.day, x.outlet, x.actor AS a, y.actor AS b, 1 AS articles, x.leads::INTEGER AS stories, bit_count(x.sentences & y.sentences) AS sentences
    FROM named_articles x JOIN named_articles y ON y.article_id = x.article_id AND x.actor < y.actor
    UNION ALL
    SELECT n.day, n.outlet, x.actor, y.actor, 0, 0, 1
    FROM late x JOIN late y ON y.article_id = x.article_id AND y.sentence_no = x.sentence_no AND x.actor < y.actor
    JOIN named_articles n ON n.article_id = x.article_id AND n.actor = x.actor
)
SELECT day, x.actor_id, y.actor_id, outlet_id, articles, stories, sentences
FROM (
    SELECT day, a, b, outlet, sum(articles) AS articles, sum(stories) AS stories, sum(sentences) AS sentences
    FROM pairs GROUP BY ALL ORDER BY a, b, day, outlet
) p JOIN numbered_actors x ON x.actor = p.a JOIN numbered_actors y ON y.actor = p.b JOIN numbered_outlets USING (outlet);
DROP TABLE named_articles;
DROP TABLE numbered_actors;
DROP TABLE numbered_outlets;
DROP TABLE first_tellings;
DROP TABLE touched_from;
DROP TABLE newest_day;
