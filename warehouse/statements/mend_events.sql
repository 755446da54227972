-- Two who write to a lake at once do not see each other's events: both may bring the same, or one may drop what the other tells.
-- Of rows that stand twice one is kept; an article whose telling lost its event is left to a replay, as unread.
CREATE OR REPLACE TEMP TABLE doubled AS
SELECT DISTINCT * FROM events WHERE event_id IN (SELECT event_id FROM events GROUP BY event_id HAVING count(*) > 1);
CREATE OR REPLACE TEMP TABLE doubled_parties AS
SELECT DISTINCT * FROM event_parties WHERE event_id IN (SELECT event_id FROM doubled);
DELETE FROM events WHERE event_id IN (SELECT event_id FROM doubled);
DELETE FROM event_parties WHERE event_id IN (SELECT event_id FROM doubled);
INSERT INTO events FROM doubled;
INSERT INTO event_parties FROM doubled_parties;
CREATE OR REPLACE TEMP TABLE astray AS
SELECT DISTINCT event_id, article_id FROM event_tellings WHERE event_id NOT IN (SELECT event_id FROM events);
UPDATE articles SET registry_hash = NULL WHERE article_id IN (SELECT article_id FROM astray);
DELETE FROM event_tellings WHERE event_id IN (SELECT event_id FROM astray);
DROP TABLE doubled;
DROP TABLE doubled_parties;
DROP TABLE astray;
