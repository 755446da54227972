-- The run that stored a batch of facts of this hash, and the batch's counts.
SELECT run_id, entries_new, articles_new, articles_changed, mentions, failures FROM batches WHERE content_hash = ?;
