-- How often $actor is named, by $grain between $since and $until, from the first period with an article to the last. Periods
-- in which nobody reported are there with NULL: a gap, not a zero.
WITH trend AS (
    SELECT period, articles, stories, witnesses, nullif(all_articles, 0) AS all_articles, share
    FROM actor_trend($actor, grain := $grain, since := $since::TIMESTAMPTZ, until := $until::TIMESTAMPTZ)
)
SELECT * FROM trend
WHERE period BETWEEN (SELECT min(period) FROM trend WHERE all_articles > 0) AND (SELECT max(period) FROM trend WHERE all_articles > 0)
ORDER BY period;
