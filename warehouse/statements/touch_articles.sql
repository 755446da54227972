-- The days and outlets of these_articles (article_id), and of all that tell the same stories.
CREATE OR REPLACE TEMP TABLE touched_articles AS
SELECT article_id, day FROM story_articles
WHERE story_id IN (SELECT story_id FROM story_articles WHERE article_id IN (SELECT article_id FROM these_articles))
UNION
SELECT article_id, day FROM articles WHERE article_id IN (SELECT article_id FROM these_articles);
INSERT INTO stale_days SELECT DISTINCT day FROM touched_articles;
INSERT INTO stale_outlets
SELECT outlet_id, min(day) FROM articles
WHERE article_id IN (SELECT article_id FROM touched_articles) AND day IN (SELECT day FROM touched_articles) GROUP BY outlet_id;
DROP TABLE touched_articles;
