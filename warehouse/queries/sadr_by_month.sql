-- Sadr month by month: articles, stories, witnesses, and his share of all articles; a month without coverage is NULL.
SELECT period, articles, stories, witnesses, round(share, 2) AS share FROM actor_trend('muqtada-al-sadr', grain := 'month') WHERE all_articles > 0 ORDER BY period;
