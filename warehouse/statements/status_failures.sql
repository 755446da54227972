-- What does not work now, by stage and reason: failures of the articles whose page is still due, newest first.
SELECT stage, split_part(reason, ':', 1) AS reason, count(DISTINCT article_id) AS pages, max(failed_at) AS last, any_value(url) AS example
FROM failures
WHERE article_id IS NULL OR article_id IN (SELECT article_id FROM entries WHERE due_at IS NOT NULL)
GROUP BY ALL
ORDER BY pages DESC, last DESC;
