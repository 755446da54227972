-- Who drew nearer to whom: the voices for and against within a span beside those of an equally long span before it. What moved
-- is the difference of the logarithms of the two odds, a half added to each number (Haldane, Annals of Human Genetics 20, 1956;
-- Anscombe, Biometrika 43, 1956), so that a pair of whom nobody spoke before is compared with even odds and much doubt; its
-- standard error is the root of the sum of the reciprocals (Gart, Biometrika 53, 1966). Pairs stand in the order of the lower
-- end of its 95 % interval, so that few voices lift nobody. Who speaks in both spans makes them alike, which errs on the side of
-- caution. With many pairs one in forty stands beyond an end by chance alone.
CREATE OR REPLACE MACRO alignment_shift(since, until, least := 3) AS TABLE
WITH before AS (
    SELECT CASE WHEN since::DATE < until::DATE THEN since::DATE - date_diff('day', since::DATE, until::DATE)::INTEGER
        ELSE error('since is a day before until')::DATE END AS first
),
said AS (
    SELECT a, b, voice, near, day >= since::DATE AS within FROM alignments_told
    WHERE counts AND in_span(day, (SELECT first FROM before), until)
),
counted AS (
    SELECT a, b, count(DISTINCT voice) FILTER (NOT within AND near) AS for_before, count(DISTINCT voice) FILTER (NOT within AND NOT near) AS against_before,
        count(DISTINCT voice) FILTER (within AND near) AS for_within, count(DISTINCT voice) FILTER (within AND NOT near) AS against_within
    FROM said GROUP BY a, b
),
done AS (
    SELECT a, b, count(*) FILTER (first_day < since::DATE) AS acts_before, avg(pull) FILTER (first_day < since::DATE) AS pull_before,
        count(*) FILTER (first_day >= since::DATE) AS acts_within, avg(pull) FILTER (first_day >= since::DATE) AS pull_within
    FROM acts_between
    WHERE modality = 'actual' AND in_span(first_day, (SELECT first FROM before), until) AND in_span(last_day, (SELECT first FROM before), until)
    GROUP BY a, b
),
moved AS (
    SELECT *, ln((for_within + 0.5::DOUBLE) / (against_within + 0.5::DOUBLE)) - ln((for_before + 0.5::DOUBLE) / (against_before + 0.5::DOUBLE)) AS moved,
        1.96 * sqrt(1 / (for_within + 0.5::DOUBLE) + 1 / (against_within + 0.5::DOUBLE) + 1 / (for_before + 0.5::DOUBLE) + 1 / (against_before + 0.5::DOUBLE)) AS margin
    FROM counted WHERE for_within + against_within >= least
)
SELECT m.a, m.b, for_before, against_before, for_within, against_within, m.moved, m.moved - m.margin AS low, m.moved + m.margin AS high,
    m.moved > m.margin AS drew_nearer, -m.moved > m.margin AS drew_apart,
    coalesce(acts_before, 0) AS acts_before, pull_before, coalesce(acts_within, 0) AS acts_within, pull_within
FROM moved m LEFT JOIN done d ON d.a = m.a AND d.b = m.b
ORDER BY m.moved - m.margin DESC, m.a, m.b;
COMMENT ON MACRO TABLE alignment_shift IS 'alignment_shift(since, until, least := 3): which pairs drew nearer from since to before until than in as many days before it, by voices for and against; moved is a log odds ratio with its 95 % interval, drew_nearer and drew_apart say where that leaves out 0. Pairs of whom fewer than least voices speak within are left out. How far the acts between them moved them on the average (pull: above 0 nearer, below 0 apart) stands beside it.';
