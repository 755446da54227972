-- The pages from which articles were made that were fetched on or after the day of the archive's file $first.
SELECT url, body_hash FROM articles
WHERE body_hash IS NOT NULL AND 'zagros-' || (fetched_at AT TIME ZONE 'UTC')::DATE || '.warc.gz' >= $first;
