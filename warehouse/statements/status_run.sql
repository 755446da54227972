-- The last run.
SELECT * FROM runs ORDER BY run_id DESC LIMIT 1;
