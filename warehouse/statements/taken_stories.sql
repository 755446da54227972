-- Stories whose id is one of asked_ids and that articles beside these tell.
SELECT DISTINCT story_id FROM story_articles
WHERE story_id IN (FROM asked_ids) AND article_id NOT IN (FROM asked_ids);
