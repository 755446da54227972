-- Is Sadr's rise one of the outlets that were there all the time, or of those that joined?
SELECT period, e.articles AS in_all_outlets, round(e.share, 2) AS share, p.articles AS in_the_panel, round(p.share, 2) AS share_in_panel
FROM actor_trend('muqtada-al-sadr', grain := 'quarter') e
LEFT JOIN actor_trend('muqtada-al-sadr', grain := 'quarter', among := there_throughout(grain := 'quarter')) p USING (period)
WHERE e.all_articles > 0 ORDER BY period;
