-- A mistyped id must not look like an actor whom nobody names.
CREATE OR REPLACE MACRO known_actors(wanted) AS
CASE WHEN (SELECT count(*) FROM actors WHERE list_contains(wanted, actors.actor_id)) = len(list_distinct(wanted)) THEN true
    ELSE error('no actor has every one of the ids ' || array_to_string(wanted, ', ') || ': look them up in actor_names') END;
COMMENT ON MACRO known_actors IS 'known_actors([actor...]): true, or an error where no actor has one of these ids.';
