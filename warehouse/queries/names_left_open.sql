-- Which names stay open most often, and whom may they mean?
SELECT m.surface, count(DISTINCT (m.article_id, m.start_char)) AS times, list(DISTINCT c.actor_id ORDER BY c.actor_id)[:4] AS candidates, round(max(c.score), 2) AS best
FROM mentions m LEFT JOIN mention_candidates c USING (article_id, field, start_char)
WHERE m.actor_id IS NULL GROUP BY m.surface ORDER BY times DESC, m.surface LIMIT 12;
