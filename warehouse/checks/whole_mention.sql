-- A mention's place lies in a field of an article that is there, and its actor, if it has one, is in the stored registry.
SELECT m.*
FROM mentions m
LEFT JOIN articles a USING (article_id)
LEFT JOIN actors USING (actor_id)
WHERE a.article_id IS NULL
   OR (m.actor_id IS NOT NULL AND actors.actor_id IS NULL)
   OR m.surface IS DISTINCT FROM substr(
        CASE m.field WHEN 'title' THEN a.title WHEN 'caption' THEN a.caption ELSE a.text END,
        m.start_char + 1, m.end_char - m.start_char);
