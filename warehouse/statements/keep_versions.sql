-- Texts that other texts are about to replace, as versions.
INSERT INTO article_versions
SELECT article_id, fetched_at, $now, title, caption, text, text_source, a.content_hash, run_id
FROM articles a JOIN arriving i USING (article_id)
WHERE a.content_hash <> i.content_hash AND a.day IN (SELECT day FROM replaced);
