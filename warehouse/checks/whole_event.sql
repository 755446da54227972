-- A telling has its event, and a trigger in a sentence of its article, on that article's day; an event stands once, in days that
-- run forwards, with parties who are known and at least one who tells it.
SELECT 'telling' AS what, t.event_id, t.article_id
FROM event_tellings t
JOIN checked_articles USING (article_id)
LEFT JOIN events e ON e.event_id = t.event_id
LEFT JOIN articles a ON a.article_id = t.article_id AND a.day IN (SELECT day FROM checked_articles)
LEFT JOIN sentences s ON s.article_id = t.article_id AND s.sentence_no = t.sentence_no AND s.day IN (SELECT day FROM checked_articles)
LEFT JOIN claims c ON c.article_id = t.article_id AND c.claim_id = t.claim_id AND c.day IN (SELECT day FROM checked_articles)
WHERE e.event_id IS NULL OR a.article_id IS NULL OR s.article_id IS NULL OR t.day IS DISTINCT FROM a.day
    OR t.start_char < s.start_char OR t.end_char <= t.start_char OR t.end_char > s.end_char OR t.end_char > length(a.text)
    OR (t.claim_id IS NOT NULL AND c.claim_id IS NULL)
UNION ALL
SELECT 'telling without its article', event_id, article_id FROM event_tellings WHERE day IN (SELECT day FROM checked_days)
    AND article_id NOT IN (SELECT article_id FROM articles WHERE day IN (SELECT day FROM checked_days))
UNION ALL
SELECT 'event', event_id, NULL FROM events
WHERE last_day < first_day OR event_id NOT IN (SELECT event_id FROM event_tellings) OR event_id NOT IN (SELECT event_id FROM event_parties)
UNION ALL
SELECT 'event twice', event_id, NULL FROM events GROUP BY event_id HAVING count(*) > 1
UNION ALL
SELECT 'party', p.event_id, NULL
FROM event_parties p LEFT JOIN events e ON e.event_id = p.event_id LEFT JOIN actors a ON a.actor_id = p.actor_id
WHERE e.event_id IS NULL OR p.role NOT IN ('actor', 'recipient') OR (p.actor_id IS NULL) = (p.party IS NULL) OR (p.actor_id IS NOT NULL AND a.actor_id IS NULL);
