-- Below which a true share hardly lies that showed as k of n: Wilson's score interval with correction for continuity, which
-- errs on the side of caution (Newcombe, Statistics in Medicine 17, 1998, method 4; 95 %).
CREATE OR REPLACE MACRO wilson_low(k, n) AS
CASE WHEN k IS NULL THEN NULL WHEN k > 0 THEN greatest(0, (2 * k + 2.8416 - 1.96 * sqrt(greatest(0, 1.8416 - 1 / n::DOUBLE + 4 * k * (n - k + 1) / n::DOUBLE))) / (2 * (n + 3.8416)))
    WHEN n > 0 THEN 0 END;
COMMENT ON MACRO wilson_low IS 'wilson_low(k, n): lower end of the 95 % interval of a share that showed as k of n.';
