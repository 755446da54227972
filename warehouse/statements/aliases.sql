-- Which of $ids mean another article.
FROM aliases WHERE alias_id IN (SELECT unnest($ids));
