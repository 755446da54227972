-- The articles that entries with the addresses asked_urls belong to, and the hash of the page from which each was made.
SELECT DISTINCT e.url, e.article_id, a.body_hash
FROM entries e LEFT JOIN articles a USING (article_id) WHERE e.url IN (FROM asked_urls);
