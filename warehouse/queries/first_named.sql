-- When was each actor first named, and by whom?
SELECT a.name AS actor, min(d.day) AS first_day, arg_min(o.name, (d.day, o.name)) AS outlet, sum(d.articles) AS articles_since
FROM actor_day d JOIN actors a USING (actor_id) LEFT JOIN outlets o USING (outlet_id)
GROUP BY d.actor_id, a.name ORDER BY articles_since DESC, actor LIMIT 12;
