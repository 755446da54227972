-- An article tells one story, of an article that is there or was.
SELECT article_id, count(*) AS stories FROM story_articles GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT t.article_id, 0 FROM story_articles t ANTI JOIN articles a USING (article_id);
