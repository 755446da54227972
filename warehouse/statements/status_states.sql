-- How many feeds fare how.
SELECT health, count(*) AS feeds FROM feed_health GROUP BY health ORDER BY health;
