-- The length of a period.
CREATE OR REPLACE MACRO grain_step(grain) AS
CASE grain WHEN 'day' THEN INTERVAL 1 DAY WHEN 'week' THEN INTERVAL 7 DAY WHEN 'month' THEN INTERVAL 1 MONTH
    WHEN 'quarter' THEN INTERVAL 3 MONTH WHEN 'year' THEN INTERVAL 1 YEAR
    ELSE error('grain is day, week, month, quarter or year, not ' || grain) END;
COMMENT ON MACRO grain_step IS 'grain_step(grain): how long a day, week, month, quarter or year is.';
