-- What a warehouse needs that several may write at once: numbers of runs that no two take, and which views and macros it has.
CREATE TABLE last_run (run_id BIGINT);
COMMENT ON TABLE last_run IS 'Number of the newest run, in one row: of two runs that begin at once the second meets the first here.';
COMMENT ON COLUMN last_run.run_id IS 'Number of the newest run.';
INSERT INTO last_run SELECT coalesce(max(run_id), 0) FROM runs;
CREATE TABLE definitions (hash VARCHAR);
COMMENT ON TABLE definitions IS 'The views and macros that this warehouse has, in one row.';
COMMENT ON COLUMN definitions.hash IS 'MD5 of their texts.';
