-- How often $actor is named, by $grain (week or month) between $since and $until. Periods in which no article at all was
-- published are there with NULL: a gap, not a zero.
WITH dated AS (
    SELECT article_id, outlet_id, date_trunc($grain, published_at AT TIME ZONE 'UTC')::DATE AS period
    FROM articles
    WHERE published_at >= coalesce($since::TIMESTAMPTZ, '-infinity') AND published_at < coalesce($until::TIMESTAMPTZ, 'infinity')
),
totals AS (SELECT period, count(*) AS all_articles FROM dated GROUP BY period),
named AS (
    SELECT period, count(DISTINCT article_id) AS articles, count(*) AS mentions, count(DISTINCT outlet_id) AS outlets
    FROM dated JOIN mentions USING (article_id) WHERE actor_id = $actor GROUP BY period
),
periods AS (
    SELECT unnest(generate_series(min(period), max(period), to_months(($grain = 'month')::INT) + to_days(7 * ($grain = 'week')::INT)))::DATE AS period
    FROM totals WHERE EXISTS (FROM named)
)
SELECT
    period,
    CASE WHEN all_articles IS NOT NULL THEN coalesce(articles, 0) END AS articles,
    CASE WHEN all_articles IS NOT NULL THEN coalesce(mentions, 0) END AS mentions,
    CASE WHEN all_articles IS NOT NULL THEN coalesce(outlets, 0) END AS outlets,
    all_articles,
    coalesce(articles, 0) / all_articles AS share
FROM periods LEFT JOIN totals USING (period) LEFT JOIN named USING (period)
ORDER BY period;
