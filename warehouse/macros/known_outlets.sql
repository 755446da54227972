-- A mistyped outlet must not look like one that published nothing.
CREATE OR REPLACE MACRO known_outlets(wanted) AS
CASE WHEN (SELECT count(DISTINCT outlet_id) FROM outlet_day WHERE list_contains(wanted, outlet_id)) = len(wanted) THEN true
    ELSE error('not every one of these is an outlet that was polled or published, named once: ' || coalesce(array_to_string(wanted, ', '), 'no list')) END;
COMMENT ON MACRO known_outlets IS 'known_outlets([outlet...]): true, or an error where one of these is no outlet with days in outlet_day.';
