-- Two actors together, period by period, in either order: in one article, and in one sentence.
CREATE OR REPLACE MACRO pair_trend(one, other, grain := 'week', since := '-infinity', until := 'infinity', among := 'all') AS TABLE
WITH covered AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(articles)::BIGINT AS all_articles, sum(stories)::BIGINT AS all_stories,
        sum(healthy)::BIGINT AS healthy_days
    FROM days_covered(among) WHERE in_span(day, since, until) GROUP BY 1
),
told AS (
    SELECT date_trunc(grain, d.day)::DATE AS period, d.outlet_id, sum(d.articles) AS articles, sum(d.stories) AS stories, sum(d.sentences) AS sentences,
        sum(d.articles) FILTER (ill.day IS NULL) AS healthy_articles
    FROM pair_day d LEFT JOIN (SELECT outlet_id, day FROM outlet_day WHERE healthy IS NOT TRUE) ill ON ill.outlet_id = d.outlet_id AND ill.day = d.day
    WHERE d.a = least(one, other) AND d.b = greatest(one, other) AND in_span(d.day, since, until) AND in_panel(d.outlet_id, among)
    GROUP BY 1, 2
),
named AS (
    SELECT period, sum(articles)::BIGINT AS articles, sum(stories)::BIGINT AS stories, sum(sentences)::BIGINT AS sentences,
        sum(healthy_articles) AS healthy_articles, count(DISTINCT coalesce(o.owner, t.outlet_id)) AS witnesses
    FROM told t LEFT JOIN outlets o ON o.outlet_id = t.outlet_id GROUP BY 1
)
SELECT c.period,
    CASE WHEN healthy_days > 0 THEN coalesce(articles, 0) END AS articles,
    CASE WHEN healthy_days > 0 THEN coalesce(stories, 0) END AS stories,
    CASE WHEN healthy_days > 0 THEN coalesce(witnesses, 0) END AS witnesses,
    CASE WHEN healthy_days > 0 THEN coalesce(sentences, 0) END AS sentences,
    all_articles,
    CASE WHEN healthy_days > 0 THEN coalesce(articles, 0) / nullif(all_articles, 0) END AS share,
    CASE WHEN healthy_days > 0 THEN coalesce(healthy_articles, 0) / healthy_days END AS per_outlet_day
FROM covered c LEFT JOIN named n ON n.period = c.period
WHERE known_actors([one, other])
ORDER BY c.period;
COMMENT ON MACRO TABLE pair_trend IS 'pair_trend(one, other, grain := week, since, until, among): articles, stories and witnesses that name both, sentences that do, share of all articles and articles per healthy outlet-day, period by period; a gap is NULL. among := [outlet...] counts these outlets only.';
