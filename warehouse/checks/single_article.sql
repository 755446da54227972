-- An article stands once, and so does an entry.
SELECT 'article' AS what, article_id AS id, count(*) AS times FROM articles SEMI JOIN checked_articles USING (article_id)
GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT 'entry', entry_id, count(*) FROM entries SEMI JOIN checked_articles USING (article_id) GROUP BY entry_id HAVING count(*) > 1;
