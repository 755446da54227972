-- Each article that changed has its day, and no fact of an article stands under another day or without its article.
SELECT 'article' AS what, article_id FROM articles SEMI JOIN checked_articles USING (article_id)
WHERE day IS DISTINCT FROM (published_at AT TIME ZONE 'UTC')::DATE
UNION ALL
SELECT 'mention', article_id FROM mentions WHERE day IN (SELECT day FROM checked_days)
    AND article_id NOT IN (SELECT article_id FROM articles WHERE day IN (SELECT day FROM checked_days))
UNION ALL
SELECT 'sentence', article_id FROM sentences WHERE day IN (SELECT day FROM checked_days)
    AND article_id NOT IN (SELECT article_id FROM articles WHERE day IN (SELECT day FROM checked_days));
