-- Whether a day lies between two others, of which either may be NULL: open.
CREATE OR REPLACE MACRO in_span(day, since, until) AS
day >= coalesce(since::DATE, DATE '0001-01-01') AND day < coalesce(until::DATE, DATE '9999-12-31');
COMMENT ON MACRO in_span IS 'in_span(day, since, until): whether a day lies from since on and before until; NULL leaves that end open.';
