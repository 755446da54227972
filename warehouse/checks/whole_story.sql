-- An article tells one story, of an article that is there.
SELECT article_id, count(*) AS stories FROM story_articles SEMI JOIN checked_articles USING (article_id)
GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT t.article_id, 0 FROM story_articles t
WHERE t.day IN (SELECT day FROM checked_days)
    AND t.article_id NOT IN (SELECT article_id FROM articles WHERE day IN (SELECT day FROM checked_days));
