-- $batch articles whose mentions the registry $hash found, after the article $after, with their sentences and mentions.
WITH chosen AS (
    SELECT * EXCLUDE (run_id, registry_hash) FROM articles
    WHERE registry_hash IS NOT DISTINCT FROM $hash AND article_id > $after
    ORDER BY article_id LIMIT $batch
)
SELECT
    c.*,
    (SELECT list((s.sentence_no, s.start_char, s.end_char) ORDER BY s.sentence_no) FROM sentences s WHERE s.article_id = c.article_id) AS sentences,
    (SELECT list((m.field, m.start_char, m.end_char, m.actor_id)) FROM mentions m WHERE m.article_id = c.article_id) AS mentions
FROM chosen c
ORDER BY c.article_id;
