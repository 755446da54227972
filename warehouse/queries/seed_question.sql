-- Is attention moving from Maliki, Ameri and Barzani towards Sadr? Share of each week's articles, and the outlets.
SELECT
    week,
    round(max(share) FILTER (actor_id = 'muqtada-al-sadr'), 2) AS sadr,
    round(max(share) FILTER (actor_id = 'nouri-al-maliki'), 2) AS maliki,
    round(max(share) FILTER (actor_id = 'hadi-al-amiri'), 2) AS ameri,
    round(max(share) FILTER (actor_id = 'masoud-barzani'), 2) AS barzani,
    max(outlets) FILTER (actor_id = 'muqtada-al-sadr') AS outlets_on_sadr
FROM actor_weekly
GROUP BY week
ORDER BY week;
