-- The articles with blanks in place of their text, but for the sentences that name somebody, tell an event or say how two stand
-- to one another: every place stays where it is.
WITH named AS (
    SELECT article_id, sentence_no FROM whole.mentions WHERE field = 'text'
    UNION SELECT article_id, sentence_no FROM whole.event_tellings
    UNION SELECT s.article_id, s.sentence_no FROM whole.sentences s JOIN whole.alignments t
        ON t.article_id = s.article_id AND t.day = s.day AND t.start_char < s.end_char AND s.start_char < t.end_char
),
stretches AS (
    SELECT s.article_id, s.sentence_no, s.start_char, s.end_char, n.article_id IS NOT NULL AS kept,
        s.start_char - coalesce(lag(s.end_char) OVER (PARTITION BY s.article_id ORDER BY s.sentence_no), 0) AS before
    FROM whole.sentences s LEFT JOIN named n USING (article_id, sentence_no)
),
blanked AS (
    SELECT t.article_id, string_agg(
        repeat(' ', t.before) || CASE WHEN t.kept THEN substr(a.text, t.start_char + 1, t.end_char - t.start_char) ELSE repeat(' ', t.end_char - t.start_char) END,
        '' ORDER BY t.sentence_no) AS text
    FROM stretches t JOIN whole.articles a USING (article_id) GROUP BY t.article_id
)
SELECT a.* REPLACE (rpad(coalesce(b.text, ''), length(a.text)::INTEGER, ' ') AS text) FROM whole.articles a LEFT JOIN blanked b USING (article_id);
