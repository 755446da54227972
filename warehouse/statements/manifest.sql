-- What a published copy is made of, in one row, so that whoever holds the file can cite it.
CREATE TABLE published.manifest AS
SELECT
    r.run_id, r.started_at AS as_of, r.code_version,
    coalesce((SELECT mode(registry_hash) FROM published.articles), r.registry_hash) AS registry_hash,
    (SELECT max(version) FROM published.migrations) AS schema_step,
    'UTC' AS time_zone,
    (SELECT count(*) FROM published.articles) AS articles,
    (SELECT count(DISTINCT story_id) FROM published.story_articles) AS stories,
    (SELECT count(*) FROM published.mentions WHERE actor_id IS NOT NULL) AS mentions,
    (SELECT count(*) FROM published.mentions WHERE actor_id IS NULL) AS mentions_open,
    (SELECT count(*) FROM published.feeds) AS feeds,
    r.feeds_failed,
    (SELECT min(published_at) FROM published.articles) AS since,
    (SELECT max(published_at) FROM published.articles) AS until
FROM published.runs r QUALIFY row_number() OVER (ORDER BY run_id DESC) = 1;
COMMENT ON TABLE published.manifest IS 'What this copy is made of: one row. Cite the run, the code and the registry.';
COMMENT ON COLUMN published.manifest.run_id IS 'Last run in it.';
COMMENT ON COLUMN published.manifest.as_of IS 'The now of that run.';
COMMENT ON COLUMN published.manifest.code_version IS 'Version of Zagros.';
COMMENT ON COLUMN published.manifest.registry_hash IS 'Hash of the registry that read most of the articles.';
COMMENT ON COLUMN published.manifest.schema_step IS 'Last step of the schema.';
COMMENT ON COLUMN published.manifest.time_zone IS 'Zone of all days and weeks.';
COMMENT ON COLUMN published.manifest.articles IS 'Articles.';
COMMENT ON COLUMN published.manifest.stories IS 'Stories that they tell.';
COMMENT ON COLUMN published.manifest.mentions IS 'Mentions of actors.';
COMMENT ON COLUMN published.manifest.mentions_open IS 'Mentions whose actor stays open.';
COMMENT ON COLUMN published.manifest.feeds IS 'Feeds.';
COMMENT ON COLUMN published.manifest.feeds_failed IS 'Feeds that did not answer in the last run.';
COMMENT ON COLUMN published.manifest.since IS 'Earliest article.';
COMMENT ON COLUMN published.manifest.until IS 'Latest article.';
