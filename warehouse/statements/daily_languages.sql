-- Articles of each day after $since and before $until, by language.
SELECT day, language, count(*) AS articles FROM articles WHERE day > $since AND day < $until GROUP BY ALL ORDER BY ALL;
