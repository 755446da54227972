-- The newest whole period against the 4 and the 52 before it: a ratio of shares with its 95 % interval. Given how often an
-- actor is told of in all, the part of it that falls on the newest period is binomial (Przyborowski and Wilenski, Biometrika
-- 31, 1940), and the odds of its interval are that of the ratio. Only outlets that published in all five periods count, so
-- that one that joined late raises nobody. By the calendar: where nothing was published in one of the five, there is no
-- panel and no answer.
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
panel AS (
    SELECT outlet_id, coalesce(any_value(o.owner), outlet_id) AS family
    FROM outlet_day JOIN days USING (day) LEFT JOIN outlets o USING (outlet_id)
    WHERE articles > 0 GROUP BY outlet_id
    HAVING count(DISTINCT back) FILTER (back <= 5) = 5
),
every AS (
    SELECT back, counts(counted, sum(stories), sum(articles), count(DISTINCT hash(family, day))) AS n
    FROM outlet_day JOIN panel USING (outlet_id) JOIN days USING (day) WHERE articles > 0 GROUP BY back
),
named AS (
    SELECT actor_id, back, counts(counted, sum(stories), sum(articles), count(DISTINCT hash(family, day))) AS n
    FROM actor_day JOIN panel USING (outlet_id) JOIN days USING (day) GROUP BY actor_id, back
),
summed AS (
    SELECT actor_id,
        coalesce(sum(n) FILTER (back = 1), 0) AS now, coalesce(sum(n) FILTER (back BETWEEN 2 AND 5), 0) AS recent, coalesce(sum(n) FILTER (back > 1), 0) AS year,
        (SELECT sum(n) FROM every WHERE back = 1) AS all_now,
        (SELECT sum(n) FROM every WHERE back BETWEEN 2 AND 5) AS all_recent,
        (SELECT sum(n) FROM every WHERE back > 1) AS all_year
    FROM named GROUP BY actor_id
),
measured AS (
    SELECT *, all_now / all_recent AS base, all_now / all_year AS base_52
    FROM summed WHERE now >= least AND all_now > 0 AND all_recent > 0
),
compared AS (
    SELECT actor_id, now, recent, now / nullif(recent, 0) / base AS ratio, odds(wilson_low(now, now + recent)) / base AS low, odds(wilson_high(now, now + recent)) / base AS high,
        now / nullif(year, 0) / base_52 AS ratio_52, odds(wilson_low(now, now + year)) / base_52 AS low_52, odds(wilson_high(now, now + year)) / base_52 AS high_52
    FROM measured
)
SELECT (SELECT period FROM newest) AS period, actor_id, a.name AS actor, now::BIGINT AS told, recent::BIGINT AS told_last_4,
    ratio, low, high, ratio_52, low_52, high_52, low > 1 AS rises
FROM compared JOIN actors a USING (actor_id)
ORDER BY low DESC, actor_id;
COMMENT ON MACRO TABLE rising IS 'rising(grain := week, least := 5, counted := stories | articles | witnesses): who is told of in a larger share than in the 4 periods before, and in the 52, with 95 % intervals; outlets that were there throughout, nobody told of fewer than least times. Witnesses are days on which an owner''s outlets name the actor.';
