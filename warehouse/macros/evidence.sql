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
JOIN articles a ON a.article_id = m.article_id AND in_span(a.day, since, until)
LEFT JOIN sentences s ON s.article_id = m.article_id AND s.sentence_no = m.sentence_no AND in_span(s.day, since, until)
LEFT JOIN story_articles t ON t.article_id = m.article_id AND in_span(t.day, since, until)
LEFT JOIN outlets o ON o.outlet_id = a.outlet_id
WHERE m.actor_id = actor AND in_span(m.day, since, until) AND known_actors([actor])
ORDER BY a.published_at, a.article_id, m.field, m.start_char;
COMMENT ON MACRO TABLE evidence IS 'evidence(actor, since, until): every mention behind a cell of a trend, with its sentence, article, story, and the hashes of the text and of the page''s bytes; days are UTC''s, until is left out, NULL leaves an end open.';
