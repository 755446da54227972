-- Articles known by one of asked_ids, or whose page named one of asked_urls as its own.
SELECT article_id, canonical_url, title, left(text, 300) AS lead FROM articles
WHERE article_id IN (FROM asked_ids) OR canonical_url IN (FROM asked_urls);
