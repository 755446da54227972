-- Which outlets speak of Sadr, and in what share of their articles?
SELECT outlet, country, articles, round(share_of_outlet, 2) AS share_of_outlet, first_day, last_day FROM outlet_mix('muqtada-al-sadr')
ORDER BY articles DESC, outlet;
