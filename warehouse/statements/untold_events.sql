-- Events that were told by articles whose facts went, in `loosened`, and are told by no other now; with their parties.
CREATE OR REPLACE TEMP TABLE untold AS FROM loosened WHERE event_id NOT IN (SELECT event_id FROM event_tellings);
DELETE FROM event_parties WHERE event_id IN (SELECT event_id FROM untold);
DELETE FROM events WHERE event_id IN (SELECT event_id FROM untold);
DROP TABLE untold;
DROP TABLE loosened;
