-- Which articles were changed after they were first read, and how much?
SELECT a.title, o.name AS outlet, v.replaced_at, length(a.text) - length(v.text) AS characters_more, a.url
FROM article_versions v JOIN articles a USING (article_id) LEFT JOIN outlets o USING (outlet_id)
WHERE v.text_source = a.text_source
ORDER BY v.replaced_at DESC, a.title LIMIT 12;
