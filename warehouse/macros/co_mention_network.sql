-- Who is named together with whom, and how much more often than chance would have it.
CREATE OR REPLACE MACRO co_mention_network(since := NULL, until := NULL) AS TABLE
WITH pairs AS (
    SELECT a, b, sum(articles) AS articles, sum(sentences) AS sentences FROM pair_day
    WHERE day >= coalesce(since::DATE, DATE '0001-01-01') AND day < coalesce(until::DATE, DATE '9999-12-31')
    GROUP BY a, b
),
alone AS (
    SELECT actor_id, sum(articles) AS articles FROM actor_day
    WHERE day >= coalesce(since::DATE, DATE '0001-01-01') AND day < coalesce(until::DATE, DATE '9999-12-31')
    GROUP BY actor_id
),
every AS (
    SELECT sum(articles) AS articles FROM outlet_day
    WHERE day >= coalesce(since::DATE, DATE '0001-01-01') AND day < coalesce(until::DATE, DATE '9999-12-31')
)
SELECT p.a, p.b, p.articles, p.sentences, p.articles * every.articles / (x.articles * y.articles) AS lift
FROM pairs p JOIN alone x ON x.actor_id = p.a JOIN alone y ON y.actor_id = p.b, every
ORDER BY p.articles DESC, p.a, p.b;
COMMENT ON MACRO TABLE co_mention_network IS 'co_mention_network(since, until): pairs of actors, the articles and sentences that name both, and lift over chance.';
