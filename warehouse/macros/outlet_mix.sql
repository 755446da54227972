-- Who speaks of an actor, and more or less than of others.
CREATE OR REPLACE MACRO outlet_mix(actor, since := NULL, until := NULL) AS TABLE
WITH named AS (
    SELECT outlet_id, sum(articles) AS articles, sum(mentions) AS mentions, min(day) AS first_day, max(day) AS last_day
    FROM actor_day
    WHERE actor_id = actor AND day >= coalesce(since::DATE, DATE '0001-01-01') AND day < coalesce(until::DATE, DATE '9999-12-31')
    GROUP BY outlet_id
),
published AS (
    SELECT outlet_id, sum(articles) AS all_articles FROM outlet_day
    WHERE day >= coalesce(since::DATE, DATE '0001-01-01') AND day < coalesce(until::DATE, DATE '9999-12-31')
    GROUP BY outlet_id
)
SELECT outlet_id, o.name AS outlet, o.country, o.owner, n.articles, n.mentions, n.articles / nullif(p.all_articles, 0) AS share_of_outlet,
    n.articles / sum(n.articles) OVER () AS share_of_actor, first_day, last_day
FROM named n JOIN published p USING (outlet_id) LEFT JOIN outlets o USING (outlet_id)
ORDER BY n.articles DESC, outlet_id;
COMMENT ON MACRO TABLE outlet_mix IS 'outlet_mix(actor, since, until): which outlets name an actor, how often, and in what share of their articles.';
