-- Who is named together with whom, and how much more often than chance would have it.
CREATE OR REPLACE MACRO co_mention_network(since := '-infinity', until := 'infinity') AS TABLE
WITH pairs AS (
    SELECT a, b, sum(articles)::BIGINT AS articles, sum(stories)::BIGINT AS stories, sum(sentences)::BIGINT AS sentences FROM pair_day
    WHERE in_span(day, since, until) GROUP BY a, b
),
alone AS (SELECT actor_id, sum(articles)::BIGINT AS articles FROM actor_day WHERE in_span(day, since, until) GROUP BY actor_id),
every AS (SELECT sum(articles)::BIGINT AS articles FROM outlet_day WHERE in_span(day, since, until))
SELECT p.a, p.b, p.articles, p.stories, p.sentences, p.articles * every.articles / (x.articles * y.articles) AS lift
FROM pairs p JOIN alone x ON x.actor_id = p.a JOIN alone y ON y.actor_id = p.b, every
ORDER BY p.articles DESC, p.a, p.b;
COMMENT ON MACRO TABLE co_mention_network IS 'co_mention_network(since, until): pairs of actors, the articles, stories and sentences that name both, and lift over chance.';
