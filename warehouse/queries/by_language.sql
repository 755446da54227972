-- In which languages is each actor spoken of?
SELECT a.name AS actor, count(DISTINCT m.article_id) AS articles,
    count(DISTINCT m.article_id) FILTER (r.language = 'en') AS en, count(DISTINCT m.article_id) FILTER (r.language = 'fa') AS fa,
    count(DISTINCT m.article_id) FILTER (r.language = 'ar') AS ar, count(DISTINCT m.article_id) FILTER (r.language = 'ckb') AS ckb
FROM mentions m JOIN articles r USING (article_id) JOIN actors a USING (actor_id)
GROUP BY a.actor_id, a.name ORDER BY articles DESC, actor LIMIT 12;
