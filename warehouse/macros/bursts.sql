-- Periods that stand out of the 26 before them by the robust z-score of their share (median and MAD; Iglewicz and Hoaglin,
-- How to Detect and Handle Outliers, 1993, who propose 3.5 as the bound). No spread counts as smaller than chance would
-- make it with so many stories (the binomial's), and than one story.
CREATE OR REPLACE MACRO bursts(actor, grain := 'week') AS TABLE
WITH trend AS (
    SELECT period, stories, all_stories, stories / nullif(all_stories, 0) AS share
    FROM actor_trend(actor, grain := grain) WHERE stories IS NOT NULL
),
usual AS (
    SELECT *, median(share) OVER before AS middle, mad(share) OVER before AS spread, count(*) OVER before AS seen
    FROM trend WINDOW before AS (ORDER BY period ROWS BETWEEN 26 PRECEDING AND 1 PRECEDING)
),
scored AS (
    SELECT *, (share - middle) / greatest(1.4826 * spread, sqrt(middle * (1 - middle) / all_stories), 1 / all_stories) AS z FROM usual
)
SELECT period, stories, share, middle AS usual_share, z, coalesce(stories >= 5 AND seen >= 8 AND z > 3.5, false) AS burst
FROM scored ORDER BY period;
COMMENT ON MACRO TABLE bursts IS 'bursts(actor, grain := week): robust z-score of each period''s share against the 26 before; burst where it exceeds 3.5 with 5 stories or more.';
