-- How often is Sadr named together with Iran, month by month, and in one sentence?
SELECT period, articles, sentences, round(share, 2) AS share FROM pair_trend('muqtada-al-sadr', 'iran', grain := 'month') WHERE share IS NOT NULL ORDER BY period;
