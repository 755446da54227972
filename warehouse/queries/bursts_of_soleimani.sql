-- In which weeks does Soleimani stand out of what is usual for him?
SELECT period, told, round(expected, 1) AS expected, round(z, 1) AS z, burst
FROM bursts('qasem-soleimani') WHERE told > 0 ORDER BY period;
