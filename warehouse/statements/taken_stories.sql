-- Stories whose id is one of $ids and that articles beside these tell.
SELECT DISTINCT story_id FROM story_articles
WHERE list_contains($ids, story_id) AND NOT list_contains($ids, article_id);
