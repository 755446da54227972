-- An actor's share of all that was told, with its 95 % interval.
CREATE OR REPLACE MACRO actor_share(actor, grain := 'week', since := '-infinity', until := 'infinity', among := 'all', counted := 'stories') AS TABLE
WITH witnesses AS (
    SELECT date_trunc(grain, day)::DATE AS period, count(DISTINCT coalesce(o.owner, c.outlet_id)) AS all_witnesses
    FROM outlet_day c LEFT JOIN outlets o ON o.outlet_id = c.outlet_id
    WHERE articles > 0 AND in_span(day, since, until) AND in_panel(c.outlet_id, among)
    GROUP BY 1
),
trend AS (
    SELECT t.period, counts(counted, stories, articles, witnesses) AS named, counts(counted, all_stories, all_articles, all_witnesses) AS every
    FROM actor_trend(actor, grain := grain, since := since, until := until, among := among) t LEFT JOIN witnesses w ON w.period = t.period
)
SELECT period, named, every AS of_all, named / nullif(every, 0) AS share, wilson_low(named, every) AS low, wilson_high(named, every) AS high
FROM trend ORDER BY period;
COMMENT ON MACRO TABLE actor_share IS 'actor_share(actor, grain := week, since, until, among, counted := stories | articles | witnesses): the share of all stories (articles, owners of outlets) that name an actor, with its 95 % interval; a gap is NULL.';
