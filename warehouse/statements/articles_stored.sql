-- The articles $ids as they are stored.
FROM articles WHERE article_id IN (SELECT unnest($ids));
