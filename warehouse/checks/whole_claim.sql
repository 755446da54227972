-- A claim stands once, with its words and its cue in its article's text, and a chain of speakers who are counted from 0 without
-- a gap, each of whom is one actor, one outlet, or somebody as typed.
WITH chains AS (
    SELECT article_id, claim_id, count(*) AS speakers, count(DISTINCT position) AS places, min(position) AS first, max(position) AS last,
        bool_and((actor_id IS NOT NULL)::INTEGER + (outlet_id IS NOT NULL)::INTEGER + (speaker IS NOT NULL)::INTEGER = 1) AS single,
        bool_and(actor_id IS NULL OR actor_id IN (SELECT actor_id FROM actors)) AS known
    FROM claim_speakers SEMI JOIN checked_articles USING (article_id)
    WHERE day IN (SELECT day FROM checked_articles) GROUP BY ALL
)
SELECT 'claim' AS what, c.claim_id, c.article_id
FROM claims c
JOIN checked_articles USING (article_id)
LEFT JOIN articles a ON a.article_id = c.article_id AND a.day IN (SELECT day FROM checked_articles)
LEFT JOIN chains s ON s.article_id = c.article_id AND s.claim_id = c.claim_id
WHERE a.article_id IS NULL OR c.day IS DISTINCT FROM a.day OR c.start_char < 0 OR c.end_char <= c.start_char OR c.end_char > length(a.text)
    OR c.cue_start < 0 OR c.cue_end < c.cue_start OR c.cue_end > length(a.text)
    OR s.claim_id IS NULL OR s.first <> 0 OR s.last <> s.speakers - 1 OR s.places <> s.speakers OR NOT s.single OR NOT s.known
UNION ALL
SELECT 'claim twice', claim_id, NULL FROM claims SEMI JOIN checked_articles USING (article_id) GROUP BY claim_id HAVING count(*) > 1
UNION ALL
SELECT 'chain without its claim', claim_id, article_id FROM claim_speakers SEMI JOIN checked_articles USING (article_id)
WHERE claim_id NOT IN (SELECT claim_id FROM claims WHERE day IN (SELECT day FROM checked_articles));
