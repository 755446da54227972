-- When an actor was first named, by whom, and in what words.
CREATE OR REPLACE MACRO first_seen(actor) AS TABLE
SELECT published_at, outlet, title, sentence, url, article_id
FROM evidence(actor, '0001-01-01', '9999-12-31') LIMIT 1;
COMMENT ON MACRO TABLE first_seen IS 'first_seen(actor): the earliest stored mention.';
