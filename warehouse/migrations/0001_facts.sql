-- Tables only. Facts carry no primary-key index (three times the bytes, a fifth of the speed: docs/method.md); an
-- article's facts are replaced whole in one transaction, and checks/*.sql watch that identities stay single.
CREATE TABLE runs (
    run_id BIGINT,
    started_at TIMESTAMPTZ,
    seconds DOUBLE,
    feeds INTEGER,
    feeds_failed INTEGER,
    entries_new INTEGER,
    articles_new INTEGER,
    articles_changed INTEGER,
    mentions INTEGER,
    failures INTEGER,
    hints_missed INTEGER,
    code_version VARCHAR,
    registry_hash VARCHAR
);
COMMENT ON TABLE runs IS 'One row a run of the pipeline: when, how long, and what came of it.';
COMMENT ON COLUMN runs.run_id IS 'Number of the run, counting from 1.';
COMMENT ON COLUMN runs.started_at IS 'The now of the run: every instant it stored follows it.';
COMMENT ON COLUMN runs.seconds IS 'How long the run took, in seconds of the machine''s clock.';
COMMENT ON COLUMN runs.feeds IS 'Feeds polled.';
COMMENT ON COLUMN runs.feeds_failed IS 'Feeds of these that did not answer with a feed.';
COMMENT ON COLUMN runs.entries_new IS 'Entries seen for the first time.';
COMMENT ON COLUMN runs.articles_new IS 'Articles stored for the first time.';
COMMENT ON COLUMN runs.articles_changed IS 'Articles whose text was replaced, as when a page came after the feed''s text.';
COMMENT ON COLUMN runs.mentions IS 'Mentions stored.';
COMMENT ON COLUMN runs.failures IS 'Failures stored.';
COMMENT ON COLUMN runs.hints_missed IS 'Articles whose outlet''s page hint matched nothing.';
COMMENT ON COLUMN runs.code_version IS 'Version of Zagros that ran.';
COMMENT ON COLUMN runs.registry_hash IS 'Hash of the registry that found the mentions.';

CREATE TABLE outlets (
    outlet_id VARCHAR,
    name VARCHAR,
    domains VARCHAR[],
    languages VARCHAR[],
    country VARCHAR,
    owner VARCHAR,
    leaning VARCHAR,
    zone VARCHAR
);
COMMENT ON TABLE outlets IS 'Who publishes: one row an outlet, as in registry/outlets or made of a feed list.';
COMMENT ON COLUMN outlets.outlet_id IS 'Id of the outlet: the name of its registry file, or of its host.';
COMMENT ON COLUMN outlets.name IS 'Name of the outlet in English or as its feed list says it.';
COMMENT ON COLUMN outlets.domains IS 'Domains on which it publishes.';
COMMENT ON COLUMN outlets.languages IS 'Languages in which it publishes (ISO 639).';
COMMENT ON COLUMN outlets.country IS 'Country or side it belongs to (ISO 3166, IQ-KRG for Kurdistan).';
COMMENT ON COLUMN outlets.owner IS 'Actor that owns or controls it.';
COMMENT ON COLUMN outlets.leaning IS 'Its leaning in words.';
COMMENT ON COLUMN outlets.zone IS 'Time zone of its dates that name none (IANA).';

CREATE TABLE feeds (feed_id VARCHAR, outlet_id VARCHAR, url VARCHAR, title VARCHAR, language VARCHAR);
COMMENT ON TABLE feeds IS 'Addresses that are polled.';
COMMENT ON COLUMN feeds.feed_id IS 'Id of the feed.';
COMMENT ON COLUMN feeds.outlet_id IS 'Outlet that answers there.';
COMMENT ON COLUMN feeds.url IS 'Address of the feed.';
COMMENT ON COLUMN feeds.title IS 'Its title.';
COMMENT ON COLUMN feeds.language IS 'The language that the feed list gives it.';

CREATE TABLE polls (
    run_id BIGINT,
    feed_id VARCHAR,
    polled_at TIMESTAMPTZ,
    status VARCHAR,
    http_status INTEGER,
    entries INTEGER,
    new_entries INTEGER,
    bytes BIGINT,
    seconds DOUBLE,
    reason VARCHAR
);
COMMENT ON TABLE polls IS 'One row each time a feed was asked.';
COMMENT ON COLUMN polls.run_id IS 'Run that asked.';
COMMENT ON COLUMN polls.feed_id IS 'Feed that was asked.';
COMMENT ON COLUMN polls.polled_at IS 'When.';
COMMENT ON COLUMN polls.status IS 'ok, or failed.';
COMMENT ON COLUMN polls.http_status IS 'HTTP status of the answer, if one came.';
COMMENT ON COLUMN polls.entries IS 'Entries it listed.';
COMMENT ON COLUMN polls.new_entries IS 'Entries of these that were not known.';
COMMENT ON COLUMN polls.bytes IS 'Decoded bytes of the answer.';
COMMENT ON COLUMN polls.seconds IS 'Seconds from question to parsed answer.';
COMMENT ON COLUMN polls.reason IS 'Why it failed, in words.';

CREATE TABLE entries (
    entry_id BIGINT,
    article_id BIGINT,
    feed_id VARCHAR,
    outlet_id VARCHAR,
    url VARCHAR,
    guid VARCHAR,
    title VARCHAR,
    author VARCHAR,
    text VARCHAR,
    language VARCHAR,
    published_at TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ,
    has_page BOOLEAN,
    attempts INTEGER,
    state VARCHAR,
    due_at TIMESTAMPTZ
);
COMMENT ON TABLE entries IS 'What feeds listed, in plain text, and how the reading of its page stands.';
COMMENT ON COLUMN entries.entry_id IS 'Hash of feed and guid, or of feed and address.';
COMMENT ON COLUMN entries.article_id IS 'Article it points to; entries of one page share it.';
COMMENT ON COLUMN entries.feed_id IS 'Feed that listed it.';
COMMENT ON COLUMN entries.outlet_id IS 'Outlet that publishes the page.';
COMMENT ON COLUMN entries.url IS 'Address of the page as listed, made absolute.';
COMMENT ON COLUMN entries.guid IS 'The feed''s own id of it, if any.';
COMMENT ON COLUMN entries.title IS 'Its title.';
COMMENT ON COLUMN entries.author IS 'Its author, if the feed names one.';
COMMENT ON COLUMN entries.text IS 'The feed''s content or summary, whichever is longer.';
COMMENT ON COLUMN entries.language IS 'The language that the feed claims.';
COMMENT ON COLUMN entries.published_at IS 'When the feed says it was published.';
COMMENT ON COLUMN entries.first_seen_at IS 'When Zagros first saw it.';
COMMENT ON COLUMN entries.has_page IS 'False where the feed gives no address to read.';
COMMENT ON COLUMN entries.attempts IS 'How often its page was asked for.';
COMMENT ON COLUMN entries.state IS 'page: read; feed: the feed''s text is kept for now; failed: nothing yet; new: not yet asked for.';
COMMENT ON COLUMN entries.due_at IS 'When its page is asked for again; NULL when it need not be.';

CREATE TABLE articles (
    article_id BIGINT,
    url VARCHAR,
    canonical_url VARCHAR,
    feed_id VARCHAR,
    outlet_id VARCHAR,
    title VARCHAR,
    author VARCHAR,
    language VARCHAR,
    published_at TIMESTAMPTZ,
    published_basis VARCHAR,
    fetched_at TIMESTAMPTZ,
    caption VARCHAR,
    text VARCHAR,
    text_source VARCHAR,
    hint VARCHAR,
    content_hash VARCHAR,
    run_id BIGINT
);
COMMENT ON TABLE articles IS 'One row an article, with its newest text.';
COMMENT ON COLUMN articles.article_id IS 'Hash of its address without scheme, www and tracking.';
COMMENT ON COLUMN articles.url IS 'Address as the feed listed it.';
COMMENT ON COLUMN articles.canonical_url IS 'Address that the page gives itself, where it is of the same site.';
COMMENT ON COLUMN articles.feed_id IS 'Feed that listed it first.';
COMMENT ON COLUMN articles.outlet_id IS 'Outlet that publishes it.';
COMMENT ON COLUMN articles.title IS 'Headline.';
COMMENT ON COLUMN articles.author IS 'Author, from feed or page.';
COMMENT ON COLUMN articles.language IS 'Language of the text itself (ISO 639; ckb is Sorani Kurdish).';
COMMENT ON COLUMN articles.published_at IS 'When it was published.';
COMMENT ON COLUMN articles.published_basis IS 'How that is known: feed, page, url (the day only), fetched (no date anywhere), clamped (a future date).';
COMMENT ON COLUMN articles.fetched_at IS 'When this text was read.';
COMMENT ON COLUMN articles.caption IS 'Captions of its pictures, one a line, each once.';
COMMENT ON COLUMN articles.text IS 'Body, one paragraph a line, without the page''s furniture.';
COMMENT ON COLUMN articles.text_source IS 'page, or feed where the page is missing, walled or too short.';
COMMENT ON COLUMN articles.hint IS 'Whether the outlet''s page hint was used, missed, or there is none.';
COMMENT ON COLUMN articles.content_hash IS 'Hash of title, caption and text (BLAKE2b).';
COMMENT ON COLUMN articles.run_id IS 'Run that stored this text.';

CREATE TABLE sentences (article_id BIGINT, sentence_no INTEGER, start_char INTEGER, end_char INTEGER);
COMMENT ON TABLE sentences IS 'Where the sentences of each article''s text stand.';
COMMENT ON COLUMN sentences.article_id IS 'Article.';
COMMENT ON COLUMN sentences.sentence_no IS 'Number of the sentence, from 0.';
COMMENT ON COLUMN sentences.start_char IS 'First character, counted from 0.';
COMMENT ON COLUMN sentences.end_char IS 'Character after the last.';

CREATE TABLE mentions (
    article_id BIGINT,
    actor_id VARCHAR,
    field VARCHAR,
    sentence_no INTEGER,
    start_char INTEGER,
    end_char INTEGER,
    surface VARCHAR,
    basis VARCHAR,
    confidence FLOAT
);
COMMENT ON TABLE mentions IS 'Where an actor is named: field[start_char:end_char] is surface, counted in characters from 0.';
COMMENT ON COLUMN mentions.article_id IS 'Article.';
COMMENT ON COLUMN mentions.actor_id IS 'Actor.';
COMMENT ON COLUMN mentions.field IS 'title, caption or text.';
COMMENT ON COLUMN mentions.sentence_no IS 'Sentence of the text; NULL in title and caption.';
COMMENT ON COLUMN mentions.start_char IS 'First character in the field, from 0.';
COMMENT ON COLUMN mentions.end_char IS 'Character after the last.';
COMMENT ON COLUMN mentions.surface IS 'The words as they stand there.';
COMMENT ON COLUMN mentions.basis IS 'name: this actor wherever it stands; context: a weak name beside a full one in the article.';
COMMENT ON COLUMN mentions.confidence IS 'Between 0 and 1.';

CREATE TABLE failures (
    run_id BIGINT,
    url VARCHAR,
    feed_id VARCHAR,
    article_id BIGINT,
    stage VARCHAR,
    reason VARCHAR,
    failed_at TIMESTAMPTZ,
    attempts INTEGER
);
COMMENT ON TABLE failures IS 'What did not work, in words: one row each time.';
COMMENT ON COLUMN failures.run_id IS 'Run in which it failed.';
COMMENT ON COLUMN failures.url IS 'Address that was asked.';
COMMENT ON COLUMN failures.feed_id IS 'Feed it belongs to.';
COMMENT ON COLUMN failures.article_id IS 'Article it belongs to; NULL where the feed itself failed.';
COMMENT ON COLUMN failures.stage IS 'poll, fetch or extract.';
COMMENT ON COLUMN failures.reason IS 'Why, in words.';
COMMENT ON COLUMN failures.failed_at IS 'When.';
COMMENT ON COLUMN failures.attempts IS 'How often it was tried so far.';

CREATE TABLE actors (
    actor_id VARCHAR,
    name VARCHAR,
    kind VARCHAR,
    side VARCHAR,
    wikidata VARCHAR,
    parent VARCHAR,
    active_from VARCHAR,
    active_to VARCHAR,
    note VARCHAR
);
COMMENT ON TABLE actors IS 'Who acts: one row a file of the registry.';
COMMENT ON COLUMN actors.actor_id IS 'Id of the actor: the name of its registry file.';
COMMENT ON COLUMN actors.name IS 'How our reports say it.';
COMMENT ON COLUMN actors.kind IS 'person, state, party, militia and so on.';
COMMENT ON COLUMN actors.side IS 'Country or side it belongs to.';
COMMENT ON COLUMN actors.wikidata IS 'Wikidata item, where certain.';
COMMENT ON COLUMN actors.parent IS 'Actor it belongs to.';
COMMENT ON COLUMN actors.active_from IS 'Since when it acts: year, month or day.';
COMMENT ON COLUMN actors.active_to IS 'Until when: death, dissolution or end of office.';
COMMENT ON COLUMN actors.note IS 'What an editor should know.';

CREATE TABLE actor_names (actor_id VARCHAR, name VARCHAR, language VARCHAR, strength VARCHAR);
COMMENT ON TABLE actor_names IS 'Every name of every actor.';
COMMENT ON COLUMN actor_names.actor_id IS 'Actor.';
COMMENT ON COLUMN actor_names.name IS 'Name.';
COMMENT ON COLUMN actor_names.language IS 'Language of the name.';
COMMENT ON COLUMN actor_names.strength IS 'strong: means this actor anywhere; weak: only beside another sign; never: a longer phrase that means something else.';
