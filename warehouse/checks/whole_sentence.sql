-- Sentences lie in the text of their article, in order.
SELECT s.* FROM sentences s LEFT JOIN articles a USING (article_id)
WHERE a.article_id IS NULL OR s.start_char < 0 OR s.end_char <= s.start_char OR s.end_char > length(a.text);
