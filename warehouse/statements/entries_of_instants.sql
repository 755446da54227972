-- The entries that $outlets published at $moments, as far as they tell whether another is the same.
SELECT article_id, feed_id, outlet_id, title, text, published_at FROM entries
WHERE published_at IN (SELECT unnest($moments)) AND outlet_id IN (SELECT unnest($outlets));
