-- Reported acts rather than sentences or articles. Events of one type, modality (historical ones are actual) and the same parties,
-- in places that are equal or of which one is not known, are one act where their days overlap, or follow one another where exactly
-- one of the dates is only that of its article: of two such each may be another day's deed. Each event points to the best that fits it: of the narrowest days, with a place, dated
-- by its text before its neighbour before its article, of the least id; and on to the end, of at most eight steps. The best is
-- the same in whatever order the articles came. A vague event leads nobody: it comes after all that are narrower. An event of
-- which nothing says when is an act of its own.
CREATE OR REPLACE VIEW acts AS
WITH dated AS MATERIALIZED (
    SELECT event_id, type, parties, place_id, first_day, last_day, date_basis = 'publication' AS loose,
        CASE modality WHEN 'historical' THEN 'actual' ELSE modality END AS modality,
        (
            last_day - first_day, place_id IS NULL, CASE date_basis WHEN 'text' THEN 0 WHEN 'neighbour' THEN 1 ELSE 2 END,
            modality = 'historical', mode IS NULL, event_id
        ) AS worth
    FROM events WHERE first_day IS NOT NULL AND last_day IS NOT NULL
),
-- Under each month that it touches, so that what is told every day is compared with its neighbours only.
placed AS (
    SELECT *, unnest(range(date_diff('month', DATE '0001-01-01', first_day - 1), date_diff('month', DATE '0001-01-01', last_day + 1) + 1)) AS month FROM dated
),
once AS MATERIALIZED (
    SELECT e.event_id, arg_min(f.event_id, f.worth) AS better
    FROM placed e JOIN placed f ON f.month = e.month AND f.type = e.type AND f.parties = e.parties AND f.modality = e.modality
        AND f.first_day <= e.last_day + (e.loose <> f.loose)::INTEGER AND e.first_day <= f.last_day + (e.loose <> f.loose)::INTEGER
    WHERE e.place_id = f.place_id OR e.place_id IS NULL OR f.place_id IS NULL
    GROUP BY e.event_id
),
twice AS MATERIALIZED (SELECT e.event_id, f.better FROM once e JOIN once f ON f.event_id = e.better),
four AS MATERIALIZED (SELECT e.event_id, f.better FROM twice e JOIN twice f ON f.event_id = e.better),
eight AS (SELECT e.event_id, f.better FROM four e JOIN four f ON f.event_id = e.better)
SELECT coalesce(l.better, e.event_id) AS act_id, e.event_id, e.type, e.parties, e.modality, e.first_day, e.last_day, e.place_id, e.score, e.pull
FROM events e LEFT JOIN eight l ON l.event_id = e.event_id;
COMMENT ON VIEW acts IS 'Which events are one act, told in other words or in other languages: count(DISTINCT act_id) counts acts.';
COMMENT ON COLUMN acts.act_id IS 'The act: the event of it that is known best.';
COMMENT ON COLUMN acts.event_id IS 'Event.';
COMMENT ON COLUMN acts.type IS 'PLOVER event type.';
COMMENT ON COLUMN acts.parties IS 'Who acts, then on whom, as iran>usa.';
COMMENT ON COLUMN acts.modality IS 'actual, future, hypothetical, negated or historical.';
COMMENT ON COLUMN acts.first_day IS 'First day on which the event may have happened.';
COMMENT ON COLUMN acts.last_day IS 'Last day on which the event may have happened.';
COMMENT ON COLUMN acts.place_id IS 'Where; NULL where nothing says so.';
COMMENT ON COLUMN acts.score IS 'PLOVER''s score of the event.';
COMMENT ON COLUMN acts.pull IS 'How far such an act moves its parties once it is done: above 0 nearer to one another, below 0 apart.';
