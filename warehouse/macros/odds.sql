-- How much likelier than not; endless at 1.
CREATE OR REPLACE MACRO odds(p) AS p / nullif(1 - p, 0);
COMMENT ON MACRO odds IS 'odds(p): p to 1 - p; NULL where that is endless.';
