-- Each word on how two actors stand, with whose voice it is. Who denies, demands or predicts an alliance does not say that it is.
CREATE OR REPLACE VIEW alignments_told AS
SELECT t.article_id, t.day, a.published_at, a.outlet_id, least(t.a, t.b) AS a, greatest(t.a, t.b) AS b, t.direction,
    t.direction IN ('allied', 'closer') AS near, coalesce(c.voice, o.owner, a.outlet_id) AS voice, coalesce(c.chain, []) AS chain, c.stance,
    coalesce(c.stance IN ('asserts', 'praises', 'condemns'), true) AS counts, t.start_char, t.end_char, t.confidence
FROM alignments t
JOIN articles a ON a.article_id = t.article_id AND a.day = t.day
LEFT JOIN outlets o ON o.outlet_id = a.outlet_id
LEFT JOIN claims_told c ON c.article_id = t.article_id AND c.claim_id = t.claim_id AND c.day = t.day;
COMMENT ON VIEW alignments_told IS 'What is said on how two actors stand to one another, and whose voice it is.';
COMMENT ON COLUMN alignments_told.article_id IS 'Article.';
COMMENT ON COLUMN alignments_told.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN alignments_told.published_at IS 'When it was published.';
COMMENT ON COLUMN alignments_told.outlet_id IS 'Outlet of the article.';
COMMENT ON COLUMN alignments_told.a IS 'The actor whose id comes first in the alphabet.';
COMMENT ON COLUMN alignments_told.b IS 'The other.';
COMMENT ON COLUMN alignments_told.direction IS 'allied, closer, apart or opposed.';
COMMENT ON COLUMN alignments_told.near IS 'Whether that speaks for nearness (allied, closer) or against it (apart, opposed).';
COMMENT ON COLUMN alignments_told.voice IS 'Who says so: the innermost speaker that has a name, an outlet by its owner; else the owner of the article''s outlet.';
COMMENT ON COLUMN alignments_told.chain IS 'Who vouches for it, outermost first; empty where the outlet itself says so.';
COMMENT ON COLUMN alignments_told.stance IS 'Stance of the claim in which it stands; NULL where the outlet itself says so.';
COMMENT ON COLUMN alignments_told.counts IS 'Whether the voice says that it is so: false where it denies, demands or predicts it.';
COMMENT ON COLUMN alignments_told.start_char IS 'First character of the words, from 0.';
COMMENT ON COLUMN alignments_told.end_char IS 'Character after the last.';
COMMENT ON COLUMN alignments_told.confidence IS 'Between 0 and 1.';
