-- Which of the articles asked_ids have the text of their page.
SELECT DISTINCT article_id FROM entries WHERE article_id IN (FROM asked_ids) AND state = 'page';
