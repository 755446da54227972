-- Names whose actor stays open, and what a replay must know: which registry found an article's mentions, and what it knew.
ALTER TABLE articles ADD COLUMN registry_hash VARCHAR;
COMMENT ON COLUMN articles.registry_hash IS 'Hash of the registry that found its mentions; NULL before Zagros remembered it.';
COMMENT ON COLUMN mentions.actor_id IS 'Actor; NULL where the name stays open: whom it may mean is in mention_candidates, where anybody is likely.';
COMMENT ON COLUMN mentions.basis IS 'name: this actor wherever it stands; context, nearest: a weak name by the signs around it; office: its holder at the time; office beside a name: of the holder named there; open: nobody for sure.';

CREATE TABLE mention_candidates (article_id BIGINT, field VARCHAR, start_char INTEGER, actor_id VARCHAR, score FLOAT);
COMMENT ON TABLE mention_candidates IS 'Whom a mention without an actor may mean.';
COMMENT ON COLUMN mention_candidates.article_id IS 'Article of the mention.';
COMMENT ON COLUMN mention_candidates.field IS 'Field of the mention: title, caption or text.';
COMMENT ON COLUMN mention_candidates.start_char IS 'First character of the mention.';
COMMENT ON COLUMN mention_candidates.actor_id IS 'Actor that it may mean.';
COMMENT ON COLUMN mention_candidates.score IS 'How much speaks for it; from 0.55 on it is enough, unless another is as likely.';

CREATE TABLE spellings (registry_hash VARCHAR, spelling VARCHAR, meaning BIGINT);
COMMENT ON TABLE spellings IS 'What the registries knew that found the mentions of the stored articles: a replay looks only for what changed.';
COMMENT ON COLUMN spellings.registry_hash IS 'Hash of the registry.';
COMMENT ON COLUMN spellings.spelling IS 'Folded name, office, place or word of a lexicon.';
COMMENT ON COLUMN spellings.meaning IS 'Hash of all that it may mean (BLAKE2b).';
