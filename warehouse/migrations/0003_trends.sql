-- What trends stand on: versions of corrected articles, stories told again, who held office, and what was added up by day.
ALTER TABLE runs ADD COLUMN content_hash VARCHAR;
COMMENT ON COLUMN runs.content_hash IS 'Hash of the batch of facts (BLAKE2b): the same batch is stored once, however often it is handed over.';

CREATE TABLE article_versions (
    article_id BIGINT, fetched_at TIMESTAMPTZ, replaced_at TIMESTAMPTZ, title VARCHAR, caption VARCHAR, text VARCHAR,
    text_source VARCHAR, content_hash VARCHAR, run_id BIGINT
);
COMMENT ON TABLE article_versions IS 'Earlier texts of articles that were replaced; facts follow the newest, which is in articles.';
COMMENT ON COLUMN article_versions.article_id IS 'Article.';
COMMENT ON COLUMN article_versions.fetched_at IS 'When this text was read.';
COMMENT ON COLUMN article_versions.replaced_at IS 'When another took its place.';
COMMENT ON COLUMN article_versions.title IS 'Headline it had.';
COMMENT ON COLUMN article_versions.caption IS 'Captions it had.';
COMMENT ON COLUMN article_versions.text IS 'Body it had.';
COMMENT ON COLUMN article_versions.text_source IS 'page or feed.';
COMMENT ON COLUMN article_versions.content_hash IS 'Hash of title, caption and text (BLAKE2b).';
COMMENT ON COLUMN article_versions.run_id IS 'Run that stored this text.';

CREATE TABLE registry_versions (registry_hash VARCHAR, first_seen_at TIMESTAMPTZ, actors INTEGER, names INTEGER, offices INTEGER, places INTEGER);
COMMENT ON TABLE registry_versions IS 'Registries that found mentions: what they held, and since when they were used.';
COMMENT ON COLUMN registry_versions.registry_hash IS 'Hash of all that the registry knew.';
COMMENT ON COLUMN registry_versions.first_seen_at IS 'The now of the first run with it.';
COMMENT ON COLUMN registry_versions.actors IS 'Actors in it.';
COMMENT ON COLUMN registry_versions.names IS 'Names in it.';
COMMENT ON COLUMN registry_versions.offices IS 'Offices in it.';
COMMENT ON COLUMN registry_versions.places IS 'Places in it.';

CREATE TABLE offices (office_id VARCHAR, name VARCHAR, wikidata VARCHAR, organ VARCHAR);
COMMENT ON TABLE offices IS 'Offices whose names mean their holders.';
COMMENT ON COLUMN offices.office_id IS 'Id of the office: the name of its registry file.';
COMMENT ON COLUMN offices.name IS 'Its name in English.';
COMMENT ON COLUMN offices.wikidata IS 'Wikidata item, where certain.';
COMMENT ON COLUMN offices.organ IS 'Actor that it leads, serves or speaks for.';

CREATE TABLE office_holders (office_id VARCHAR, actor_id VARCHAR, since VARCHAR, until VARCHAR, certain BOOLEAN);
COMMENT ON TABLE office_holders IS 'Who held an office when.';
COMMENT ON COLUMN office_holders.office_id IS 'Office.';
COMMENT ON COLUMN office_holders.actor_id IS 'Holder.';
COMMENT ON COLUMN office_holders.since IS 'First year, month or day.';
COMMENT ON COLUMN office_holders.until IS 'Year, month or day of the successor''s beginning.';
COMMENT ON COLUMN office_holders.certain IS 'Whether the dates are sure.';

CREATE TABLE places (place_id VARCHAR, name VARCHAR, kind VARCHAR, country VARCHAR, wikidata VARCHAR, latitude DOUBLE, longitude DOUBLE);
COMMENT ON TABLE places IS 'Where things happen.';
COMMENT ON COLUMN places.place_id IS 'Id of the place: the name of its registry file.';
COMMENT ON COLUMN places.name IS 'Its name in English.';
COMMENT ON COLUMN places.kind IS 'city, governorate, airport, border_crossing and so on.';
COMMENT ON COLUMN places.country IS 'Country it lies in.';
COMMENT ON COLUMN places.wikidata IS 'Wikidata item, where certain.';
COMMENT ON COLUMN places.latitude IS 'Degrees north.';
COMMENT ON COLUMN places.longitude IS 'Degrees east.';

CREATE TABLE story_articles (story_id BIGINT, article_id BIGINT, likeness FLOAT);
CREATE TABLE stale_days (day DATE);
COMMENT ON TABLE stale_days IS 'Days whose actor_day and pair_day a replay has yet to add up anew; empty between runs.';
COMMENT ON COLUMN stale_days.day IS 'Day of publication, in UTC.';

COMMENT ON TABLE story_articles IS 'Which story each article tells: copies and slight edits of one text are one story.';
COMMENT ON COLUMN story_articles.story_id IS 'Story: an id that stays; story_leads says which article is its earliest.';
COMMENT ON COLUMN story_articles.article_id IS 'Article that tells it.';
COMMENT ON COLUMN story_articles.likeness IS 'Share of word runs that it has in common with the nearest earlier telling, estimated by MinHash; 1 for the first.';

CREATE TABLE signatures (article_id BIGINT, published_at TIMESTAMPTZ, hashes UINTEGER[]);
COMMENT ON TABLE signatures IS 'MinHash of each article''s text, by which copies are told.';
COMMENT ON COLUMN signatures.article_id IS 'Article.';
COMMENT ON COLUMN signatures.published_at IS 'When it was published.';
COMMENT ON COLUMN signatures.hashes IS '128 least hashes of its runs of five words.';

CREATE TABLE signature_bands (band BIGINT, article_id BIGINT);
COMMENT ON TABLE signature_bands IS 'Hashes of the signatures'' bands: articles that share one may tell the same story.';
COMMENT ON COLUMN signature_bands.band IS 'Hash of eight hashes of the signature and of their place in it.';
COMMENT ON COLUMN signature_bands.article_id IS 'Article.';

CREATE TABLE outlet_day (
    day DATE, outlet_id VARCHAR, polls INTEGER, answered INTEGER, articles INTEGER, stories INTEGER, usual DOUBLE, healthy BOOLEAN
);
COMMENT ON TABLE outlet_day IS 'What each outlet published and whether it was asked, by day in UTC; made anew for each outlet that a run touched.';
COMMENT ON COLUMN outlet_day.day IS 'Day.';
COMMENT ON COLUMN outlet_day.outlet_id IS 'Outlet.';
COMMENT ON COLUMN outlet_day.polls IS 'Times its feeds were asked on this day.';
COMMENT ON COLUMN outlet_day.answered IS 'Times they answered with a feed.';
COMMENT ON COLUMN outlet_day.articles IS 'Articles published on this day.';
COMMENT ON COLUMN outlet_day.stories IS 'Articles of these that are the earliest of their story.';
COMMENT ON COLUMN outlet_day.usual IS 'Its usual pace: median articles of the days with any among the 180 before.';
COMMENT ON COLUMN outlet_day.healthy IS 'Whether it reported at its usual pace: false where no feed answered, or where it fell below a quarter of a pace of 3 or more; NULL where nobody can know.';

CREATE TABLE actor_day (day DATE, actor_id VARCHAR, outlet_id VARCHAR, articles INTEGER, stories INTEGER, mentions INTEGER);
COMMENT ON TABLE actor_day IS 'How often each outlet named each actor, by day in UTC; refreshed for the days that a run touched.';
COMMENT ON COLUMN actor_day.day IS 'Day of publication.';
COMMENT ON COLUMN actor_day.actor_id IS 'Actor.';
COMMENT ON COLUMN actor_day.outlet_id IS 'Outlet.';
COMMENT ON COLUMN actor_day.articles IS 'Articles that name the actor.';
COMMENT ON COLUMN actor_day.stories IS 'Articles of these that are the first of their story: a text copied forty times counts once.';
COMMENT ON COLUMN actor_day.mentions IS 'Times the actor is named.';

CREATE TABLE pair_day (day DATE, a VARCHAR, b VARCHAR, articles INTEGER, stories INTEGER, sentences INTEGER);
COMMENT ON TABLE pair_day IS 'How often two actors are named together, by day in UTC; refreshed for the days that a run touched.';
COMMENT ON COLUMN pair_day.day IS 'Day of publication.';
COMMENT ON COLUMN pair_day.a IS 'The actor whose id comes first in the alphabet.';
COMMENT ON COLUMN pair_day.b IS 'The other.';
COMMENT ON COLUMN pair_day.articles IS 'Articles that name both.';
COMMENT ON COLUMN pair_day.stories IS 'Articles of these that are the first of their story.';
COMMENT ON COLUMN pair_day.sentences IS 'Sentences that name both.';
