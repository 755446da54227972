-- What failed in the last run, by code.
SELECT coalesce(code, split_part(reason, ':', 1)) AS code, count(*) AS times
FROM failures WHERE run_id = (SELECT max(run_id) FROM runs)
GROUP BY ALL ORDER BY times DESC, code;
