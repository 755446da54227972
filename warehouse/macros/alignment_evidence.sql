-- From the course of two actors down to its sentences: what is said of them in words, and the tellings of what they did.
CREATE OR REPLACE MACRO alignment_evidence(one, other, since := '-infinity', until := 'infinity') AS TABLE
WITH stated AS (
    SELECT t.day, 'stated' AS basis, t.direction, t.stance, t.counts, NULL::DOUBLE AS score, t.article_id, t.start_char, t.end_char, t.voice, t.chain
    FROM alignments_told t WHERE t.a = least(one, other) AND t.b = greatest(one, other) AND in_span(t.day, since, until)
),
inferred AS (
    SELECT l.first_day AS day, 'inferred' AS basis, l.type AS direction, c.stance, l.modality = 'actual' AS counts, l.score, t.article_id, t.start_char, t.end_char,
        coalesce(c.voice, o.owner, r.outlet_id) AS voice, coalesce(c.chain, []) AS chain
    FROM acts_between l JOIN acts e ON e.act_id = l.act_id JOIN event_tellings t ON t.event_id = e.event_id
    JOIN articles r ON r.article_id = t.article_id AND r.day = t.day LEFT JOIN outlets o ON o.outlet_id = r.outlet_id
    LEFT JOIN claims_told c ON c.article_id = t.article_id AND c.claim_id = t.claim_id AND c.day = t.day
    WHERE l.a = least(one, other) AND l.b = greatest(one, other) AND in_span(l.first_day, since, until)
)
SELECT p.day, p.basis, p.direction, p.counts, p.score, p.stance, p.chain, p.voice, o.name AS outlet,
    substr(r.text, s.start_char + 1, s.end_char - s.start_char) AS sentence, substr(r.text, p.start_char + 1, p.end_char - p.start_char) AS words,
    r.published_at, r.title, r.url, r.article_id, r.content_hash
FROM (FROM stated UNION ALL FROM inferred) p
JOIN articles r ON r.article_id = p.article_id
LEFT JOIN sentences s ON s.article_id = r.article_id AND s.day = r.day AND s.start_char <= p.start_char AND p.start_char < s.end_char
LEFT JOIN outlets o ON o.outlet_id = r.outlet_id
WHERE known_actors([one, other])
ORDER BY p.day, r.published_at, r.article_id, p.start_char, p.basis, p.direction;
COMMENT ON MACRO TABLE alignment_evidence IS 'alignment_evidence(one, other, since, until): the sentences behind the course of two actors, stated in words or inferred from acts (direction is their type then), who vouches for each, and whether alignment may count it (an act within one period); the day is the article''s or the act''s, until is left out.';
