-- A candidate belongs to a mention that is open, and is in the stored registry.
SELECT c.*
FROM mention_candidates c
JOIN checked_articles USING (article_id)
LEFT JOIN mentions m ON m.article_id = c.article_id AND m.field = c.field AND m.start_char = c.start_char AND m.actor_id IS NULL
    AND m.day IN (SELECT day FROM checked_articles)
LEFT JOIN actors a ON a.actor_id = c.actor_id
WHERE c.day IN (SELECT day FROM checked_articles) AND (m.article_id IS NULL OR a.actor_id IS NULL);
