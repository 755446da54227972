-- One actor period by period, from the daily roll-ups. A story copied forty times is one story, counted where it began;
-- outlets of one owner are one witness. A period in which nobody reported at the usual pace is there with NULL.
CREATE OR REPLACE MACRO actor_trend(actor, grain := 'week', since := NULL, until := NULL) AS TABLE
WITH covered AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(articles) AS all_articles, sum(stories) AS all_stories,
        count(*) FILTER (healthy) AS healthy_days
    FROM outlet_day
    WHERE day >= coalesce(since::DATE, DATE '0001-01-01') AND day < coalesce(until::DATE, DATE '9999-12-31')
    GROUP BY 1
),
named AS (
    SELECT date_trunc(grain, d.day)::DATE AS period, sum(d.articles) AS articles, sum(d.stories) AS stories,
        sum(d.mentions) AS mentions, sum(d.articles) FILTER (c.healthy) AS healthy_articles, count(DISTINCT coalesce(o.owner, d.outlet_id)) AS witnesses
    FROM actor_day d LEFT JOIN outlets o USING (outlet_id) LEFT JOIN outlet_day c USING (outlet_id, day)
    WHERE d.actor_id = actor
      AND d.day >= coalesce(since::DATE, DATE '0001-01-01') AND d.day < coalesce(until::DATE, DATE '9999-12-31')
    GROUP BY 1
)
SELECT
    period,
    CASE WHEN healthy_days > 0 THEN coalesce(articles, 0) END AS articles,
    CASE WHEN healthy_days > 0 THEN coalesce(stories, 0) END AS stories,
    CASE WHEN healthy_days > 0 THEN coalesce(witnesses, 0) END AS witnesses,
    CASE WHEN healthy_days > 0 THEN coalesce(mentions, 0) END AS mentions,
    all_articles, all_stories, healthy_days,
    CASE WHEN healthy_days > 0 THEN coalesce(articles, 0) / nullif(all_articles, 0) END AS share,
    CASE WHEN healthy_days > 0 THEN coalesce(healthy_articles, 0) / healthy_days END AS per_outlet_day
FROM covered LEFT JOIN named USING (period)
ORDER BY period;
COMMENT ON MACRO TABLE actor_trend IS 'actor_trend(actor, grain := week | month | year, since, until): articles, stories, witnesses, share and rate per healthy outlet-day, period by period; a gap is NULL.';
