-- For each of the articles asked_ids the entry from which it was made, or which has most text, with when its page is due, and
-- whether the article is stored already.
SELECT e.entry_id, e.article_id, e.feed_id, e.outlet_id, e.url, e.guid, e.title, e.author, e.text, e.language, e.published_at,
    e.first_seen_at, e.has_page, e.attempts, e.published_raw, e.due_at, a.article_id IS NOT NULL AS stored
FROM entries e LEFT JOIN articles a USING (article_id)
WHERE e.article_id IN (FROM asked_ids)
QUALIFY row_number() OVER (
    PARTITION BY e.article_id ORDER BY e.url IS NOT DISTINCT FROM a.url DESC, e.feed_id IS NOT DISTINCT FROM a.feed_id DESC, length(e.text) DESC, e.first_seen_at, e.entry_id
) = 1;
