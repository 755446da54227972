-- Actors whose id or one of whose names is $wanted, else those whose names are nearest to it (Jaro-Winkler).
WITH named AS (
    SELECT actor_id, name FROM actor_names WHERE strength <> 'never'
    UNION ALL SELECT actor_id, name FROM actors
    UNION ALL SELECT actor_id, actor_id FROM actors
)
SELECT actor_id, any_value(actors.name) AS name, max(jaro_winkler_similarity(lower(named.name), lower($wanted))) AS nearness
FROM named JOIN actors USING (actor_id)
GROUP BY actor_id
ORDER BY nearness DESC, actor_id
LIMIT 5;
