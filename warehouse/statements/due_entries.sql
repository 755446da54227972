-- Entries of the feeds $feeds whose page is due at $now, one an article.
SELECT entry_id, article_id, feed_id, outlet_id, url, guid, title, author, text, language, published_at, first_seen_at,
    has_page, attempts
FROM entries
WHERE due_at <= $now AND list_contains($feeds, feed_id)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY first_seen_at, entry_id) = 1;
