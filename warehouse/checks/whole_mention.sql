-- A mention's place lies in a field of an article that is there, on that article's day, and its actor, if it has one, is in
-- the stored registry.
SELECT m.*
FROM mentions m
JOIN checked_articles c USING (article_id)
LEFT JOIN articles a ON a.article_id = m.article_id AND a.day IN (SELECT day FROM checked_articles)
LEFT JOIN actors ON actors.actor_id = m.actor_id
WHERE m.day IN (SELECT day FROM checked_articles) AND (
    a.article_id IS NULL OR m.day <> a.day
    OR (m.actor_id IS NOT NULL AND actors.actor_id IS NULL)
    OR m.surface IS DISTINCT FROM substr(
        CASE m.field WHEN 'title' THEN a.title WHEN 'caption' THEN a.caption ELSE a.text END,
        m.start_char + 1, m.end_char - m.start_char));
