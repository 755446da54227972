-- Which articles fall on another day by the clock of Tehran than in UTC?
SELECT day_in_tehran, (published_at AT TIME ZONE 'UTC')::DATE AS day_in_utc, title, published_precision AS precision
FROM articles_local WHERE day_in_tehran <> (published_at AT TIME ZONE 'UTC')::DATE ORDER BY published_at, title LIMIT 12;
