-- Above which a true share hardly lies that showed as k of n: the upper end of the interval of wilson_low.
CREATE OR REPLACE MACRO wilson_high(k, n) AS
CASE WHEN k IS NULL THEN NULL WHEN k < n THEN least(1, (2 * k + 4.8416 + 1.96 * sqrt(greatest(0, 5.8416 - 1 / n::DOUBLE + 4 * k * (n - k - 1) / n::DOUBLE))) / (2 * (n + 3.8416)))
    WHEN n > 0 THEN 1 END;
COMMENT ON MACRO wilson_high IS 'wilson_high(k, n): upper end of the 95 % interval of a share that showed as k of n.';
