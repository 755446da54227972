"""An article's text and the actors named in it in, what is coded in it out: acts, claims and how two stand to one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from extractors.acts import Act, When, merge
from extractors.alignments import ADJOINED, Stand, find_alignments
from extractors.arabic import DEEDS, announces, is_ours
from extractors.auxiliaries import is_half_of_talks
from extractors.claims import Claims, Listener, Said
from extractors.dates.expressions import Dated, Dates
from extractors.dating import dated, publish, running
from extractors.english import blamed, controlled, is_private, repeats
from extractors.fitting import Fitting
from extractors.frames import Roles, fill
from extractors.idle import is_idle, is_pastime, is_personal
from extractors.implied import Implied, asked
from extractors.lexicon import Hit, Hits, Lexicon
from extractors.modality import Mood
from extractors.parties import Reader
from extractors.party import Name
from extractors.registry import Registry
from extractors.relatives import find_relatives, finite_verbs
from extractors.scene import Marks, Scene
from extractors.sides import Sides
from extractors.sites import where
from extractors.speakers import NEAR
from extractors.telling import SPOKEN, inside, is_first_person, is_known, joined, opened, planned, speak, vouching
from extractors.triggers import ANSWERING, Trigger, find_triggers
from extractors.wording import Wording

# Words from the participle that helps an English noun to it: extending more support.
HELPED = 2
# What names who tells: Mehr reported, according to Mehr, به گزارش خبرگزاری مهر.
SOURCES = frozenset({"cue", "according", "quoting"})
# What parts the words of a clause.
COMMAS = frozenset(",،؛;:")
# English adjectives in -ing, no participles of somebody.
STANDING = frozenset("ongoing existing coming incoming leading remaining outgoing standing sweeping growing during".split())
# From the words of a visit to its town.
TOWN = 6
# Whose own deeds a speaker tells.
FIRST = frozenset({"we", "i", "our", "us", "my"})
# What is done to Persian outlets too.
AGAINST_MEDIA = frozenset({"COERCE", "SANCTION", "ASSAULT", "ACCUSE"})


@dataclass(frozen=True)
class Coded:
    """What was coded in an article; `numbers` says of an act's sentence, which may be a piece, which of the article's it is."""

    acts: tuple[Act, ...]
    said: tuple[Said, ...]
    stands: tuple[tuple[Stand, Said | None], ...] = ()
    numbers: tuple[int, ...] = ()


class Coder:
    """Codes texts of one language."""

    def __init__(self, lexicon: Lexicon, dates: Dates, registry: Registry) -> None:
        self.registry, self.actors = registry, registry.actors
        self.lexicon, self.dates, self.language = lexicon, dates, lexicon.language
        self.fitting = Fitting(registry, self.language)
        self.people = frozenset(actor.actor_id for actor in self.actors.values() if actor.kind == "person")
        self.states = {actor.actor_id for actor in self.actors.values() if actor.kind == "state"}
        self.implied = Implied(registry.grammars.get(self.language, {}).get("grammar", {}), self.states)
        self.media = {actor.actor_id for actor in self.actors.values() if actor.kind == "media_outlet"}
        self.sides = Sides(registry, self.media)

    def code(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        names: Iterable[Name],
        published: date | None,
        topic: str | None = None,
    ) -> Coded:
        """Code one text; `topic` is the person with whom its headline opens."""
        words = Wording(text, sentences, self.language)
        hits = self.lexicon.find(words)
        if self.language == "fa":
            hits = Hits(hit for hit in hits if not (hit.kind == "cue" and is_half_of_talks(words, hit)))
        reader = Reader(words, hits, names, self.registry, self.fitting)
        reader.topic = (topic,) if topic else ()
        named = bytearray(len(words))
        for party in reader.found:
            if party.kind in ("named", "state", "place"):
                named[party.first : party.last] = b"\1" * (party.last - party.first)
        triggers = find_triggers(words, hits, named, self.language)
        scenes = list(self.scenes(words, hits, reader, triggers))
        listener = Listener(words, hits, named, self.media, self.people)
        listener.speaker = reader.topic
        for scene in scenes:
            listener.listen(scene)
        idle = self.language == "fa" and is_pastime(words, hits)
        acts = [] if idle else list(self.acts(words, hits, scenes, triggers, listener, reader.serves))
        days: dict[int, When] = {}
        if published:
            known = self.times(words, scenes, acts, published)
            acts, days = list(dated(words, scenes, acts, known)), running(known, published)
        about = contexts_of(words, hits)
        sites = (where(words.at(act.start), scenes[act.sentence], act, self.registry.seats) for act in acts)
        placed = (act._replace(place=site, contexts=about(act.sentence)) for act, site in zip(acts, sites, strict=True))
        found = [publish(act, published, days) for act in merge(placed)]
        # What would or will bring two together has not: that the measure would cement ties.
        undone = ("negation", "hypothetical", "future") if self.language == "en" else ("negation",)
        negated = {place for hit in hits.of(*undone) for place in range(hit.last, hit.last + 3)}
        around = Claims(words, listener.found)
        stands = [(s, around.at(s.start, s.end)) for s in find_alignments(words, hits, scenes, negated, self.media)]
        return Coded(tuple(found), tuple(listener.found), tuple(stands), tuple(words.numbers))

    def times(self, words: Wording, scenes: list[Scene], acts: list[Act], published: date) -> dict[int, list[Dated]]:
        """Find the times that sentences name up to that of the last act, since days run on."""
        wanted = range(max((act.sentence for act in acts), default=-1) + 1)
        return {n: self.dates.find(words, (scenes[n].first, scenes[n].last), published) for n in wanted}

    def scenes(self, words: Wording, hits: Hits, reader: Reader, triggers: Sequence[Trigger]) -> Iterator[Scene]:
        """Set out each sentence with its parties."""
        breaks = sorted({hit.first for hit in hits.of("clause")})
        verbs = sorted({t.first for t in triggers if t.voice != "nominal"} | {hit.first for hit in hits.of("cue")})
        if self.language == "fa":  # any verb parts its clause from the next: اگر آمریکا واکنش نشان دهد، ایران …
            inside = {place for t in triggers for place in range(t.low, t.high)}
            verbs = sorted({*verbs, *(place for place in finite_verbs(words, hits) if place not in inside)})
        small = ("marker", "clause", "that", "cue", "negation", "pronoun", "helper", "told")
        stops = hits.under(*small) | {t.first for t in triggers}
        ends = {hit.last for hit in hits.of("marker")}
        nouns = [t.last for t in triggers if t.voice == "nominal"]
        heads = {t.last - 1 for t in triggers if t.voice == "active"}
        relatives = {hit.first for hit in hits.of("relative")}
        told = find_relatives(words, hits, reader.found) if self.language == "fa" else ()
        somebody = frozenset(hit.last - 1 for hit in hits.of("somebody"))
        commas = [place for place, mark in enumerate(words.marks, 1) if mark and mark[0] in COMMAS]
        marks = Marks(breaks, verbs, commas, heads, nouns, stops, relatives, ends, self.people, told, somebody)
        for bounds, parties in zip(words.sentences, reader.sentences(), strict=True):
            yield Scene(words, bounds, parties, marks)

    def acts(
        self,
        words: Wording,
        hits: Hits,
        scenes: list[Scene],
        triggers: Sequence[Trigger],
        listener: Listener,
        serves: dict[str, tuple[str, ...]],
    ) -> Iterator[Act]:
        """Make acts of triggers; who `serves` a body acts for it as well."""
        # A Persian agency names its source once, at the head of a report, and vouches for nothing below itself.
        said, lead = listener.found, listener.lead if self.language == "fa" else ()
        cues = words.by_sentence((hit for hit in hits if hit.kind in SOURCES), lambda hit: hit.first)
        told = words.by_sentence(said, lambda one: words.at(one.cue_start))
        around = Claims(words, said)
        mood = Mood(words, hits, triggers, around)
        before: tuple[Trigger, Roles] | None = None
        for trigger, after in zip_longest(triggers, triggers[1:]):
            number = words.sentence_of(trigger.first)
            if number < 0 or not scenes[number].first <= trigger.first < scenes[number].last:
                continue
            roles = controlled(words, trigger, before, self.parts(words, scenes, trigger, after, cues.get(number, ())))
            roles = asked(words, trigger, before, self.implied.effect(words, trigger, before, roles))
            if before and repeats(words, trigger, before[0]):
                before = trigger, before[1]
                continue
            before = trigger, roles
            start, end = words.span(trigger.first, trigger.last)
            claim = around.at(start, end)
            said_here = next((one for one in told.get(number, ()) if one.cue_start < end and start < one.cue_end), None)
            roles = inside(words, roles, claim)
            settled = self.settle(words, scenes[number], trigger, roles, (said_here, claim))
            if settled is None:
                continue
            settled = joined(settled, trigger.entry.type, claim, self.sides.own(claim))
            acting = dict.fromkeys(one for who in settled.actors for one in serves.get(who, (who,)))
            roles = settled._replace(actors=tuple(who for who in acting if who not in settled.recipients))
            if self.language == "fa" and is_personal(words, trigger):
                by = {who for p in roles.parties if p.marker == "by" for who in p.who}
                roles = roles.without(self.states - by)  # کشته, دستگیر: in a state's land, not the state
            if self.language == "fa" and is_idle(words, trigger, roles, self.media):
                continue
            claim = None if claim and is_known(scenes[number], trigger, words.at(claim.start)) else claim
            kind, mode, modality = planned(trigger, mood.of(trigger, scenes[number]), roles.actors)
            chain = vouching(claim, said_here, roles.actors, kind, self.sides.own(claim)) or (
                lead if claim or trigger.entry.type in SPOKEN else ()
            )
            vouched = claim if chain else None
            voice = "passive" if words.forms[trigger.last - 1] == "شدن" else trigger.voice  # کشته شدن
            yield Act(kind, mode, roles.actors, roles.recipients, modality, number, start, end, vouched, chain, voice)

    def settle(
        self, words: Wording, scene: Scene, trigger: Trigger, roles: Roles, said: tuple[Said | None, Said | None]
    ) -> Roles | None:
        """Let who speaks act where that is meant; None where nobody does. `said`: what the trigger itself says, and its claim."""
        own, claim = said[0] if self.language != "en" else None, said[1]
        if self.language == "fa" and claim and trigger.voice == "active":
            roles = opened(scene, trigger, roles, claim)
        speaks = claim
        if self.language == "fa":  # an agency only passes on what it says
            own, speaks = (None if one and one.chain[-1] in self.media else one for one in (own, speaks))
        roles = self.implied.crowd(words, trigger, roles)
        if trigger.entry.frame == "visit" and roles.actors and not any(who in self.actors for who in roles.recipients):
            roles = self.hosted(scene, trigger, roles)
        if trigger.entry.type == "CONSULT" and self.is_nobodys(words, trigger, roles, claim):
            return None
        if self.language == "ar" and trigger.entry.type == "CONSULT" and not roles.actors and claim:  # زيارته
            roles = roles._replace(actors=tuple(w for w in claim.chain[-1:] if w not in roles.recipients))
        if not scene.is_others(trigger.low, trigger.high) or self.is_ours(words, trigger):
            roles = speak(roles, trigger, own, speaks, self.is_ours(words, trigger))
        announced = self.language == "ar" and claim and not roles.actors and self.is_announced(words, scene, trigger, claim)
        return roles._replace(actors=claim.chain[-1:]) if claim and announced else roles

    def hosted(self, scene: Scene, trigger: Trigger, roles: Roles) -> Roles:
        """Let the state in which the town is be the host of a visit from elsewhere: arrived in Najaf."""
        ahead = self.language == "fa" or (self.language == "ar" and trigger.voice == "nominal")  # وصل إلى بغداد في زيارة
        low, high = (trigger.low - TOWN, trigger.high) if ahead else (trigger.last - 1, trigger.high + TOWN)
        near = (p for p in scene.places if low <= p.first < high)
        town = next((p for p in near if p.marker == "to" or (p.kind == "place" and p.marker in ("in", ""))), None)
        named = town.who[0] if town else ""
        host = named if named in self.states else self.registry.hosts.get(named.removeprefix("place:"))
        home = {(self.actors[who].side or "")[:2] for who in roles.actors if who in self.actors}
        return roles._replace(recipients=(host,)) if host and self.actors[host].side not in home else roles

    def is_nobodys(self, words: Wording, trigger: Trigger, roles: Roles, claim: Said | None) -> bool:
        """Tell whether in an English or Arabic visit or talks nobody comes or talks, or only tourists."""
        if self.language == "ar" and not roles.actors:
            return not claim or trigger.voice != "nominal" or not words.forms[trigger.first].endswith(("ه", "ها"))
        return self.language == "en" and all(is_private(who) for who in roles.actors)

    def is_announced(self, words: Wording, scene: Scene, trigger: Trigger, claim: Said) -> bool:
        """Tell whether an Arabic noun tells the deed of whoever announces it, and that is no person or outlet."""
        cue, who = words.at(claim.cue_start), claim.chain[-1]
        own = trigger.voice == "nominal" and trigger.entry.type in DEEDS and who in self.actors
        inside = scene.first <= cue < trigger.first and not {who} & (self.people | self.media)
        return own and inside and announces(scene, words.forms[trigger.first], cue, trigger.first)

    def parts(self, words: Wording, scenes: list[Scene], trigger: Trigger, after: Trigger | None, cues: Iterable[Hit]) -> Roles:
        """Say who acts and who is acted on by a trigger: in its clause, that of the next one, or in the sentence before."""
        number = words.sentence_of(trigger.first)
        roles = fill(scenes[number], trigger)
        shares = after is not None and words.forms[trigger.high : after.low] == ["and"] and trigger.entry.frame == "does"
        if after and shares and not roles.recipients:
            roles = roles._replace(recipients=fill(scenes[number], after).recipients)  # attacked and set fire to it
        if after and self.language == "en" and trigger.entry.type in ANSWERING and after.entry.type == "ASSAULT":
            roles = blamed(words, roles, trigger, after, fill(scenes[number], after))
        roles = roles.without(self.reporters(scenes[number], cues))
        if self.language == "fa" and trigger.entry.type not in AGAINST_MEDIA:
            roles = roles.without(self.media)  # an agency tells, and does nothing
        if not roles.actors and number and self.is_adjoined(words, trigger):
            roles = roles._replace(actors=self.topic(scenes[number - 1]))
        if number and self.is_carried(words, scenes[number], trigger, roles):
            before = (who for who in self.topic(scenes[number - 1]) if who not in roles.recipients)
            roles = roles._replace(actors=tuple(dict.fromkeys((*before, *roles.actors))))
        return roles

    def is_carried(self, words: Wording, scene: Scene, trigger: Trigger, roles: Roles) -> bool:
        """Tell whether an Arabic verb that opens its sentence with "and" leaves its subject to the one before: والتقى سليماني."""
        opens = trigger.voice == "active" and trigger.low == scene.first and words.forms[scene.first].startswith(("و", "ف"))
        alone = not roles.actors or (trigger.entry.type == "CONSULT" and len(roles.actors) + len(roles.recipients) == 1)
        return self.language == "ar" and opens and alone

    def reporters(self, scene: Scene, cues: Iterable[Hit]) -> set[str]:
        """List the outlets that only say what a sentence tells: Mehr reported."""
        beside = {place for hit in cues for place in (hit.first, -hit.last)}
        near = NEAR if self.language == "fa" else 0  # به گزارش خبرنگار گروه سیاست خارجی خبرگزاری فارس
        behind = {place for hit in cues if hit.last - scene.first <= near for place in range(hit.last, hit.last + near + 1)}
        told = [p for p in scene.parties if p.last in beside or -p.first in beside or p.first in behind]
        return {who for p in told for who in p.who if who in self.media}

    def is_adjoined(self, words: Wording, trigger: Trigger) -> bool:
        """Tell whether an English participle leaves its subject to the sentence before: the reason for extending support."""
        reach = HELPED if trigger.voice == "nominal" else 0
        return self.language == "en" and any(
            words.forms[place].endswith("ing") and words.forms[place] not in STANDING and words.forms[place - 1] in ADJOINED
            for place in range(trigger.low, max(trigger.low - reach - 1, 0), -1)
        )

    def topic(self, scene: Scene) -> tuple[str, ...]:
        """Say whom a sentence is about: its first named party that nothing marks, and that only reports nothing."""
        named = [p for p in scene.parties if p.named and not p.marker and p.kind != "people" and not self.media & {*p.who}]
        return named[0].who if named else ()

    def is_ours(self, words: Wording, trigger: Trigger) -> bool:
        """Tell whether a speaker tells of himself: we will …, خواهیم داد."""
        if self.language == "fa":
            return is_first_person(words, trigger)
        if self.language == "ar":
            form = words.forms[trigger.low].lstrip("وس")
            return trigger.voice == "active" and (form.startswith("ن") or is_ours(form))
        return self.language == "en" and any(form in FIRST for form in words.forms[max(trigger.low - 4, 0) : trigger.low])


def contexts_of(words: Wording, hits: Hits) -> Callable[[int], tuple[str, ...]]:
    """Find what sentences are about; an act is about what its own sentence and the one before say (PLOVER: the paragraph)."""
    found: dict[int, set[str]] = {}
    for hit in hits.of("context"):
        found.setdefault(words.sentence_of(hit.first), set()).add(hit.value)
    return lambda number: tuple(sorted(found.get(number, set()) | found.get(number - 1, set())))
