-- The roll-ups say what the facts say: mentions by actor, articles by outlet.
SELECT 'actor_day' AS what, coalesce(f.actor_id, d.actor_id) AS id, f.mentions AS facts, d.mentions AS added_up
FROM (SELECT actor_id, count(*) AS mentions FROM mentions WHERE actor_id IS NOT NULL GROUP BY actor_id) f
FULL JOIN (SELECT actor_id, sum(mentions) AS mentions FROM actor_day GROUP BY actor_id) d ON d.actor_id = f.actor_id
WHERE f.mentions IS DISTINCT FROM d.mentions
UNION ALL
SELECT 'outlet_day', coalesce(f.outlet_id, d.outlet_id), f.articles, d.articles
FROM (SELECT outlet_id, count(*) AS articles FROM articles GROUP BY outlet_id) f
FULL JOIN (SELECT outlet_id, sum(articles) AS articles FROM outlet_day GROUP BY outlet_id) d ON d.outlet_id = f.outlet_id
WHERE f.articles IS DISTINCT FROM nullif(d.articles, 0);
