-- Periods that stand out of what each outlet's own 26 periods before let expect (indirect standardisation, Breslow and Day:
-- Statistical Methods in Cancer Research II, ch. 2), so that an outlet that joins, leaves or falls silent is no burst of
-- whom it names: it counts from its fifth period on. A story counts where it was told first of all; what an outlet published
-- counts by its own stories, which no other outlet changes. The excess is measured on Anscombe's scale, on which chance alone
-- scatters by 1 (Biometrika 35, 1948), and judged by the robust z-score, median and MAD of the 26 before (Iglewicz and
-- Hoaglin, How to Detect and Handle Outliers, 1993, who propose 3.5 as the bound) where there are eight, else by chance alone.
CREATE OR REPLACE MACRO bursts(actor, grain := 'week', counted := 'stories') AS TABLE
WITH published AS (
    SELECT coalesce(o.owner, d.outlet_id) AS family, date_trunc(grain, day)::DATE AS period,
        counts(counted, sum(own_stories), sum(articles), count(DISTINCT day)) AS n
    FROM outlet_day d LEFT JOIN outlets o USING (outlet_id) WHERE articles > 0 GROUP BY 1, 2
),
named AS (
    SELECT coalesce(o.owner, d.outlet_id) AS family, date_trunc(grain, day)::DATE AS period,
        counts(counted, sum(stories), sum(articles), count(DISTINCT day)) AS k
    FROM actor_day d LEFT JOIN outlets o USING (outlet_id) WHERE d.actor_id = actor GROUP BY 1, 2
),
cells AS (
    SELECT *, sum(n) OVER before AS n_before, sum(k) OVER before AS k_before, count(*) OVER before AS seen
    FROM (
        SELECT family, period, date_diff(grain, DATE '1900-01-01', period) AS number, n, coalesce(k, 0) AS k
        FROM published LEFT JOIN named USING (family, period)
    )
    WINDOW before AS (PARTITION BY family ORDER BY number RANGE BETWEEN 26 PRECEDING AND 1 PRECEDING)
),
series AS (
    SELECT period, number, sum(k) AS told, sum(n) AS of_all, sum(n * k_before / n_before) AS expected,
        -- What is expected is itself counted, from no more than so many stories: the variance that this adds.
        1 + coalesce(sum(n * k_before / n_before * n / n_before) / nullif(sum(n * k_before / n_before), 0), max(n / n_before)) AS variance
    FROM cells WHERE seen >= 4 AND n_before > 0 GROUP BY period, number
),
excess AS (SELECT *, 2 * (sqrt(told + 0.375) - sqrt(expected + 0.375)) AS y FROM series),
usual AS (
    SELECT *, median(y) OVER before AS middle, mad(y) OVER before AS spread, count(*) OVER before AS seen
    FROM excess WINDOW before AS (ORDER BY number RANGE BETWEEN 26 PRECEDING AND 1 PRECEDING)
),
scored AS (
    SELECT *, CASE WHEN seen >= 8 THEN (y - middle) / greatest(sqrt(variance), 1.4826 * spread) ELSE y / sqrt(variance) END AS z FROM usual
)
SELECT p.period, told::BIGINT AS told, expected, told / of_all AS share, expected / of_all AS expected_share, z,
    coalesce(told >= 5 AND z > 3.5, false) AS burst
FROM (SELECT date_trunc(grain, day)::DATE AS period FROM every_day GROUP BY 1) p LEFT JOIN scored s ON s.period = p.period
WHERE known_actors([actor]) ORDER BY p.period;
COMMENT ON MACRO TABLE bursts IS 'bursts(actor, grain := week, counted := stories | articles | witnesses): how often an actor is told of, how often the outlets'' own 26 periods before let expect, and the robust z-score of the excess; burst where it exceeds 3.5 with 5 or more; a period in which no outlet of known pace published is NULL.';
