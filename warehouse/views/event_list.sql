-- One row an act: what the best known of its events says, and from others of them what that one leaves open; who told it, and
-- who first.
CREATE OR REPLACE VIEW event_list AS
WITH sides AS (
    SELECT event_id, coalesce(list(DISTINCT coalesce(actor_id, party) ORDER BY coalesce(actor_id, party)) FILTER (role = 'actor'), []) AS actors,
        coalesce(list(DISTINCT coalesce(actor_id, party) ORDER BY coalesce(actor_id, party)) FILTER (role = 'recipient'), []) AS recipients
    FROM event_parties GROUP BY event_id
),
filled AS (
    SELECT act_id, arg_min({'mode': e.mode, 'score': e.score}, e.event_id) FILTER (e.mode IS NOT NULL) AS known,
        CASE WHEN count(DISTINCT e.place_id) = 1 THEN min(e.place_id) END AS place_id
    FROM acts JOIN events e USING (event_id) GROUP BY act_id
),
told AS (
    SELECT l.act_id, count(DISTINCT coalesce(o.owner, a.outlet_id)) AS families, count(DISTINCT a.article_id) AS articles,
        count(DISTINCT coalesce(s.story_id, a.article_id)) AS stories, min(a.published_at) AS first_told_at,
        arg_min(coalesce(o.name, a.outlet_id), (a.published_at, a.article_id, t.start_char)) AS first_told_by,
        arg_min(coalesce(c.chain, []), (a.published_at, a.article_id, t.start_char)) AS first_said_by,
        arg_min(a.url, (a.published_at, a.article_id, t.start_char)) AS first_url
    FROM acts l
    JOIN event_tellings t ON t.event_id = l.event_id
    JOIN articles a ON a.article_id = t.article_id AND a.day = t.day
    LEFT JOIN outlets o ON o.outlet_id = a.outlet_id
    LEFT JOIN story_articles s ON s.article_id = t.article_id AND s.day = t.day
    LEFT JOIN claims_told c ON c.article_id = t.article_id AND c.claim_id = t.claim_id AND c.day = t.day
    GROUP BY l.act_id
)
SELECT e.event_id AS act_id, e.type, coalesce(e.mode, f.known.mode) AS mode, e.modality, e.first_day, e.last_day, e.date_precision, e.date_basis,
    coalesce(e.place_id, f.place_id) AS place_id, p.name AS place, coalesce(s.actors, []) AS actors, coalesce(s.recipients, []) AS recipients,
    e.contexts, e.quad, CASE WHEN e.mode IS NULL THEN coalesce(f.known.score, e.score) ELSE e.score END AS score, t.families, t.articles, t.stories, t.first_told_at, t.first_told_by, t.first_said_by, t.first_url
FROM told t
JOIN events e ON e.event_id = t.act_id
JOIN filled f ON f.act_id = t.act_id
LEFT JOIN sides s ON s.event_id = t.act_id
LEFT JOIN places p ON p.place_id = coalesce(e.place_id, f.place_id);
COMMENT ON VIEW event_list IS 'Acts, one row each: what, when, where, who to whom, and by how many independent publishers it is told.';
COMMENT ON COLUMN event_list.act_id IS 'Act, as in acts.';
COMMENT ON COLUMN event_list.type IS 'PLOVER event type.';
COMMENT ON COLUMN event_list.mode IS 'PLOVER mode, where one is known.';
COMMENT ON COLUMN event_list.modality IS 'actual, future, hypothetical, negated or historical.';
COMMENT ON COLUMN event_list.first_day IS 'First day on which it may have happened.';
COMMENT ON COLUMN event_list.last_day IS 'Last day on which it may have happened.';
COMMENT ON COLUMN event_list.date_precision IS 'day, week, month, year or interval.';
COMMENT ON COLUMN event_list.date_basis IS 'How the date is known: text, neighbour (another sentence) or publication.';
COMMENT ON COLUMN event_list.place_id IS 'Where; NULL where nothing says so.';
COMMENT ON COLUMN event_list.place IS 'Name of the place.';
COMMENT ON COLUMN event_list.actors IS 'Who acted: actors of the registry, or groups as typed.';
COMMENT ON COLUMN event_list.recipients IS 'Who was acted on.';
COMMENT ON COLUMN event_list.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN event_list.quad IS 'PLOVER quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.';
COMMENT ON COLUMN event_list.score IS 'PLOVER''s score of conflict (below 0) and cooperation (above).';
COMMENT ON COLUMN event_list.families IS 'Publishers that tell it; outlets of one owner are one.';
COMMENT ON COLUMN event_list.articles IS 'Articles that tell it.';
COMMENT ON COLUMN event_list.stories IS 'Stories of these: a text copied forty times is one.';
COMMENT ON COLUMN event_list.first_told_at IS 'When it was first told.';
COMMENT ON COLUMN event_list.first_told_by IS 'Outlet that told it first.';
COMMENT ON COLUMN event_list.first_said_by IS 'Who vouched for it there, outermost first; empty where the outlet itself did.';
COMMENT ON COLUMN event_list.first_url IS 'Address of that article.';
