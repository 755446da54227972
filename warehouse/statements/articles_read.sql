-- Which of asked_ids, articles or other addresses of theirs, have the text of their page.
SELECT article_id FROM entries WHERE article_id IN (FROM asked_ids) AND state = 'page'
UNION
SELECT alias_id FROM aliases WHERE alias_id IN (FROM asked_ids);
