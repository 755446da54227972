-- When an actor was first named, by whom, and in what words.
CREATE OR REPLACE MACRO first_seen(actor) AS TABLE
SELECT published_at, outlet, title, sentence, url, article_id
FROM evidence(actor, (SELECT min(day) FROM actor_day WHERE actor_id = actor), (SELECT min(day) + 1 FROM actor_day WHERE actor_id = actor)) LIMIT 1;
COMMENT ON MACRO TABLE first_seen IS 'first_seen(actor): the earliest stored mention.';
