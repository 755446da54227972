-- The newest whole period against the 4 and the 52 before it: a ratio of shares of stories with its 95 % interval (log of a
-- ratio of two Poisson rates, Rothman, Greenland and Lash: Modern Epidemiology, ch. 14, with half a count added to each).
-- Only outlets that published in all five periods count, so that one that joined late raises nobody. By the calendar: where
-- nothing was published in one of the five, there is no panel and no answer.
CREATE OR REPLACE MACRO rising(grain := 'week', least_stories := 5) AS TABLE
WITH periods AS (
    SELECT DISTINCT date_trunc(grain, day)::DATE AS period FROM outlet_day WHERE articles > 0
),
-- A period is whole once something was published after it, or it was its last day.
newest AS (
    SELECT max(period) AS period FROM periods
    WHERE period < date_trunc(grain, (SELECT max(day) + 1 FROM outlet_day WHERE articles > 0 OR polls > 0))::DATE
),
numbered AS (
    SELECT p.period, date_diff(grain, p.period, newest.period) + 1 AS back FROM periods p, newest
    WHERE p.period <= newest.period AND date_diff(grain, p.period, newest.period) <= 52
),
panel AS (
    SELECT outlet_id FROM outlet_day JOIN numbered ON date_trunc(grain, day)::DATE = period
    WHERE articles > 0 GROUP BY outlet_id
    HAVING count(DISTINCT back) FILTER (back <= 5) = 5
),
every AS (
    SELECT back, sum(stories) AS stories FROM outlet_day JOIN panel USING (outlet_id)
    JOIN numbered ON date_trunc(grain, day)::DATE = period GROUP BY back
),
named AS (
    SELECT actor_id, back, sum(stories) AS stories FROM actor_day JOIN panel USING (outlet_id)
    JOIN numbered ON date_trunc(grain, day)::DATE = period GROUP BY actor_id, back
),
summed AS (
    SELECT actor_id,
        sum(n.stories) FILTER (back = 1) AS now, sum(n.stories) FILTER (back BETWEEN 2 AND 5) AS recent, sum(n.stories) FILTER (back > 1) AS year,
        (SELECT sum(stories) FROM every WHERE back = 1) AS all_now,
        (SELECT sum(stories) FROM every WHERE back BETWEEN 2 AND 5) AS all_recent,
        (SELECT sum(stories) FROM every WHERE back > 1) AS all_year
    FROM named n GROUP BY actor_id
),
measured AS (
    SELECT *,
        ln((coalesce(now, 0) + 0.5) / (coalesce(recent, 0) + 0.5)) - ln(all_now / all_recent) AS log_recent,
        sqrt(1 / (coalesce(now, 0) + 0.5) + 1 / (coalesce(recent, 0) + 0.5)) AS error_recent,
        ln((coalesce(now, 0) + 0.5) / (coalesce(year, 0) + 0.5)) - ln(all_now / all_year) AS log_year
    FROM summed WHERE coalesce(now, 0) >= least_stories AND all_now > 0 AND all_recent > 0
)
SELECT (SELECT period FROM numbered WHERE back = 1) AS period, actor_id, a.name AS actor, now AS stories, recent AS stories_last_4,
    exp(log_recent) AS ratio, exp(log_recent - 1.96 * error_recent) AS low, exp(log_recent + 1.96 * error_recent) AS high,
    exp(log_year) AS ratio_52, log_recent - 1.96 * error_recent > 0 AS rises
FROM measured JOIN actors a USING (actor_id)
ORDER BY log_recent - 1.96 * error_recent DESC, actor_id;
COMMENT ON MACRO TABLE rising IS 'rising(grain := week, least_stories := 5): who is named in a larger share of stories than in the 4 periods before, with a 95 % interval; outlets that were there throughout, stories counted once.';
