-- Which of the entries asked_ids are stored.
SELECT entry_id FROM entries WHERE entry_id IN (FROM asked_ids);
