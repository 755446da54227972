-- Whether an outlet counts: it is in a list, or there is none. DuckLake keeps no NULL as a default, so a word stands for it.
CREATE OR REPLACE MACRO in_panel(outlet, among) AS coalesce(among::VARCHAR, 'all') = 'all' OR list_contains(TRY_CAST(among AS VARCHAR[]), outlet);
COMMENT ON MACRO in_panel IS 'in_panel(outlet, among): whether an outlet is one of a list; all are where that is NULL or the word all.';
