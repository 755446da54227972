-- Which outlet tells whose stories again, and after how many hours?
SELECT earlier.name AS first_told_by, later.name AS told_again_by, count(*) AS stories,
    round(median(date_diff('minute', first.published_at, a.published_at)) / 60, 1) AS hours_later
FROM story_articles t
JOIN articles a USING (article_id)
JOIN story_leads l ON l.story_id = t.story_id
JOIN articles first ON first.article_id = l.article_id AND first.outlet_id <> a.outlet_id
LEFT JOIN outlets earlier ON earlier.outlet_id = first.outlet_id
LEFT JOIN outlets later ON later.outlet_id = a.outlet_id
GROUP BY ALL ORDER BY stories DESC, 1, 2 LIMIT 20;
