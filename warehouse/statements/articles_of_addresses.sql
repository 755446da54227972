-- Articles known by one of $ids, or whose page named one of $urls as its own.
SELECT article_id, canonical_url, title, left(text, 300) AS lead FROM articles
WHERE article_id IN (SELECT unnest($ids)) OR canonical_url IN (SELECT unnest($urls));
