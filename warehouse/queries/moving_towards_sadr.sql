-- Is attention moving from Maliki, Ameri and Barzani towards Sadr, since when, and how sure is that? In one line.
SELECT max(period) FILTER (last_before_change) AS last_before_change, min(period) FILTER (in_interval) AS no_earlier_than, max(period) FILTER (in_interval) AS no_later_than,
    round(any_value(share_before), 2) AS share_of_sadr_before, round(any_value(share_after), 2) AS share_after, any_value(significant) AS significant
FROM shift(['nouri-al-maliki', 'hadi-al-amiri', 'masoud-barzani'], ['muqtada-al-sadr'], grain := 'week');
