-- Of the stories told on stale days, or since a stale outlet's first: which article tells it first of all, and which first among
-- the outlets of its owner. Also whence each outlet is added up anew: from the day before the first that changed, which was not
-- over when it was judged, and every outlet that was active in the half year from its last active day, as others' time went on.
CREATE OR REPLACE TEMP TABLE newest_day AS
SELECT greatest((SELECT max(day) FROM articles), (SELECT max((polled_at AT TIME ZONE 'UTC')::DATE) FROM polls)) AS until;
CREATE OR REPLACE TEMP TABLE touched_from AS
SELECT outlet_id, min(since) AS since FROM (
    SELECT outlet_id, since - 1 AS since FROM stale_outlets
    UNION ALL
    SELECT outlet_id, max(day) AS since FROM outlet_day WHERE (articles > 0 OR polls > 0) AND EXISTS (FROM stale_outlets) GROUP BY outlet_id
    HAVING max(day) BETWEEN (SELECT until FROM newest_day) - 180 AND (SELECT until FROM newest_day) - 1
) GROUP BY outlet_id;
CREATE OR REPLACE TEMP TABLE first_tellings AS
WITH told AS (
    SELECT story_id, article_id FROM story_articles WHERE story_id IN (
        SELECT story_id FROM story_articles WHERE day IN (SELECT day FROM stale_days) OR day >= (SELECT min(since) FROM touched_from)
    )
)
SELECT t.article_id,
    row_number() OVER (PARTITION BY t.story_id ORDER BY a.published_at, t.article_id) = 1 AS leads,
    row_number() OVER (PARTITION BY t.story_id, coalesce(o.owner, a.outlet_id) ORDER BY a.published_at, t.article_id) = 1 AS leads_own
FROM told t JOIN articles a USING (article_id) LEFT JOIN outlets o ON o.outlet_id = a.outlet_id;
