-- Two actors together, period by period, in either order.
CREATE OR REPLACE MACRO pair_trend(one, other, grain := 'week') AS TABLE
WITH covered AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(articles) AS all_articles FROM outlet_day GROUP BY 1 HAVING count(*) FILTER (healthy) > 0
),
named AS (
    SELECT date_trunc(grain, day)::DATE AS period, sum(articles) AS articles, sum(stories) AS stories, sum(sentences) AS sentences
    FROM pair_day WHERE a = least(one, other) AND b = greatest(one, other) GROUP BY 1
)
SELECT period, coalesce(articles, 0) AS articles, coalesce(stories, 0) AS stories, coalesce(sentences, 0) AS sentences,
    coalesce(articles, 0) / nullif(all_articles, 0) AS share
FROM covered LEFT JOIN named USING (period)
ORDER BY period;
COMMENT ON MACRO TABLE pair_trend IS 'pair_trend(one, other, grain := week): articles, stories and sentences that name both, period by period.';
