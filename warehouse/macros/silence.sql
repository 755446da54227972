-- Runs of periods in which others were reported at the usual pace and an actor was not named at all. A gap in the coverage
-- ends a run: what happened in it nobody knows.
CREATE OR REPLACE MACRO silence(actor, grain := 'week') AS TABLE
WITH trend AS (SELECT period, articles, all_articles, row_number() OVER (ORDER BY period) AS n FROM actor_trend(actor, grain := grain)),
begun AS (SELECT min(n) AS n FROM trend WHERE articles > 0),
runs AS (SELECT t.*, t.n - row_number() OVER (ORDER BY t.period) AS run FROM trend t, begun WHERE t.articles = 0 AND t.all_articles > 0 AND t.n > begun.n)
SELECT min(period) AS since, max(period) AS until, count(*) AS periods, sum(all_articles) AS articles_of_others
FROM runs GROUP BY run ORDER BY periods DESC, since;
COMMENT ON MACRO TABLE silence IS 'silence(actor, grain := week): how long an actor was not named while others were, longest first.';
