-- actor_day in order of actors, so that what is asked of one lies together.
CREATE OR REPLACE TEMP TABLE ordered AS FROM actor_day ORDER BY actor_id, day, outlet_id;
DELETE FROM actor_day;
INSERT INTO actor_day FROM ordered;
DROP TABLE ordered;
DELETE FROM ordered_rollups;
INSERT INTO ordered_rollups SELECT 'actor_day', count(*) FROM actor_day;
