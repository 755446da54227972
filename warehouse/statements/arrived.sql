-- Articles whose first entry was seen after $since and until $until, by outlet and language.
WITH arrived AS (SELECT article_id FROM entries GROUP BY article_id HAVING min(first_seen_at) > $since AND min(first_seen_at) <= $until)
SELECT coalesce(o.name, a.outlet_id) AS outlet, a.language, count(*) AS articles
FROM articles a SEMI JOIN arrived USING (article_id) LEFT JOIN outlets o USING (outlet_id)
GROUP BY ALL ORDER BY articles DESC, outlet, language;
