-- An article stands once, and so does an entry.
SELECT 'article' AS what, article_id AS id, count(*) AS times FROM articles GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT 'entry', entry_id, count(*) FROM entries GROUP BY entry_id HAVING count(*) > 1;
