-- Which stories were told most often, by how many outlets, and who told them first?
SELECT first.title, first_outlet.name AS first_told_by, count(*) AS tellings, count(DISTINCT a.outlet_id) AS outlets,
    min(a.published_at)::DATE AS since, round(avg(t.likeness), 2) AS likeness
FROM story_articles t
JOIN articles a USING (article_id)
JOIN articles first ON first.article_id = t.story_id
LEFT JOIN outlets first_outlet ON first_outlet.outlet_id = first.outlet_id
GROUP BY ALL ORDER BY tellings DESC, since, title LIMIT 10;
