-- An actor's share of all that was told, with its 95 % interval.
CREATE OR REPLACE MACRO actor_share(actor, grain := 'week', since := NULL, until := NULL, panel := false, counted := 'stories') AS TABLE
WITH trend AS (
    SELECT period, counts(counted, stories, articles, witnesses)::DOUBLE AS named,
        counts(counted, all_stories, all_articles, all_witnesses)::DOUBLE AS every
    FROM actor_trend(actor, grain := grain, since := since, until := until, panel := panel)
    LEFT JOIN (
        SELECT date_trunc(grain, day)::DATE AS period, count(DISTINCT coalesce(o.owner, c.outlet_id)) AS all_witnesses
        FROM outlet_day c LEFT JOIN outlets o USING (outlet_id)
        WHERE articles > 0 AND in_span(day, since, until)
            AND (NOT panel OR c.outlet_id IN (SELECT outlet_id FROM static_panel(grain := grain, since := since, until := until)))
        GROUP BY 1
    ) USING (period)
)
SELECT period, named, every AS of_all, named / nullif(every, 0) AS share,
    wilson_low(named, every) AS low, wilson_high(named, every) AS high
FROM trend ORDER BY period;
COMMENT ON MACRO TABLE actor_share IS 'actor_share(actor, grain := week, since, until, panel := false, counted := stories | articles | witnesses): the share of all stories (articles, owners of outlets) that name an actor, with its 95 % interval; a gap is NULL.';
