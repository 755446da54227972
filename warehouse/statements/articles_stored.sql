-- The articles asked_ids as they are stored.
FROM articles WHERE article_id IN (FROM asked_ids);
