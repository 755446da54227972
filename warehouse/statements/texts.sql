-- Articles with their texts and sentences, $batch at a time after the article $after, published since $since if it is given.
WITH chosen AS (
    SELECT article_id, title, text, language, published_at FROM articles
    WHERE article_id > $after AND published_at >= coalesce($since::TIMESTAMPTZ, '-infinity')
    ORDER BY article_id LIMIT $batch
)
SELECT
    c.*,
    (SELECT list((s.sentence_no, s.start_char, s.end_char) ORDER BY s.sentence_no) FROM sentences s WHERE s.article_id = c.article_id) AS sentences
FROM chosen c
ORDER BY c.article_id;
