"""What was coded in an article in, its records out: events and their parties and tellings, claims and speakers, alignments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from extractors.acts import Act
from extractors.claims import Said
from extractors.events import Coded
from extractors.feed import key
from extractors.ontology import Ontology
from extractors.records import Alignment, Article, Claim, ClaimSpeaker, Event, EventParty, EventTelling, Facts, Sentence
from extractors.registry import Registry

# By whether an actor of the registry acts and is acted on: puts tellings in order, and is no probability (docs/method.md).
SURE = {(True, True): 0.9, (True, False): 0.65, (False, True): 0.6, (False, False): 0.5}
# Of a row of an event, its number first.
COLUMNS = tuple(field.name for field in fields(Event))
# The same for what is stated of a pair.
STATED = 0.6


def facts_of(article: Article, sentences: Sequence[Sentence], coded: Coded, registry: Registry, ontology: Ontology) -> Facts:
    """Lay out what was coded in an article as records."""
    claims = {said: claim_of(article, said) for said in dict.fromkeys(coded.said)}
    ids = {said: claim.claim_id for said, claim in claims.items()}
    told = [(event_of(act, ontology), act) for act in coded.acts]
    parties = {party for event, act in told for party in parties_of(event.event_id, act)}
    return Facts(
        events=tuple(dict.fromkeys(event for event, _ in told)),
        event_parties=tuple(sorted(parties, key=lambda p: (p.event_id, p.role, p.actor_id or "", p.party or ""))),
        event_tellings=tuple(
            t for event, act in told for t in tellings_of(article, [sentences[n] for n in coded.numbers], event, act, ids)
        ),
        claims=tuple(claims.values()),
        claim_speakers=tuple(s for said, claim in claims.items() for s in speakers_of(claim, said, registry)),
        alignments=tuple(
            Alignment(
                article.article_id, stand.a, stand.b, stand.direction, stand.start, stand.end, ids[said] if said else None, STATED
            )
            for stand, said in coded.stands
        ),
    )


def event_of(act: Act, ontology: Ontology) -> Event:
    """Make the event of an act; its number is a hash of its whole row, which is the same wherever it is told."""
    begin, end, precision, basis = act.when or (None, None, None, None)
    sides = ["+".join(sorted({one.removeprefix("text:") for one in side})) for side in (act.actors, act.recipients)]
    event = Event(
        event_id=0,
        type=act.type,
        mode=act.mode,
        contexts=act.contexts,
        modality=act.modality,
        first_day=begin,
        last_day=end,
        date_precision=precision,
        date_basis=basis,
        place_id=act.place,
        parties=">".join(sides),
        quad=ontology.quad(act.type),
        score=ontology.score(act.type, act.mode),
        pull=ontology.pull(act.type, act.mode),
        ontology_version=ontology.version,
    )
    row = [getattr(event, name) for name in COLUMNS]
    return Event(key(*map(str, row)), *row[1:])


def parties_of(event_id: int, act: Act) -> Iterator[EventParty]:
    """List who takes part in an act."""
    for role, side in (("actor", act.actors), ("recipient", act.recipients)):
        for one in side:
            group = one.removeprefix("text:") if one.startswith("text:") else None
            yield EventParty(event_id, role, None if group else one, group)


def tellings_of(
    article: Article, sentences: Sequence[Sentence], event: Event, act: Act, ids: dict[Said, int]
) -> Iterator[EventTelling]:
    """List where an article tells an act: once a sentence."""
    actors, recipients = (any(not one.startswith("text:") for one in side) for side in (act.actors, act.recipients))
    seen = set()
    for telling in (act, *act.tellings):
        if telling.sentence not in seen:
            seen.add(telling.sentence)
            claim = ids[telling.said] if telling.said else None
            place = sentences[telling.sentence].sentence_no
            yield EventTelling(
                event.event_id, article.article_id, place, telling.start, telling.end, claim, SURE[actors, recipients]
            )


def claim_of(article: Article, said: Said) -> Claim:
    """Make the claim of what somebody says."""
    span = (said.start, said.end, said.cue_start, said.cue_end)
    return Claim(key(*map(str, (article.article_id, *span)), *said.chain), article.article_id, *span, said.stance)


def speakers_of(claim: Claim, said: Said, registry: Registry) -> Iterator[ClaimSpeaker]:
    """List who vouches for a claim, outermost first."""
    for position, one in enumerate(said.chain):
        outlet = one if one in registry.outlets else None
        actor = one if one in registry.actors and not outlet else None
        speaker = None if outlet or actor else one.removeprefix("text:")
        yield ClaimSpeaker(claim.claim_id, claim.article_id, position, actor, outlet, speaker)
