-- How do Sadr and Iran stand to one another, month by month: by how many voices, by whose, and by what they do?
SELECT period, voices_for, voices_against, who_for, who_against, acts, round(pull, 2) AS pull, who_tells
FROM alignment('muqtada-al-sadr', 'iran', grain := 'month') WHERE voices_for + voices_against + acts > 0 ORDER BY period;
