-- Which outlets fell silent or failed, when, and for how many days? What falls into such days is no change of attention.
SELECT o.name AS outlet, min(day) AS since, max(day) AS until, count(*) AS days, round(max(usual), 1) AS usual_articles_a_day
FROM (
    SELECT *, day - (row_number() OVER (PARTITION BY outlet_id ORDER BY day))::INTEGER AS run FROM outlet_day WHERE NOT healthy
) d LEFT JOIN outlets o USING (outlet_id)
GROUP BY o.name, outlet_id, run ORDER BY days DESC, outlet, since LIMIT 12;
