-- A week begins on Monday, in UTC. A week without a row is a zero where other articles stand, else a gap: actor_trend tells
-- them apart.
CREATE OR REPLACE VIEW actor_weekly AS
WITH total AS (SELECT date_trunc('week', day)::DATE AS week, sum(articles) AS articles FROM outlet_day GROUP BY 1),
named AS (
    SELECT date_trunc('week', day)::DATE AS week, actor_id, sum(articles)::BIGINT AS articles, sum(mentions)::BIGINT AS mentions,
        count(DISTINCT outlet_id) AS outlets
    FROM actor_day GROUP BY 1, 2
)
SELECT week, n.actor_id, a.name AS actor, n.articles, n.mentions, n.outlets, n.articles / total.articles AS share
FROM named n JOIN total USING (week) JOIN actors a USING (actor_id);
COMMENT ON VIEW actor_weekly IS 'How often each actor is named, week by week; a week that does not name an actor has no row for it.';
COMMENT ON COLUMN actor_weekly.week IS 'Monday of the week, in UTC.';
COMMENT ON COLUMN actor_weekly.actor_id IS 'Actor.';
COMMENT ON COLUMN actor_weekly.actor IS 'Name of the actor.';
COMMENT ON COLUMN actor_weekly.articles IS 'Articles that name the actor.';
COMMENT ON COLUMN actor_weekly.mentions IS 'Times the actor is named.';
COMMENT ON COLUMN actor_weekly.outlets IS 'Outlets that published these articles.';
COMMENT ON COLUMN actor_weekly.share IS 'These articles as a share of all articles of that week, from 0 to 1.';
