-- Acts with what PLOVER's records hold: who did it to whom, and every telling in the order of publication.
WITH named AS (
    SELECT p.event_id, p.role, {'entity_text': coalesce(a.name, p.actor_id, p.party), 'identifier_id': a.wikidata, 'zagros_id': p.actor_id} AS entity
    FROM event_parties p LEFT JOIN actors a ON a.actor_id = p.actor_id
),
sides AS (
    SELECT event_id, list(entity ORDER BY entity) FILTER (role = 'actor') AS actor, list(entity ORDER BY entity) FILTER (role = 'recipient') AS recipient
    FROM named GROUP BY event_id
),
told AS (
    SELECT l.act_id, any_value(t.day ORDER BY a.published_at, t.article_id, t.start_char) AS told_on, list({
        'sequence': t.sentence_no, 'start': t.start_char, 'end': t.end_char, 'event_text': substr(a.text, t.start_char + 1, t.end_char - t.start_char),
        'url': a.url, 'title': a.title, 'publication': coalesce(o.name, a.outlet_id), 'language': a.language, 'said_by': coalesce(c.chain, [])
    } ORDER BY a.published_at, t.article_id, t.start_char) AS tellings
    FROM acts l
    JOIN event_tellings t ON t.event_id = l.event_id
    JOIN articles a ON a.article_id = t.article_id AND a.day = t.day
    LEFT JOIN outlets o ON o.outlet_id = a.outlet_id
    LEFT JOIN claims_told c ON c.article_id = t.article_id AND c.claim_id = t.claim_id AND c.day = t.day
    GROUP BY l.act_id
)
SELECT e.act_id, e.type, e.mode, e.modality, e.first_day, e.last_day, e.date_basis, e.quad, e.score, e.contexts, v.ontology_version,
    p.name AS place, p.country, p.latitude, p.longitude, s.actor, s.recipient, t.told_on, t.tellings
FROM event_list e
JOIN told t ON t.act_id = e.act_id
JOIN events v ON v.event_id = e.act_id
LEFT JOIN sides s ON s.event_id = e.act_id
LEFT JOIN places p ON p.place_id = e.place_id
ORDER BY coalesce(e.first_day, t.told_on), e.act_id;
