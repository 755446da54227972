-- Every fact of an article carries its day of publication: rows of other days are skipped whole, so that evidence, replacing
-- an article and adding up a day cost what that day holds and not what the warehouse holds. The column is nearly free (RLE).
ALTER TABLE articles ADD COLUMN day DATE;
COMMENT ON COLUMN articles.day IS 'Day of publication, in UTC.';
ALTER TABLE sentences ADD COLUMN day DATE;
COMMENT ON COLUMN sentences.day IS 'Day of the article, in UTC.';
ALTER TABLE mentions ADD COLUMN day DATE;
COMMENT ON COLUMN mentions.day IS 'Day of the article, in UTC.';
ALTER TABLE mention_candidates ADD COLUMN day DATE;
COMMENT ON COLUMN mention_candidates.day IS 'Day of the article, in UTC.';
ALTER TABLE story_articles ADD COLUMN day DATE;
COMMENT ON COLUMN story_articles.day IS 'Day of the article, in UTC.';
ALTER TABLE signatures ADD COLUMN day DATE;
COMMENT ON COLUMN signatures.day IS 'Day of the article, in UTC.';
ALTER TABLE signature_bands ADD COLUMN day DATE;
COMMENT ON COLUMN signature_bands.day IS 'Day of the article, in UTC.';

ALTER TABLE articles ADD COLUMN published_raw VARCHAR;
COMMENT ON COLUMN articles.published_raw IS 'The date as feed, page or address wrote it; NULL where there was none, or before Zagros kept it.';
ALTER TABLE articles ADD COLUMN body_hash VARCHAR;
COMMENT ON COLUMN articles.body_hash IS 'Hash of the bytes of the page that was read (SHA-256); NULL where the feed''s text stands in.';
ALTER TABLE articles ADD COLUMN published_precision VARCHAR;
COMMENT ON COLUMN articles.published_precision IS 'instant, or day where no hour was written; NULL before Zagros kept it.';
ALTER TABLE entries ADD COLUMN published_raw VARCHAR;
COMMENT ON COLUMN entries.published_raw IS 'The date as the feed wrote it.';

COMMENT ON TABLE outlet_day IS 'What each outlet published and whether it was asked, by day in UTC; a day on which nothing could be expected has no row.';

CREATE TABLE stale_outlets (outlet_id VARCHAR, since DATE);
COMMENT ON TABLE stale_outlets IS 'Outlets of which outlet_day has yet to be added up anew. Empty in a published copy.';
COMMENT ON COLUMN stale_outlets.outlet_id IS 'Outlet.';
COMMENT ON COLUMN stale_outlets.since IS 'First day that changed, in UTC.';
COMMENT ON TABLE stale_days IS 'Days of which actor_day and pair_day have yet to be added up anew. Empty in a published copy.';

CREATE TABLE unchecked_articles (article_id BIGINT, day DATE);
COMMENT ON TABLE unchecked_articles IS 'Articles changed since the last published copy: the checks before the next look at these. Empty in a published copy.';
COMMENT ON COLUMN unchecked_articles.article_id IS 'Article.';
COMMENT ON COLUMN unchecked_articles.day IS 'Its day of publication, in UTC.';

CREATE TABLE unchecked_days (day DATE);
COMMENT ON TABLE unchecked_days IS 'Days added up anew since the last published copy. Empty in a published copy.';
COMMENT ON COLUMN unchecked_days.day IS 'Day, in UTC.';

CREATE TABLE manifest (
    run_id BIGINT, as_of TIMESTAMPTZ, code_version VARCHAR, registry_hash VARCHAR, schema_step INTEGER, time_zone VARCHAR,
    articles BIGINT, stories BIGINT, mentions BIGINT, mentions_open BIGINT, feeds BIGINT, feeds_failing VARCHAR[],
    outlets_healthy BIGINT, outlets_silent VARCHAR[], since TIMESTAMPTZ, until TIMESTAMPTZ, content_hash VARCHAR, edition VARCHAR
);
COMMENT ON TABLE manifest IS 'What this copy is made of: one row. Cite the run, the code, the registry and the content hash.';
COMMENT ON COLUMN manifest.run_id IS 'Last run in it.';
COMMENT ON COLUMN manifest.as_of IS 'The now of that run.';
COMMENT ON COLUMN manifest.code_version IS 'Version of Zagros.';
COMMENT ON COLUMN manifest.registry_hash IS 'Hash of the registry that read most of the articles.';
COMMENT ON COLUMN manifest.schema_step IS 'Last step of the schema.';
COMMENT ON COLUMN manifest.time_zone IS 'Zone of all days and weeks; articles_local has those of Baghdad and Tehran.';
COMMENT ON COLUMN manifest.articles IS 'Articles.';
COMMENT ON COLUMN manifest.stories IS 'Stories that they tell.';
COMMENT ON COLUMN manifest.mentions IS 'Mentions of actors.';
COMMENT ON COLUMN manifest.mentions_open IS 'Mentions whose actor stays open.';
COMMENT ON COLUMN manifest.feeds IS 'Feeds.';
COMMENT ON COLUMN manifest.feeds_failing IS 'Ids of the feeds whose last poll failed.';
COMMENT ON COLUMN manifest.outlets_healthy IS 'Outlets that reported at their usual pace on their last day of the seven before the run.';
COMMENT ON COLUMN manifest.outlets_silent IS 'Ids of the outlets that did not.';
COMMENT ON COLUMN manifest.since IS 'Earliest article.';
COMMENT ON COLUMN manifest.until IS 'Latest article.';
COMMENT ON COLUMN manifest.content_hash IS 'Hash over all articles of what they say, when, and which registry read them (MD5, exclusive or): the same articles have the same hash in whatever order they came.';
COMMENT ON COLUMN manifest.edition IS 'whole, or without texts: but for the sentences that name somebody these are blank then.';

CREATE TABLE ordered_rollups (rollup VARCHAR, in_order BIGINT);
COMMENT ON TABLE ordered_rollups IS 'How much of a roll-up lies in the order of its actors: it is ordered anew when much has come since.';
COMMENT ON COLUMN ordered_rollups.rollup IS 'Name of the roll-up.';
COMMENT ON COLUMN ordered_rollups.in_order IS 'Rows it had when it was last ordered.';
ALTER TABLE actor_day ADD COLUMN own_stories INTEGER;
COMMENT ON COLUMN actor_day.own_stories IS 'Articles of these that are the first of their story among the outlets of their owner: what others tell before or after does not change it.';
ALTER TABLE outlet_day ADD COLUMN own_stories INTEGER;
COMMENT ON COLUMN outlet_day.own_stories IS 'Articles that are the first of their story among the outlets of their owner.';
ALTER TABLE actor_day ADD COLUMN healthy BOOLEAN;
COMMENT ON COLUMN actor_day.healthy IS 'Whether the outlet reported at its usual pace on this day, as outlet_day has it.';

CREATE TABLE every_day (day DATE, articles BIGINT, stories BIGINT, healthy BIGINT);
COMMENT ON TABLE every_day IS 'What all outlets published, day by day from the first to the last in UTC; a day on which none was expected has zeros.';
COMMENT ON COLUMN every_day.day IS 'Day.';
COMMENT ON COLUMN every_day.articles IS 'Articles of all outlets.';
COMMENT ON COLUMN every_day.stories IS 'Articles of these that are the earliest of their story.';
COMMENT ON COLUMN every_day.healthy IS 'Outlets that reported at their usual pace: on a day without any, nobody knows.';

DROP TABLE pair_day;
CREATE TABLE pair_day (day DATE, a VARCHAR, b VARCHAR, outlet_id VARCHAR, articles INTEGER, stories INTEGER, sentences INTEGER);
COMMENT ON TABLE pair_day IS 'How often each outlet named two actors together, by day in UTC; refreshed for the days that a run touched.';
COMMENT ON COLUMN pair_day.day IS 'Day of publication.';
COMMENT ON COLUMN pair_day.a IS 'The actor whose id comes first in the alphabet.';
COMMENT ON COLUMN pair_day.b IS 'The other.';
COMMENT ON COLUMN pair_day.outlet_id IS 'Outlet.';
COMMENT ON COLUMN pair_day.articles IS 'Articles that name both.';
COMMENT ON COLUMN pair_day.stories IS 'Articles of these that are the first of their story.';
COMMENT ON COLUMN pair_day.sentences IS 'Sentences of these articles that name both.';

-- After all changes of the tables' shape: DuckDB commits no shape that changes after its rows did.
UPDATE articles SET day = (published_at AT TIME ZONE 'UTC')::DATE;
UPDATE sentences SET day = a.day FROM articles a WHERE a.article_id = sentences.article_id;
UPDATE mentions SET day = a.day FROM articles a WHERE a.article_id = mentions.article_id;
UPDATE mention_candidates SET day = a.day FROM articles a WHERE a.article_id = mention_candidates.article_id;
UPDATE story_articles SET day = a.day FROM articles a WHERE a.article_id = story_articles.article_id;
UPDATE signatures SET day = (published_at AT TIME ZONE 'UTC')::DATE;
UPDATE signature_bands SET day = a.day FROM articles a WHERE a.article_id = signature_bands.article_id;
