-- An alignment is of two different actors who are known, in one of four directions, in words of its article's text; its claim is
-- one of that article.
SELECT t.*
FROM alignments t
JOIN checked_articles USING (article_id)
LEFT JOIN articles r ON r.article_id = t.article_id AND r.day IN (SELECT day FROM checked_articles)
LEFT JOIN actors x ON x.actor_id = t.a
LEFT JOIN actors y ON y.actor_id = t.b
LEFT JOIN claims c ON c.article_id = t.article_id AND c.claim_id = t.claim_id AND c.day IN (SELECT day FROM checked_articles)
WHERE r.article_id IS NULL OR t.day IS DISTINCT FROM r.day OR t.a = t.b OR x.actor_id IS NULL OR y.actor_id IS NULL
    OR t.direction NOT IN ('allied', 'closer', 'apart', 'opposed') OR t.start_char < 0 OR t.end_char <= t.start_char OR t.end_char > length(r.text)
    OR (t.claim_id IS NOT NULL AND c.claim_id IS NULL);
