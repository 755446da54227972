-- What share of all stories names Sadr, month by month, and within what bounds?
SELECT period, named, of_all, round(share, 2) AS share, round(low, 2) AS low, round(high, 2) AS high
FROM actor_share('muqtada-al-sadr', grain := 'month') WHERE of_all > 0 ORDER BY period;
