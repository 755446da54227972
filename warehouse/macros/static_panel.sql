-- Outlets that were there throughout: they published in nine of ten periods in which anybody did.
CREATE OR REPLACE MACRO static_panel(grain := 'month', since := '-infinity', until := 'infinity') AS TABLE
WITH published AS (
    SELECT outlet_id, date_trunc(grain, day)::DATE AS period FROM outlet_day
    WHERE articles > 0 AND in_span(day, since, until) GROUP BY ALL
)
SELECT outlet_id, count(*) AS periods, min(period) AS first_period, max(period) AS last_period
FROM published GROUP BY outlet_id
HAVING count(*) >= 0.9 * (SELECT count(DISTINCT period) FROM published);
COMMENT ON MACRO TABLE static_panel IS 'static_panel(grain := month, since, until): the outlets that published in nine of ten periods in which anybody did: who is not among them came late, left early or was long away.';
