-- Is attention moving from one group of actors to another? b's share of the stories that name either (a story counts once
-- for each actor of a group that it names), the change point that
-- makes them likeliest (two binomial rates against one), and its likelihood interval (within 1.92 of the best, Hinkley 1970).
-- 2 * gain beyond 8.85 is significant at 5 % for a change at an unknown place (Andrews 1993, table 1, 15 % trimmed, p = 1).
CREATE OR REPLACE MACRO shift(a_set, b_set, grain := 'week') AS TABLE
WITH counted AS (
    SELECT date_trunc(grain, day)::DATE AS period,
        sum(stories) FILTER (list_contains(a_set, actor_id)) AS a, sum(stories) FILTER (list_contains(b_set, actor_id)) AS b
    FROM actor_day WHERE list_contains(a_set, actor_id) OR list_contains(b_set, actor_id) GROUP BY 1
),
series AS (SELECT period, coalesce(a, 0) AS a, coalesce(b, 0) AS b, row_number() OVER (ORDER BY period) AS n FROM counted WHERE coalesce(a, 0) + coalesce(b, 0) > 0),
cumulated AS (
    SELECT *, sum(a) OVER up AS a1, sum(b) OVER up AS b1, sum(a) OVER () AS a_all, sum(b) OVER () AS b_all, count(*) OVER () AS periods
    FROM series WINDOW up AS (ORDER BY period)
),
split AS (SELECT *, a_all - a1 AS a2, b_all - b1 AS b2 FROM cumulated),
likely AS (
    SELECT *,
        a1 * ln(greatest(a1, 1e-9) / (a1 + b1)) + b1 * ln(greatest(b1, 1e-9) / (a1 + b1))
        + CASE WHEN a2 + b2 > 0 THEN a2 * ln(greatest(a2, 1e-9) / (a2 + b2)) + b2 * ln(greatest(b2, 1e-9) / (a2 + b2)) ELSE 0 END
        - a_all * ln(greatest(a_all, 1e-9) / (a_all + b_all)) - b_all * ln(greatest(b_all, 1e-9) / (a_all + b_all)) AS gain
    FROM split
),
inside AS (SELECT *, n > 0.15 * periods AND n < 0.85 * periods AS trimmed FROM likely),
best AS (
    SELECT max(gain) FILTER (trimmed) AS gain, arg_max(n, gain) FILTER (trimmed) AS n,
        arg_max(b1 / (a1 + b1), gain) FILTER (trimmed) AS before, arg_max(b2 / nullif(a2 + b2, 0), gain) FILTER (trimmed) AS after
    FROM inside
),
-- News comes in clusters: where the periods scatter more than chance around the two rates, the gain counts for less
-- (Pearson's dispersion, McCullagh and Nelder: Generalized Linear Models, 4.5).
spread AS (
    SELECT greatest(1, sum((i.b - (i.a + i.b) * p) ** 2 / greatest((i.a + i.b) * p * (1 - p), 1e-9)) / greatest(count(*) - 2, 1)) AS dispersion
    FROM (SELECT i.*, CASE WHEN i.n <= best.n THEN best.before ELSE best.after END AS p FROM inside i, best) i
)
SELECT period, a, b, b / (a + b) AS share_of_b,
    coalesce(trimmed AND i.gain = best.gain, false) AS last_before_change,
    coalesce(trimmed AND i.gain >= best.gain - 1.92 * dispersion, false) AS in_interval,
    b1 / (a1 + b1) AS share_before, b2 / nullif(a2 + b2, 0) AS share_after,
    CASE WHEN periods >= 12 THEN coalesce(2 * best.gain / dispersion > 8.85, false) END AS significant
FROM inside i, best, spread ORDER BY period;
COMMENT ON MACRO TABLE shift IS 'shift([a...], [b...], grain := week): b''s share of the stories that name either group, the last period before the likeliest change, its interval, and whether it is significant at 5 % (NULL under 12 periods).';
