-- Is attention moving from Maliki, Ameri and Barzani towards Sadr: since which week, how sure, in which outlets, in what words?
WITH moved AS (
    FROM shift(['nouri-al-maliki', 'hadi-al-amiri', 'masoud-barzani'], ['muqtada-al-sadr'], grain := 'week')
),
said AS (
    SELECT date_trunc('week', m.day)::DATE AS period, a.article_id, o.name AS outlet, a.published_at,
        substr(a.text, s.start_char + 1, s.end_char - s.start_char) AS sentence
    FROM mentions m
    JOIN articles a ON a.article_id = m.article_id AND a.day = m.day
    JOIN sentences s ON s.article_id = m.article_id AND s.day = m.day AND s.sentence_no = m.sentence_no
    LEFT JOIN outlets o ON o.outlet_id = a.outlet_id
    WHERE m.actor_id = 'muqtada-al-sadr'
),
told AS (
    SELECT period, list(DISTINCT outlet ORDER BY outlet) AS outlets_on_sadr, arg_min(sentence, (published_at, article_id)) AS first_sentence
    FROM said GROUP BY period
)
SELECT m.period, a AS of_the_three, b AS of_sadr, round(share_of_b, 2) AS share_of_sadr, last_before_change, in_interval, significant,
    outlets_on_sadr, first_sentence
FROM moved m LEFT JOIN told USING (period) WHERE a + b > 0 ORDER BY m.period;
