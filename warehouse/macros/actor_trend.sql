-- One actor period by period, from the daily roll-ups. A story copied forty times is one story, counted where it began;
-- outlets of one owner are one witness. A period in which nobody reported at the usual pace is there with NULL.
CREATE OR REPLACE MACRO actor_trend(actor, grain := 'week', since := '-infinity', until := 'infinity', among := 'all') AS TABLE
WITH covered AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(articles)::BIGINT AS all_articles, sum(stories)::BIGINT AS all_stories,
        sum(healthy)::BIGINT AS healthy_days
    FROM days_covered(among) WHERE in_span(day, since, until) GROUP BY 1
),
told AS (
    SELECT date_trunc(grain, d.day)::DATE AS period, d.outlet_id, sum(d.articles) AS articles, sum(d.stories) AS stories, sum(d.mentions) AS mentions,
        sum(d.articles) FILTER (d.healthy) AS healthy_articles
    FROM actor_day d
    WHERE d.actor_id = actor AND in_span(d.day, since, until) AND in_panel(d.outlet_id, among)
    GROUP BY 1, 2
),
named AS (
    SELECT period, sum(articles)::BIGINT AS articles, sum(stories)::BIGINT AS stories, sum(mentions)::BIGINT AS mentions,
        sum(healthy_articles) AS healthy_articles, count(DISTINCT coalesce(o.owner, t.outlet_id)) AS witnesses
    FROM told t LEFT JOIN outlets o ON o.outlet_id = t.outlet_id GROUP BY 1
)
SELECT
    c.period,
    CASE WHEN healthy_days > 0 THEN coalesce(articles, 0) END AS articles,
    CASE WHEN healthy_days > 0 THEN coalesce(stories, 0) END AS stories,
    CASE WHEN healthy_days > 0 THEN coalesce(witnesses, 0) END AS witnesses,
    CASE WHEN healthy_days > 0 THEN coalesce(mentions, 0) END AS mentions,
    all_articles, all_stories, healthy_days,
    CASE WHEN healthy_days > 0 THEN coalesce(articles, 0) / nullif(all_articles, 0) END AS share,
    CASE WHEN healthy_days > 0 THEN coalesce(healthy_articles, 0) / healthy_days END AS per_outlet_day
FROM covered c LEFT JOIN named n ON n.period = c.period
WHERE known_actors([actor])
ORDER BY c.period;
COMMENT ON MACRO TABLE actor_trend IS 'actor_trend(actor, grain := day | week | month | quarter | year, since, until, among): articles, stories, witnesses (owners of outlets), share of all articles and articles per healthy outlet-day, period by period; a gap is NULL. among := [outlet...] counts these outlets only, such as there_throughout().';
