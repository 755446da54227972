-- Sentences lie in the text of their article.
SELECT s.* FROM sentences s
JOIN checked_articles USING (article_id)
LEFT JOIN articles a ON a.article_id = s.article_id AND a.day IN (SELECT day FROM checked_articles)
WHERE s.day IN (SELECT day FROM checked_articles)
    AND (a.article_id IS NULL OR s.start_char < 0 OR s.end_char <= s.start_char OR s.end_char > length(a.text));
