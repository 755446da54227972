-- The entries that asked_outlets published at asked_moments, as far as they tell whether another is the same.
SELECT article_id, feed_id, outlet_id, title, text, published_at FROM entries
WHERE published_at IN (FROM asked_moments) AND outlet_id IN (FROM asked_outlets);
