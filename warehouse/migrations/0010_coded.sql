-- What is coded in articles, as extractors/records/coded.py has it, and the types of events that the registry knows. The tables
-- stood empty until now, so that they are made anew.
DROP TABLE events;
CREATE TABLE events (
    event_id BIGINT, type VARCHAR, mode VARCHAR, contexts VARCHAR[], modality VARCHAR, first_day DATE, last_day DATE,
    date_precision VARCHAR, date_basis VARCHAR, place_id VARCHAR, parties VARCHAR, quad INTEGER, score DOUBLE, ontology_version VARCHAR
);
COMMENT ON TABLE events IS 'Acts that articles tell: one told alike in two articles (type, parties, days, place, modality) is one row. The view acts says which of these rows are one act.';
COMMENT ON COLUMN events.event_id IS 'Event.';
COMMENT ON COLUMN events.type IS 'PLOVER event type.';
COMMENT ON COLUMN events.mode IS 'PLOVER mode, where the type has one.';
COMMENT ON COLUMN events.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN events.modality IS 'actual, future, hypothetical, negated or historical.';
COMMENT ON COLUMN events.first_day IS 'First day on which it may have happened; NULL where nothing says when.';
COMMENT ON COLUMN events.last_day IS 'Last day on which it may have happened.';
COMMENT ON COLUMN events.date_precision IS 'day, week, month, year or interval.';
COMMENT ON COLUMN events.date_basis IS 'How the date is known: text, neighbour (another sentence) or publication.';
COMMENT ON COLUMN events.place_id IS 'Where; NULL where nothing says so.';
COMMENT ON COLUMN events.parties IS 'Who acts, then on whom, as iran>usa; several on one side in the alphabet''s order, joined by +.';
COMMENT ON COLUMN events.quad IS 'PLOVER quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.';
COMMENT ON COLUMN events.score IS 'PLOVER''s score of conflict (below 0) and cooperation (above), from -10 to 10.';
COMMENT ON COLUMN events.ontology_version IS 'Version of registry/ontology that coded it.';

DROP TABLE event_tellings;
CREATE TABLE event_tellings (
    event_id BIGINT, article_id BIGINT, day DATE, sentence_no INTEGER, start_char INTEGER, end_char INTEGER, claim_id BIGINT, confidence FLOAT
);
COMMENT ON TABLE event_tellings IS 'Where each event is told: text[start_char:end_char] holds its trigger.';
COMMENT ON COLUMN event_tellings.event_id IS 'Event.';
COMMENT ON COLUMN event_tellings.article_id IS 'Article.';
COMMENT ON COLUMN event_tellings.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN event_tellings.sentence_no IS 'Sentence of the text.';
COMMENT ON COLUMN event_tellings.start_char IS 'First character of the trigger, from 0.';
COMMENT ON COLUMN event_tellings.end_char IS 'Character after its last.';
COMMENT ON COLUMN event_tellings.claim_id IS 'Claim in which it stands; NULL where the outlet itself tells it.';
COMMENT ON COLUMN event_tellings.confidence IS 'Between 0 and 1.';

DROP TABLE event_parties;
CREATE TABLE event_parties (event_id BIGINT, role VARCHAR, actor_id VARCHAR, party VARCHAR);
COMMENT ON TABLE event_parties IS 'Who took part in an event.';
COMMENT ON COLUMN event_parties.event_id IS 'Event.';
COMMENT ON COLUMN event_parties.role IS 'actor or recipient.';
COMMENT ON COLUMN event_parties.actor_id IS 'Actor of the registry; NULL for a group that has no file.';
COMMENT ON COLUMN event_parties.party IS 'The group as typed, such as iraq:protesters; NULL for an actor of the registry.';

DROP TABLE claims;
CREATE TABLE claims (
    claim_id BIGINT, article_id BIGINT, day DATE, start_char INTEGER, end_char INTEGER, cue_start INTEGER, cue_end INTEGER, stance VARCHAR
);
COMMENT ON TABLE claims IS 'What somebody says in an article: text[start_char:end_char].';
COMMENT ON COLUMN claims.claim_id IS 'Claim.';
COMMENT ON COLUMN claims.article_id IS 'Article.';
COMMENT ON COLUMN claims.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN claims.start_char IS 'First character of what is said, from 0.';
COMMENT ON COLUMN claims.end_char IS 'Character after its last.';
COMMENT ON COLUMN claims.cue_start IS 'First character of the word that says that it is said.';
COMMENT ON COLUMN claims.cue_end IS 'Character after its last.';
COMMENT ON COLUMN claims.stance IS 'asserts, denies, demands, predicts, praises or condemns.';

DROP TABLE claim_speakers;
CREATE TABLE claim_speakers (
    claim_id BIGINT, article_id BIGINT, day DATE, position INTEGER, actor_id VARCHAR, outlet_id VARCHAR, speaker VARCHAR
);
COMMENT ON TABLE claim_speakers IS 'The chain of those who vouch for a claim.';
COMMENT ON COLUMN claim_speakers.claim_id IS 'Claim.';
COMMENT ON COLUMN claim_speakers.article_id IS 'Article of the claim.';
COMMENT ON COLUMN claim_speakers.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN claim_speakers.position IS '0 is the outermost, nearest to the article''s outlet.';
COMMENT ON COLUMN claim_speakers.actor_id IS 'Speaker, where it is an actor.';
COMMENT ON COLUMN claim_speakers.outlet_id IS 'Speaker, where it is an outlet.';
COMMENT ON COLUMN claim_speakers.speaker IS 'Speaker as typed, where it has no name, such as iraq:source.';

DROP TABLE alignments;
CREATE TABLE alignments (
    article_id BIGINT, day DATE, a VARCHAR, b VARCHAR, direction VARCHAR, start_char INTEGER, end_char INTEGER, claim_id BIGINT, confidence FLOAT
);
COMMENT ON TABLE alignments IS 'How two actors stand to one another, as a sentence says it. What their acts say is in acts_between.';
COMMENT ON COLUMN alignments.article_id IS 'Article.';
COMMENT ON COLUMN alignments.day IS 'Day of the article, in UTC.';
COMMENT ON COLUMN alignments.a IS 'Actor.';
COMMENT ON COLUMN alignments.b IS 'The other actor.';
COMMENT ON COLUMN alignments.direction IS 'allied, closer, apart or opposed.';
COMMENT ON COLUMN alignments.start_char IS 'First character of the words that say so, from 0.';
COMMENT ON COLUMN alignments.end_char IS 'Character after the last.';
COMMENT ON COLUMN alignments.claim_id IS 'Claim in which it stands; NULL where the outlet itself says it.';
COMMENT ON COLUMN alignments.confidence IS 'Between 0 and 1.';

CREATE TABLE event_types (ontology_version VARCHAR, type VARCHAR, quad INTEGER, score DOUBLE, recipient_required BOOLEAN, definition VARCHAR);
COMMENT ON TABLE event_types IS 'Types of events that the registry knows: PLOVER''s, with its defects mended.';
COMMENT ON COLUMN event_types.ontology_version IS 'Version of registry/ontology.';
COMMENT ON COLUMN event_types.type IS 'PLOVER event type.';
COMMENT ON COLUMN event_types.quad IS '1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.';
COMMENT ON COLUMN event_types.score IS 'Score of conflict (below 0) and cooperation (above), from -10 to 10.';
COMMENT ON COLUMN event_types.recipient_required IS 'Whether an event of this type always has a recipient.';
COMMENT ON COLUMN event_types.definition IS 'What it is, in words.';

CREATE TABLE event_modes (ontology_version VARCHAR, type VARCHAR, mode VARCHAR, score DOUBLE, definition VARCHAR);
COMMENT ON TABLE event_modes IS 'Modes of the types of events.';
COMMENT ON COLUMN event_modes.ontology_version IS 'Version of registry/ontology.';
COMMENT ON COLUMN event_modes.type IS 'PLOVER event type.';
COMMENT ON COLUMN event_modes.mode IS 'Mode of it.';
COMMENT ON COLUMN event_modes.score IS 'Score in place of the type''s.';
COMMENT ON COLUMN event_modes.definition IS 'What it is, in words.';
