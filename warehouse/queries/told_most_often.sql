-- Which stories were told most often, by how many outlets, and who told them first?
SELECT first.title, o.name AS first_told_by, l.tellings, count(DISTINCT a.outlet_id) AS outlets,
    (first.published_at AT TIME ZONE 'UTC')::DATE AS since, round(avg(t.likeness), 2) AS likeness
FROM story_leads l
JOIN articles first ON first.article_id = l.article_id
LEFT JOIN outlets o ON o.outlet_id = first.outlet_id
JOIN story_articles t ON t.story_id = l.story_id
JOIN articles a ON a.article_id = t.article_id
GROUP BY l.story_id, first.title, o.name, l.tellings, first.published_at
ORDER BY l.tellings DESC, since, first.title LIMIT 10;
