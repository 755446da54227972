-- The static panel as a list: empty, and not NULL, which would mean all outlets, where nobody was there throughout.
CREATE OR REPLACE MACRO there_throughout(grain := 'month', since := '-infinity', until := 'infinity') AS
coalesce((SELECT list(outlet_id ORDER BY outlet_id) FROM static_panel(grain := grain, since := since, until := until)), []::VARCHAR[]);
COMMENT ON MACRO there_throughout IS 'there_throughout(grain := month, since, until): the outlets of static_panel as a list, for among.';
