-- What was published day by day, by all outlets or by those of a list; a day on which nothing was expected has zeros.
CREATE OR REPLACE MACRO days_covered(among) AS TABLE
SELECT day, articles, stories, healthy FROM every_day WHERE coalesce(among::VARCHAR, 'all') = 'all'
UNION ALL
SELECT day, 0, 0, 0 FROM every_day WHERE coalesce(among::VARCHAR, 'all') <> 'all' AND known_outlets(TRY_CAST(among AS VARCHAR[]))
UNION ALL
SELECT day, articles, stories, coalesce(healthy, false)::INTEGER FROM outlet_day
WHERE coalesce(among::VARCHAR, 'all') <> 'all' AND list_contains(TRY_CAST(among AS VARCHAR[]), outlet_id);
COMMENT ON MACRO TABLE days_covered IS 'days_covered(among): articles, stories and healthy outlets by day, of all outlets (all) or of a list, to be added up by day.';
