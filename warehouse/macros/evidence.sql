-- From a cell of a trend down to its sentences: which article, which words, of what page text, of what bytes.
CREATE OR REPLACE MACRO evidence(actor, since, until) AS TABLE
SELECT a.published_at, o.name AS outlet, a.title, m.surface, m.basis, m.confidence,
    CASE m.field
        WHEN 'title' THEN a.title
        WHEN 'caption' THEN a.caption
        ELSE coalesce(substr(a.text, s.start_char + 1, s.end_char - s.start_char), substr(a.text, greatest(m.start_char - 80, 0) + 1, 200))
    END AS sentence,
    a.url, t.story_id, a.article_id, a.content_hash, a.body_hash, a.fetched_at
FROM mentions m
JOIN articles a ON a.article_id = m.article_id AND a.day >= since::DATE AND a.day <= until::DATE
LEFT JOIN sentences s ON s.article_id = m.article_id AND s.sentence_no = m.sentence_no AND s.day >= since::DATE AND s.day <= until::DATE
LEFT JOIN story_articles t ON t.article_id = m.article_id AND t.day >= since::DATE AND t.day <= until::DATE
LEFT JOIN outlets o ON o.outlet_id = a.outlet_id
WHERE m.actor_id = actor AND m.day >= since::DATE AND m.day <= until::DATE AND known_actors([actor])
    AND a.published_at AT TIME ZONE 'UTC' >= since::TIMESTAMP AND a.published_at AT TIME ZONE 'UTC' < until::TIMESTAMP
ORDER BY a.published_at, a.article_id, m.field, m.start_char;
COMMENT ON MACRO TABLE evidence IS 'evidence(actor, since, until): every mention behind a cell of a trend, with its sentence, article, story, and the hashes of the text and of the page''s bytes; since and until are UTC, until is left out.';
