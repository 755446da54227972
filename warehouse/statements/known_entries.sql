-- Which of the entries $ids are stored, and which of the articles $articles are (or are still due).
SELECT entry_id AS id FROM entries WHERE entry_id IN (SELECT unnest($ids))
UNION ALL
SELECT -article_id FROM entries WHERE article_id IN (SELECT unnest($articles));
