-- Is attention moving from Maliki, Ameri and Barzani towards Sadr, since which week, and how sure is that?
SELECT period, a AS of_the_three, b AS of_sadr, round(share_of_b, 2) AS share, last_before_change, in_interval, significant
FROM shift(['nouri-al-maliki', 'hadi-al-amiri', 'masoud-barzani'], ['muqtada-al-sadr'], grain := 'week') ORDER BY period;
