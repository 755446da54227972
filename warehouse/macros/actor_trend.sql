-- One actor period by period, from the daily roll-ups. A story copied forty times is one story, counted where it began;
-- outlets of one owner are one witness. A period in which nobody reported at the usual pace is there with NULL.
CREATE OR REPLACE MACRO actor_trend(actor, grain := 'week', since := NULL, until := NULL, panel := false) AS TABLE
WITH covered AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(articles)::BIGINT AS all_articles, sum(stories)::BIGINT AS all_stories,
        count(*) FILTER (healthy) AS healthy_days
    FROM outlet_day
    WHERE in_span(day, since, until) AND (NOT panel OR outlet_id IN (SELECT outlet_id FROM static_panel(grain := grain, since := since, until := until)))
    GROUP BY 1
),
named AS (
    SELECT date_trunc(grain, d.day)::DATE AS period, sum(d.articles)::BIGINT AS articles, sum(d.stories)::BIGINT AS stories,
        sum(d.mentions)::BIGINT AS mentions, count(DISTINCT coalesce(o.owner, d.outlet_id)) AS witnesses,
        sum(d.articles) FILTER (c.healthy) AS healthy_articles
    FROM actor_day d LEFT JOIN outlets o USING (outlet_id) LEFT JOIN outlet_day c USING (outlet_id, day)
    WHERE d.actor_id = actor AND in_span(d.day, since, until)
        AND (NOT panel OR d.outlet_id IN (SELECT outlet_id FROM static_panel(grain := grain, since := since, until := until)))
    GROUP BY 1
),
periods AS (SELECT unnest(generate_series(min(period), max(period), grain_step(grain)))::DATE AS period FROM covered)
SELECT
    period,
    CASE WHEN healthy_days > 0 THEN coalesce(articles, 0) END AS articles,
    CASE WHEN healthy_days > 0 THEN coalesce(stories, 0) END AS stories,
    CASE WHEN healthy_days > 0 THEN coalesce(witnesses, 0) END AS witnesses,
    CASE WHEN healthy_days > 0 THEN coalesce(mentions, 0) END AS mentions,
    coalesce(all_articles, 0) AS all_articles, coalesce(all_stories, 0) AS all_stories, coalesce(healthy_days, 0) AS healthy_days,
    CASE WHEN healthy_days > 0 THEN coalesce(articles, 0) / nullif(all_articles, 0) END AS share,
    CASE WHEN healthy_days > 0 THEN coalesce(healthy_articles, 0) / healthy_days END AS per_outlet_day
FROM periods LEFT JOIN covered USING (period) LEFT JOIN named USING (period)
WHERE known_actors([actor])
ORDER BY period;
COMMENT ON MACRO TABLE actor_trend IS 'actor_trend(actor, grain := day | week | month | quarter | year, since, until, panel := false): articles, stories, witnesses (owners of outlets), share of all articles and articles per healthy outlet-day, period by period; a gap is NULL. With panel only outlets that were there throughout count.';
