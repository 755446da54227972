-- Stored articles that share a band with `incoming` (article_id, published_at, band) within $days days, with all their bands.
WITH met AS (
    SELECT DISTINCT b.article_id
    FROM incoming i JOIN signature_bands b USING (band) JOIN signatures s ON s.article_id = b.article_id
    WHERE abs(date_diff('hour', s.published_at, i.published_at)) <= 24 * $days
      AND b.article_id NOT IN (SELECT article_id FROM incoming)
)
SELECT m.article_id, t.story_id, s.published_at, s.hashes, list(b.band) AS bands
FROM met m JOIN story_articles t USING (article_id) JOIN signatures s USING (article_id) JOIN signature_bands b USING (article_id)
GROUP BY ALL;
