-- What exactly was said of Sadr in the week of 13 January 2020?
SELECT (published_at AT TIME ZONE 'UTC')::DATE AS day, outlet, surface, sentence FROM evidence('muqtada-al-sadr', '2020-01-13', '2020-01-20') ORDER BY published_at, outlet, sentence, surface LIMIT 12;
