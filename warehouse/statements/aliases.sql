-- Which of asked_ids mean another article.
FROM aliases WHERE alias_id IN (FROM asked_ids);
