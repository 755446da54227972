-- A mistyped id must not look like an actor whom nobody names.
CREATE OR REPLACE MACRO known_actors(wanted) AS
CASE WHEN (SELECT count(*) FROM actors WHERE list_contains(wanted, actors.actor_id)) = len(wanted) THEN true
    ELSE error('not every one of these is the id of an actor, named once: ' || coalesce(array_to_string(wanted, ', '), 'NULL') || '; look them up in actor_names') END;
COMMENT ON MACRO known_actors IS 'known_actors([actor...]): true, or an error where one of these is no actor''s id, NULL, or stands twice.';
