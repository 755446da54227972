-- The articles about to be stored, in `incoming`, and the day and hash of those of them that stand already.
CREATE OR REPLACE TEMP TABLE arriving AS
SELECT article_id, content_hash, (published_at AT TIME ZONE 'UTC')::DATE AS day FROM incoming;
CREATE OR REPLACE TEMP TABLE replaced AS
SELECT article_id, day FROM articles WHERE article_id IN (SELECT article_id FROM arriving);
