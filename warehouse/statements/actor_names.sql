-- Every way to say an actor: its id, its name, its other names, strong before weak.
SELECT actor_id, name, actor_id AS known, 'id' AS how FROM actors
UNION ALL SELECT actor_id, name, name, 'strong' FROM actors
UNION ALL
SELECT actor_id, actors.name, actor_names.name, strength
FROM actor_names JOIN actors USING (actor_id) WHERE strength <> 'never';
