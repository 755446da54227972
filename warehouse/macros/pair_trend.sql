-- Two actors together, period by period, in either order.
CREATE OR REPLACE MACRO pair_trend(one, other, grain := 'week') AS TABLE
WITH covered AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(articles) AS all_articles, count(*) FILTER (healthy) > 0 AS reported FROM outlet_day GROUP BY 1
),
named AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(articles) AS articles, sum(stories) AS stories, sum(sentences) AS sentences
    FROM pair_day WHERE a = least(one, other) AND b = greatest(one, other) GROUP BY 1
)
SELECT period,
    CASE WHEN reported THEN coalesce(articles, 0) END AS articles,
    CASE WHEN reported THEN coalesce(stories, 0) END AS stories,
    CASE WHEN reported THEN coalesce(sentences, 0) END AS sentences,
    CASE WHEN reported THEN coalesce(articles, 0) / nullif(all_articles, 0) END AS share
FROM covered LEFT JOIN named USING (period)
ORDER BY period;
COMMENT ON MACRO TABLE pair_trend IS 'pair_trend(one, other, grain := week): articles, stories and sentences that name both, period by period; a gap is NULL.';
