-- The newest whole period against the 4 and the 52 before it. Each owner's outlets are compared with themselves, weighted by
-- what they published in both (a Mantel-Haenszel comparison of rates: Rothman, Greenland and Lash, Modern Epidemiology, ch.
-- 15): one that joins, leaves, falls silent or grows raises nobody. Given how often an actor is told of in all, the part that
-- falls on the newest period is binomial (Przyborowski and Wilenski, Biometrika 31, 1940); the odds of its interval beside
-- those expected are the ratio. A story counts where it was told first of all; what an outlet published counts by its own
-- stories, which no other outlet changes.
CREATE OR REPLACE MACRO rising(grain := 'week', least := 5, counted := 'stories') AS TABLE
WITH known_days AS (
    SELECT day, date_trunc(grain, day)::DATE AS period FROM outlet_day WHERE articles > 0 GROUP BY day
),
-- A period is whole once something was published after it, or it was its last day.
newest AS (
    SELECT max(period) AS period FROM known_days
    WHERE period < date_trunc(grain, (SELECT max(day) + 1 FROM outlet_day WHERE articles > 0 OR polls > 0))::DATE
),
days AS (
    SELECT day, date_diff(grain, d.period, newest.period) + 1 AS back FROM known_days d, newest
    WHERE d.period <= newest.period AND date_diff(grain, d.period, newest.period) <= 52
),
families AS (SELECT DISTINCT c.outlet_id, coalesce(o.owner, c.outlet_id) AS family FROM outlet_day c LEFT JOIN outlets o USING (outlet_id)),
every AS (
    SELECT family, back, counts(counted, sum(own_stories), sum(articles), count(DISTINCT day)) AS n
    FROM outlet_day JOIN families USING (outlet_id) JOIN days USING (day) WHERE articles > 0 GROUP BY family, back
),
-- The part of what each published that fell on the newest period.
parts AS (
    SELECT family, sum(n) FILTER (back = 1) / sum(n) FILTER (back <= 5) AS part, sum(n) FILTER (back = 1) / sum(n) AS part_52,
        count(*) FILTER (back BETWEEN 2 AND 5) > 0 AND count(*) FILTER (back = 1) > 0 AS here,
        count(*) FILTER (back > 1) >= 26 AND count(*) FILTER (back = 1) > 0 AS here_52
    FROM every GROUP BY family
),
named AS (
    SELECT actor_id, family, back, counts(counted, sum(stories), sum(articles), count(DISTINCT day)) AS n
    FROM actor_day JOIN families USING (outlet_id) JOIN days USING (day) GROUP BY actor_id, family, back
),
summed AS (
    SELECT actor_id,
        coalesce(sum(n) FILTER (back = 1 AND here), 0) AS now, coalesce(sum(n) FILTER (back <= 5 AND here), 0) AS five, sum(n * part) FILTER (back <= 5 AND here) AS expected,
        coalesce(sum(n) FILTER (back = 1 AND here_52), 0) AS now_52, coalesce(sum(n) FILTER (here_52), 0) AS year, sum(n * part_52) FILTER (here_52) AS expected_52
    FROM named JOIN parts USING (family) GROUP BY actor_id
),
compared AS (
    SELECT actor_id, now, five - now AS recent, odds(now / five) / odds(expected / five) AS ratio,
        odds(wilson_low(now, five)) / odds(expected / five) AS low, odds(wilson_high(now, five)) / odds(expected / five) AS high,
        odds(now_52 / nullif(year, 0)) / odds(expected_52 / nullif(year, 0)) AS ratio_52,
        odds(wilson_low(now_52, nullif(year, 0))) / odds(expected_52 / nullif(year, 0)) AS low_52,
        odds(wilson_high(now_52, nullif(year, 0))) / odds(expected_52 / nullif(year, 0)) AS high_52
    FROM summed WHERE now >= least
)
SELECT (SELECT period FROM newest) AS period, actor_id, a.name AS actor, now::BIGINT AS told, recent::BIGINT AS told_last_4,
    ratio, low, high, ratio_52, low_52, high_52, coalesce(low > 1, false) AS rises
FROM compared JOIN actors a USING (actor_id)
ORDER BY low DESC, actor_id;
COMMENT ON MACRO TABLE rising IS 'rising(grain := week, least := 5, counted := stories | articles | witnesses): who is told of more often in the newest whole period than each outlet''s 4 periods before let expect, and its 52, with 95 % intervals; NULL where an end is open or fewer than 26 periods are known. Actors told of fewer than least times are left out: an empty answer says that nobody was told of so often. Witnesses are days on which an owner''s outlets name the actor.';
