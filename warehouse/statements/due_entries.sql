-- Entries of the feeds asked_feeds whose page is due at $now: for each article the entry with the most text, and whether the
-- article is stored already (with its feed's text).
SELECT entry_id, article_id, feed_id, outlet_id, url, guid, title, author, text, language, published_at, first_seen_at,
    has_page, attempts, published_raw, article_id IN (SELECT article_id FROM articles) AS stored
FROM entries
WHERE due_at <= $now AND feed_id IN (FROM asked_feeds)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY length(text) DESC, first_seen_at, entry_id) = 1
ORDER BY attempts, first_seen_at DESC, entry_id;
