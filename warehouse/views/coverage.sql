-- What a denominator of a trend may stand on: outlet by outlet and day by day, with the outlet's name and country.
CREATE OR REPLACE VIEW coverage AS
SELECT d.day, d.outlet_id, o.name AS outlet, o.country, coalesce(o.owner, d.outlet_id) AS family, d.polls, d.answered, d.articles, d.stories,
    d.usual, d.healthy
FROM outlet_day d LEFT JOIN outlets o USING (outlet_id);
COMMENT ON VIEW coverage IS 'Per outlet and day: was it asked, did it answer, how many articles, and was that its usual pace.';
COMMENT ON COLUMN coverage.day IS 'Day in UTC.';
COMMENT ON COLUMN coverage.outlet_id IS 'Outlet.';
COMMENT ON COLUMN coverage.outlet IS 'Its name.';
COMMENT ON COLUMN coverage.country IS 'Its country or side.';
COMMENT ON COLUMN coverage.family IS 'Its owner, or itself: outlets of one family are one witness.';
COMMENT ON COLUMN coverage.polls IS 'Times its feeds were asked.';
COMMENT ON COLUMN coverage.answered IS 'Times they answered with a feed.';
COMMENT ON COLUMN coverage.articles IS 'Articles published.';
COMMENT ON COLUMN coverage.stories IS 'Articles that are the first of their story.';
COMMENT ON COLUMN coverage.usual IS 'Its usual pace: median articles of the days with any among the 180 before.';
COMMENT ON COLUMN coverage.healthy IS 'Whether it reported at its usual pace; NULL where nobody can know.';
