-- Who is named by office instead of by name, and how sure is that?
SELECT a.name AS actor, m.surface, count(*) AS times, round(avg(m.confidence), 2) AS confidence
FROM mentions m JOIN actors a USING (actor_id) WHERE m.basis = 'office' GROUP BY ALL ORDER BY times DESC, actor, m.surface LIMIT 12;
