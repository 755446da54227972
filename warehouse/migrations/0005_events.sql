-- Places kept for what a later step fills: who did what to whom, who says so, and who draws near to whom.
CREATE TABLE events (
    event_id BIGINT, type VARCHAR, mode VARCHAR, contexts VARCHAR[], modality VARCHAR, first_day DATE, last_day DATE,
    date_precision VARCHAR, date_basis VARCHAR, place_id VARCHAR, score DOUBLE, ontology_version VARCHAR
);
COMMENT ON TABLE events IS 'Acts, each once however often it is told. Empty until Zagros codes events.';
COMMENT ON COLUMN events.event_id IS 'Event.';
COMMENT ON COLUMN events.type IS 'PLOVER event type.';
COMMENT ON COLUMN events.mode IS 'PLOVER mode, where the type has one.';
COMMENT ON COLUMN events.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN events.modality IS 'actual, future, hypothetical, negated or historical.';
COMMENT ON COLUMN events.first_day IS 'First day on which it may have happened.';
COMMENT ON COLUMN events.last_day IS 'Last day on which it may have happened.';
COMMENT ON COLUMN events.date_precision IS 'day, week, month, year or interval.';
COMMENT ON COLUMN events.date_basis IS 'How the date is known: text, neighbour (another sentence) or publication.';
COMMENT ON COLUMN events.place_id IS 'Where.';
COMMENT ON COLUMN events.score IS 'PLOVER''s score of conflict (below 0) and cooperation (above).';
COMMENT ON COLUMN events.ontology_version IS 'Version of registry/ontology that coded it.';

CREATE TABLE event_tellings (
    event_id BIGINT, article_id BIGINT, day DATE, sentence_no INTEGER, start_char INTEGER, end_char INTEGER, claim_id BIGINT, confidence FLOAT
);
COMMENT ON TABLE event_tellings IS 'Where each event is told: text[start_char:end_char] holds its trigger.';
COMMENT ON COLUMN event_tellings.event_id IS 'Event.';
COMMENT ON COLUMN event_tellings.article_id IS 'Article.';
COMMENT ON COLUMN event_tellings.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN event_tellings.sentence_no IS 'Sentence of the text.';
COMMENT ON COLUMN event_tellings.start_char IS 'First character of the trigger.';
COMMENT ON COLUMN event_tellings.end_char IS 'Character after its last.';
COMMENT ON COLUMN event_tellings.claim_id IS 'Claim in which it stands; NULL where the outlet itself tells it.';
COMMENT ON COLUMN event_tellings.confidence IS 'Between 0 and 1.';

CREATE TABLE event_parties (event_id BIGINT, role VARCHAR, actor_id VARCHAR, party VARCHAR);
COMMENT ON TABLE event_parties IS 'Who took part in an event.';
COMMENT ON COLUMN event_parties.event_id IS 'Event.';
COMMENT ON COLUMN event_parties.role IS 'actor or recipient.';
COMMENT ON COLUMN event_parties.actor_id IS 'Actor of the registry; NULL for a group that has no file.';
COMMENT ON COLUMN event_parties.party IS 'The group as typed, such as protesters of IQ; NULL for an actor of the registry.';

CREATE TABLE claims (
    claim_id BIGINT, article_id BIGINT, day DATE, start_char INTEGER, end_char INTEGER, cue_start INTEGER, cue_end INTEGER, stance VARCHAR
);
COMMENT ON TABLE claims IS 'What somebody says in an article: text[start_char:end_char]. Empty until Zagros codes claims.';
COMMENT ON COLUMN claims.claim_id IS 'Claim.';
COMMENT ON COLUMN claims.article_id IS 'Article.';
COMMENT ON COLUMN claims.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN claims.start_char IS 'First character of what is said.';
COMMENT ON COLUMN claims.end_char IS 'Character after its last.';
COMMENT ON COLUMN claims.cue_start IS 'First character of the word that says that it is said.';
COMMENT ON COLUMN claims.cue_end IS 'Character after its last.';
COMMENT ON COLUMN claims.stance IS 'asserts, denies, demands, predicts, praises or condemns.';

CREATE TABLE claim_speakers (claim_id BIGINT, position INTEGER, actor_id VARCHAR, outlet_id VARCHAR, speaker VARCHAR);
COMMENT ON TABLE claim_speakers IS 'The chain of those who vouch for a claim.';
COMMENT ON COLUMN claim_speakers.claim_id IS 'Claim.';
COMMENT ON COLUMN claim_speakers.position IS '0 is the outermost, nearest to the article''s outlet.';
COMMENT ON COLUMN claim_speakers.actor_id IS 'Speaker, where it is an actor.';
COMMENT ON COLUMN claim_speakers.outlet_id IS 'Speaker, where it is an outlet.';
COMMENT ON COLUMN claim_speakers.speaker IS 'Speaker as typed, where it has no name: a source of IQ.';

CREATE TABLE alignments (
    article_id BIGINT, day DATE, a VARCHAR, b VARCHAR, direction VARCHAR, basis VARCHAR, start_char INTEGER, end_char INTEGER, claim_id BIGINT, confidence FLOAT
);
COMMENT ON TABLE alignments IS 'Who draws near to whom or apart, as somebody says it. Empty until Zagros codes alignments.';
COMMENT ON COLUMN alignments.article_id IS 'Article.';
COMMENT ON COLUMN alignments.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN alignments.a IS 'Actor.';
COMMENT ON COLUMN alignments.b IS 'The other actor.';
COMMENT ON COLUMN alignments.direction IS 'allied, closer, apart or opposed.';
COMMENT ON COLUMN alignments.basis IS 'stated in words, or inferred from events.';
COMMENT ON COLUMN alignments.start_char IS 'First character of the words.';
COMMENT ON COLUMN alignments.end_char IS 'Character after the last.';
COMMENT ON COLUMN alignments.claim_id IS 'Claim in which it stands; NULL where the outlet itself says it.';
COMMENT ON COLUMN alignments.confidence IS 'Between 0 and 1.';
