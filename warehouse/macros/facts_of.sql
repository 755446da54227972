-- All that is coded in one article: what it tells that somebody did, and how it says that two stand to one another.
CREATE OR REPLACE MACRO facts_of(address) AS TABLE
WITH meant AS (SELECT article_id, day, text FROM articles WHERE url = address OR canonical_url = address),
sides AS (
    SELECT event_id, list(coalesce(actor_id, party) ORDER BY coalesce(actor_id, party)) FILTER (role = 'actor') AS actors,
        list(coalesce(actor_id, party) ORDER BY coalesce(actor_id, party)) FILTER (role = 'recipient') AS recipients
    FROM event_parties GROUP BY event_id
),
coded AS (
    SELECT t.article_id, t.day, 'event' AS fact, e.type || coalesce(' ' || e.mode, '') AS what, s.actors, s.recipients, e.modality, e.first_day, e.last_day,
        e.date_basis, p.name AS place, t.claim_id, t.start_char, t.end_char
    FROM event_tellings t JOIN meant USING (article_id) JOIN events e ON e.event_id = t.event_id LEFT JOIN sides s ON s.event_id = t.event_id
    LEFT JOIN places p ON p.place_id = e.place_id
    UNION ALL
    SELECT t.article_id, t.day, 'alignment', t.direction, [t.a], [t.b], NULL, NULL, NULL, NULL, NULL, t.claim_id, t.start_char, t.end_char
    FROM alignments t JOIN meant USING (article_id)
)
SELECT f.fact, f.what, f.actors, f.recipients, f.modality, f.first_day, f.last_day, f.date_basis, f.place, c.stance, coalesce(c.chain, []) AS said_by,
    substr(m.text, f.start_char + 1, f.end_char - f.start_char) AS words, substr(m.text, s.start_char + 1, s.end_char - s.start_char) AS sentence
FROM coded f JOIN meant m ON m.article_id = f.article_id
LEFT JOIN sentences s ON s.article_id = f.article_id AND s.day = f.day AND s.start_char <= f.start_char AND f.start_char < s.end_char
LEFT JOIN claims_told c ON c.article_id = f.article_id AND c.claim_id = f.claim_id AND c.day = f.day
ORDER BY f.start_char, f.fact, f.what, f.actors, f.recipients;
COMMENT ON MACRO TABLE facts_of IS 'facts_of(address): what is coded in one article, in the order of its text: each telling of an event and each alignment, with its parties, date, place, the sentence, and who vouches for it, outermost first (empty: the outlet itself).';
