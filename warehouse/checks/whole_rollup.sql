-- The roll-ups say what the facts say: articles and mentions by day, actor and outlet.
WITH facts AS (
    SELECT (a.published_at AT TIME ZONE 'UTC')::DATE AS day, m.actor_id, a.outlet_id, count(DISTINCT a.article_id) AS articles, count(*) AS mentions
    FROM mentions m JOIN articles a USING (article_id) WHERE m.actor_id IS NOT NULL GROUP BY ALL
),
published AS (SELECT (published_at AT TIME ZONE 'UTC')::DATE AS day, outlet_id, count(*) AS articles FROM articles GROUP BY ALL)
SELECT 'actor_day' AS what, coalesce(f.day, d.day) AS day, coalesce(f.actor_id, d.actor_id) AS id, f.mentions AS facts, d.mentions AS added_up
FROM facts f FULL JOIN actor_day d USING (day, actor_id, outlet_id)
WHERE (f.articles, f.mentions) IS DISTINCT FROM (d.articles, d.mentions)
UNION ALL
SELECT 'outlet_day', coalesce(f.day, d.day), coalesce(f.outlet_id, d.outlet_id), f.articles, d.articles
FROM published f FULL JOIN outlet_day d USING (day, outlet_id)
WHERE f.articles IS DISTINCT FROM nullif(d.articles, 0);
