-- The run that stored a batch of facts of this hash, as its counts.
SELECT run_id, entries_new, articles_new, articles_changed, mentions, failures FROM runs WHERE content_hash = ?;
