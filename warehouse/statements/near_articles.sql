-- Stored articles that share a band with `incoming` (article_id, published_at, band) within $days days, with all their bands.
WITH reach AS (SELECT min(published_at)::DATE - $days - 1 AS since, max(published_at)::DATE + $days + 1 AS until FROM incoming),
stored AS (FROM signature_bands WHERE day >= (SELECT since FROM reach) AND day <= (SELECT until FROM reach)),
met AS (
    SELECT DISTINCT b.article_id, b.day
    FROM incoming i JOIN stored b USING (band) JOIN signatures s ON s.article_id = b.article_id AND s.day = b.day
    WHERE abs(date_diff('hour', s.published_at, i.published_at)) <= 24 * $days
      AND b.article_id NOT IN (SELECT article_id FROM incoming)
)
SELECT m.article_id, t.story_id, s.published_at, s.hashes, list(b.band) AS bands
FROM met m JOIN story_articles t USING (article_id, day) JOIN signatures s USING (article_id, day) JOIN stored b USING (article_id, day)
GROUP BY ALL;
