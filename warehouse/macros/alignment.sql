-- How two actors stand to one another, period by period: what is said in words, by voices, and beside it what their acts say.
-- The two are never mixed. A voice counts once a period for, and once against, however many articles carry it. An act counts in
-- the period in which its days lie; one that spans more than a period counts in none.
CREATE OR REPLACE MACRO alignment(one, other, grain := 'month', since := '-infinity', until := 'infinity') AS TABLE
WITH covered AS (
    SELECT date_trunc(grain, day)::DATE AS period, coalesce(sum(healthy), 0) > 0 AS covered FROM every_day WHERE in_span(day, since, until) GROUP BY 1
),
said AS (
    SELECT date_trunc(grain, t.day)::DATE AS period,
        count(DISTINCT t.voice) FILTER (t.near) AS voices_for, count(DISTINCT t.voice) FILTER (NOT t.near) AS voices_against,
        count(DISTINCT t.voice) FILTER (t.direction = 'allied') AS allied, count(DISTINCT t.voice) FILTER (t.direction = 'closer') AS closer,
        count(DISTINCT t.voice) FILTER (t.direction = 'apart') AS apart, count(DISTINCT t.voice) FILTER (t.direction = 'opposed') AS opposed,
        list(DISTINCT t.voice ORDER BY t.voice) FILTER (t.near) AS who_for, list(DISTINCT t.voice ORDER BY t.voice) FILTER (NOT t.near) AS who_against
    FROM alignments_told t WHERE t.a = least(one, other) AND t.b = greatest(one, other) AND t.counts AND in_span(t.day, since, until)
    GROUP BY 1
),
between_them AS (
    SELECT date_trunc(grain, l.first_day)::DATE AS period, l.act_id, l.pull FROM acts_between l
    WHERE l.a = least(one, other) AND l.b = greatest(one, other) AND l.modality = 'actual' AND in_span(l.first_day, since, until)
        AND date_trunc(grain, l.first_day) = date_trunc(grain, l.last_day)
),
done AS (SELECT period, count(*) AS acts, avg(pull) AS pull FROM between_them GROUP BY 1),
told AS (
    SELECT d.period, list(DISTINCT coalesce(o.owner, r.outlet_id) ORDER BY coalesce(o.owner, r.outlet_id)) AS who_tells
    FROM between_them d JOIN acts l ON l.act_id = d.act_id JOIN event_tellings t ON t.event_id = l.event_id
    JOIN articles r ON r.article_id = t.article_id AND r.day = t.day LEFT JOIN outlets o ON o.outlet_id = r.outlet_id
    GROUP BY 1
)
SELECT c.period,
    coalesce(voices_for, CASE WHEN covered THEN 0 END) AS voices_for, coalesce(voices_against, CASE WHEN covered THEN 0 END) AS voices_against,
    coalesce(allied, CASE WHEN covered THEN 0 END) AS allied, coalesce(closer, CASE WHEN covered THEN 0 END) AS closer,
    coalesce(apart, CASE WHEN covered THEN 0 END) AS apart, coalesce(opposed, CASE WHEN covered THEN 0 END) AS opposed,
    voices_for / nullif(voices_for + voices_against, 0) AS share_for,
    wilson_low(voices_for, nullif(voices_for + voices_against, 0)) AS low, wilson_high(voices_for, nullif(voices_for + voices_against, 0)) AS high,
    who_for, who_against, coalesce(acts, CASE WHEN covered THEN 0 END) AS acts, pull, who_tells
FROM covered c LEFT JOIN said s ON s.period = c.period LEFT JOIN done d ON d.period = c.period LEFT JOIN told t ON t.period = c.period
WHERE known_actors([one, other])
ORDER BY c.period;
COMMENT ON MACRO TABLE alignment IS 'alignment(one, other, grain := month, since, until): how many voices say that two actors are allied or come closer (for), or drift apart or are opposed (against), who they are, and the share for with its 95 % interval; beside it the acts between the two that happened, how far they moved the two on the average (pull: above 0 nearer, below 0 apart), and who tells them; a gap is NULL.';
