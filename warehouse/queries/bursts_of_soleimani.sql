-- In which weeks does Soleimani stand out of what is usual for him?
SELECT period, stories, round(share, 2) AS share, round(usual_share, 2) AS usual, round(z, 1) AS z, burst
FROM bursts('qasem-soleimani') WHERE stories > 0 ORDER BY period;
