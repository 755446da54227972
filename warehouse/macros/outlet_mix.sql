-- Who speaks of an actor, and more or less than of others.
CREATE OR REPLACE MACRO outlet_mix(actor, since := '-infinity', until := 'infinity') AS TABLE
WITH named AS (
    SELECT outlet_id, sum(articles)::BIGINT AS articles, sum(stories)::BIGINT AS stories, sum(mentions)::BIGINT AS mentions, min(day) AS first_day, max(day) AS last_day
    FROM actor_day WHERE actor_id = actor AND in_span(day, since, until) GROUP BY outlet_id
),
published AS (SELECT outlet_id, sum(articles)::BIGINT AS all_articles FROM outlet_day WHERE in_span(day, since, until) GROUP BY outlet_id)
SELECT outlet_id, o.name AS outlet, o.country, o.owner, n.articles, n.stories, n.mentions, n.articles / nullif(p.all_articles, 0) AS share_of_outlet,
    n.articles / sum(n.articles) OVER () AS share_of_actor, first_day, last_day
FROM named n JOIN published p USING (outlet_id) LEFT JOIN outlets o USING (outlet_id)
WHERE known_actors([actor])
ORDER BY n.articles DESC, outlet_id;
COMMENT ON MACRO TABLE outlet_mix IS 'outlet_mix(actor, since, until): which outlets name an actor, how often, how many of these stories they told first, and in what share of their articles.';
