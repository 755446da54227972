-- Which of the entries $ids are stored.
SELECT entry_id FROM entries WHERE entry_id IN (SELECT unnest($ids));
