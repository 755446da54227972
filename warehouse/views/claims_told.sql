-- Each claim with those who vouch for it. Its voice is the innermost of them that has a name; outlets of one owner are one voice.
CREATE OR REPLACE VIEW claims_told AS
WITH chains AS (
    SELECT p.article_id, p.claim_id, list(coalesce(p.actor_id, p.outlet_id, p.speaker) ORDER BY p.position) AS chain,
        arg_max(coalesce(p.actor_id, o.owner, p.outlet_id), p.position) FILTER (coalesce(p.actor_id, p.outlet_id) IS NOT NULL) AS voice
    FROM claim_speakers p LEFT JOIN outlets o ON o.outlet_id = p.outlet_id
    GROUP BY p.article_id, p.claim_id
)
SELECT c.claim_id, c.article_id, c.day, a.published_at, a.outlet_id, c.stance, s.chain, coalesce(s.voice, o.owner, a.outlet_id) AS voice,
    substr(a.text, c.cue_start + 1, c.cue_end - c.cue_start) AS cue, substr(a.text, c.start_char + 1, c.end_char - c.start_char) AS said, a.url
FROM claims c
JOIN articles a ON a.article_id = c.article_id AND a.day = c.day
LEFT JOIN outlets o ON o.outlet_id = a.outlet_id
LEFT JOIN chains s ON s.article_id = c.article_id AND s.claim_id = c.claim_id;
COMMENT ON VIEW claims_told IS 'What is said in articles, by whom, according to whom.';
COMMENT ON COLUMN claims_told.claim_id IS 'Claim.';
COMMENT ON COLUMN claims_told.article_id IS 'Article.';
COMMENT ON COLUMN claims_told.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN claims_told.published_at IS 'When the article was published.';
COMMENT ON COLUMN claims_told.outlet_id IS 'Outlet of the article.';
COMMENT ON COLUMN claims_told.stance IS 'asserts, denies, demands, predicts, praises or condemns.';
COMMENT ON COLUMN claims_told.chain IS 'Who vouches for it, outermost first: actors, outlets, or speakers as typed.';
COMMENT ON COLUMN claims_told.voice IS 'The innermost of these that has a name, an outlet by its owner; the owner of the article''s outlet where none has.';
COMMENT ON COLUMN claims_told.cue IS 'The words that say that it is said.';
COMMENT ON COLUMN claims_told.said IS 'What is said.';
COMMENT ON COLUMN claims_told.url IS 'Address of the article.';
