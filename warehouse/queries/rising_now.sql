-- Who is named in more of the newest month's stories than in the four months before?
SELECT actor, told, told_last_4, round(ratio, 2) AS ratio, round(low, 2) AS low, round(high, 2) AS high, rises
FROM rising(grain := 'month', least := 2) ORDER BY low DESC, actor LIMIT 10;
