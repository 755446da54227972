-- A week begins on Monday, in UTC. A week without a row is a zero where other articles stand, else a gap: `zagros trend` tells them apart.
CREATE OR REPLACE VIEW actor_weekly AS
WITH dated AS (
    SELECT article_id, outlet_id, date_trunc('week', published_at AT TIME ZONE 'UTC')::DATE AS week FROM articles
),
total AS (SELECT week, count(*) AS articles FROM dated GROUP BY week)
SELECT
    week,
    m.actor_id,
    a.name AS actor,
    count(DISTINCT m.article_id) AS articles,
    count(*) AS mentions,
    count(DISTINCT outlet_id) AS outlets,
    count(DISTINCT m.article_id) / any_value(total.articles) AS share
FROM mentions m
JOIN dated USING (article_id)
JOIN total USING (week)
JOIN actors a USING (actor_id)
GROUP BY week, m.actor_id, a.name;
COMMENT ON VIEW actor_weekly IS 'How often each actor is named, week by week; a week that does not name an actor has no row for it.';
COMMENT ON COLUMN actor_weekly.week IS 'Monday of the week, in UTC.';
COMMENT ON COLUMN actor_weekly.actor_id IS 'Actor.';
COMMENT ON COLUMN actor_weekly.actor IS 'Name of the actor.';
COMMENT ON COLUMN actor_weekly.articles IS 'Articles that name the actor.';
COMMENT ON COLUMN actor_weekly.mentions IS 'Times the actor is named.';
COMMENT ON COLUMN actor_weekly.outlets IS 'Outlets that published these articles.';
COMMENT ON COLUMN actor_weekly.share IS 'These articles as a share of all articles of that week, from 0 to 1.';
