-- Who drew nearer to whom in January 2020 than in the month before?
SELECT a, b, for_before, against_before, for_within, against_within, round(low, 2) AS low, round(moved, 2) AS moved, round(high, 2) AS high, drew_nearer, drew_apart,
    acts_before, round(pull_before, 2) AS pull_before, acts_within, round(pull_within, 2) AS pull_within
FROM alignment_shift('2020-01-01', '2020-02-01', least := 1) LIMIT 12;
