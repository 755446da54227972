-- Is attention moving from one group of actors to another? Each owner's outlets are compared with themselves before and
-- after a period (Mantel and Haenszel, JNCI 22, 1959: one table an owner), so that one that joins or leaves moves nothing;
-- the likeliest change is where the statistic is largest. Beyond 8.85 it is significant at 5 % for a change at an unknown
-- place (Andrews, Econometrica 61, 1993, table 1: p = 1, 15 % trimmed). The 95 % interval holds the places within 7.35 of the
-- best, the root of (1 - exp(-x / 2))^2 = 0.95 (Hansen, Econometrica 68, 2000). News comes in waves that all outlets share and
-- that last: where the periods' residuals scatter more than chance, or hang together, both bounds grow by as much; waves of
-- many periods still look like changes. A story counts once for each owner that tells it and each actor that it names.
CREATE OR REPLACE MACRO shift(a_set, b_set, grain := 'week', since := '-infinity', until := 'infinity', counted := 'stories') AS TABLE
WITH told AS (
    SELECT coalesce(o.owner, d.outlet_id) AS family, date_trunc(grain, day)::DATE AS period,
        counts(counted, sum(own_stories) FILTER (list_contains(a_set, actor_id)), sum(articles) FILTER (list_contains(a_set, actor_id)),
            count(DISTINCT day) FILTER (list_contains(a_set, actor_id))) AS a,
        counts(counted, sum(own_stories) FILTER (list_contains(b_set, actor_id)), sum(articles) FILTER (list_contains(b_set, actor_id)),
            count(DISTINCT day) FILTER (list_contains(b_set, actor_id))) AS b
    FROM actor_day d LEFT JOIN outlets o USING (outlet_id)
    WHERE (list_contains(a_set, actor_id) OR list_contains(b_set, actor_id)) AND in_span(day, since, until) GROUP BY 1, 2
),
series AS (
    SELECT period, sum(coalesce(a, 0)) AS a, sum(coalesce(b, 0)) AS b, row_number() OVER (ORDER BY period) AS n, count(*) OVER () AS periods
    FROM told GROUP BY period HAVING sum(coalesce(a, 0)) + sum(coalesce(b, 0)) > 0
),
families AS (SELECT family, sum(coalesce(a, 0))::DOUBLE AS a_all, sum(coalesce(b, 0))::DOUBLE AS b_all FROM told GROUP BY family),
cells AS (
    SELECT f.*, s.n, coalesce(t.a, 0) AS a, coalesce(t.b, 0) AS b, a_all + b_all AS m_all,
        sum(coalesce(t.b, 0)) OVER up AS b1, sum(coalesce(t.a, 0) + coalesce(t.b, 0)) OVER up AS m1
    FROM families f CROSS JOIN series s LEFT JOIN told t ON t.family = f.family AND t.period = s.period
    WINDOW up AS (PARTITION BY f.family ORDER BY s.n)
),
split AS (
    SELECT n, sum(b1 - m1 * b_all / m_all) ** 2 / nullif(sum(m1 * (m_all - m1) * a_all * b_all / (m_all * m_all * (m_all - 1))) FILTER (m_all > 1), 0) AS score
    FROM cells GROUP BY n
),
inside AS (SELECT s.*, score, n > 0.15 * periods AND n < 0.85 * periods AS trimmed FROM series s JOIN split USING (n)),
best AS (SELECT max(score) FILTER (trimmed) AS score, arg_max(n, score) FILTER (trimmed AND score IS NOT NULL) AS n FROM inside),
rates AS (SELECT c.family, b1 / nullif(m1, 0) AS before, (b_all - b1) / nullif(m_all - m1, 0) AS after FROM cells c JOIN best ON best.n = c.n),
residuals AS (
    SELECT c.n, sum(c.b - (c.a + c.b) * r.rate) AS r, sum((c.a + c.b) * r.rate * (1 - r.rate)) AS v
    FROM cells c, best, LATERAL (SELECT CASE WHEN c.n <= best.n THEN before ELSE after END AS rate FROM rates WHERE rates.family = c.family) r
    WHERE c.a + c.b > 0 GROUP BY c.n
),
-- The long-run variance of the periods' residuals, in that which chance would give: an autoregression of one period is fitted
-- (Andrews, Econometrica 59, 1991), whose coefficient is too small by (1 + 3 rho) / n for a mean taken away (Kendall,
-- Biometrika 41, 1954), here for two.
waves AS (
    SELECT coalesce((SELECT sum(x.r * y.r) FROM residuals x JOIN residuals y ON y.n = x.n - 1) / nullif((SELECT sum(r ** 2) FROM residuals), 0), 0) AS found,
        (SELECT count(*) FROM residuals) AS n
),
spread AS (
    SELECT greatest(1, sum(r ** 2) / nullif(sum(v), 0) * count(*) / greatest(count(*) - 2, 1)) * any_value((1 + rho) / (1 - rho)) AS dispersion
    FROM residuals, (SELECT least(0.9, greatest(0, found + 2 * (1 + 3 * found) / n)) AS rho FROM waves) w
),
halves AS (SELECT sum(b) FILTER (s.n <= best.n) / sum(a + b) FILTER (s.n <= best.n) AS before, sum(b) FILTER (s.n > best.n) / sum(a + b) FILTER (s.n > best.n) AS after FROM series s, best),
calendar AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(healthy) > 0 AS covered FROM every_day
    WHERE day BETWEEN (SELECT min(period) FROM series) AND (SELECT max(period) FROM series) GROUP BY 1
)
SELECT c.period, CASE WHEN covered THEN coalesce(a, 0)::BIGINT ELSE a::BIGINT END AS a, CASE WHEN covered THEN coalesce(b, 0)::BIGINT ELSE b::BIGINT END AS b, b / (a + b) AS share_of_b,
    coalesce(i.n = best.n, false) AS last_before_change,
    coalesce(trimmed AND i.score >= best.score - 7.35 * dispersion, false) AS in_interval,
    halves.before AS share_before, halves.after AS share_after, best.score / dispersion AS statistic,
    CASE WHEN (SELECT max(periods) FROM series) >= 12 THEN coalesce(best.score / dispersion > 8.85, false) END AS significant
FROM calendar c LEFT JOIN inside i ON i.period = c.period, best, spread, halves
WHERE known_actors(list_concat(a_set, b_set))
ORDER BY c.period;
COMMENT ON MACRO TABLE shift IS 'shift([a...], [b...], grain := week, since, until, counted := stories | articles | witnesses): b''s share of what names either group, the last period before the likeliest change, its 95 % interval, and whether it is significant at 5 % (NULL under 12 periods that name any); each owner''s outlets are compared with themselves; a gap is NULL.';
