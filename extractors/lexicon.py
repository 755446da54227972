"""What the registry says of one language's words in, a Lexicon out that finds all of them in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from extractors.dates.expressions import DOUBTFUL, months_in
from extractors.registry import Registry
from extractors.script import fold_word
from extractors.wording import Wording

# What Arabic writes onto a word: conjunctions onto any, prepositions onto nouns, the future onto verbs (س).
ONTO_ALL, ONTO_NOUNS, ONTO_VERBS = ("و", "ف"), ("ب", "ل", "ک", "لل"), ("س",)
# And onto verbs that others part: events, and how two stand.
ONTO_APART, ONTO_STANDS = frozenset({"", *ONTO_ALL, *ONTO_VERBS}), frozenset({"", *ONTO_ALL})
# Kinds of words that take the future, and those that take a preposition.
VERBAL = frozenset({"verb", "cue"})
NOMINAL = frozenset({"noun", "light", "phrase", "group", "align", "title", "body", "not", "anonymous"})
# What the lists of words that refer back, or name a part of somebody, are hits of; the later count (Reader.by_kind).
BACKWARD = {"titles": "title", "bodies": "body", "partitive": "partitive", "media": "body", "states": "body", "home": "body"}
# Words of an Arabic verb of several words stand so far apart at most: أجرى وزير الخارجية الإيراني محادثات.
GAP = 7
# Words at most between a Persian noun and its verb: مشارکت خود را در دولت و پارلمان عراق به حال تعلیق درآورد.
SPAN = 10
# Between two words for how two stand, one of them is named in so many words at most.
STRETCH = 8
# And of an English phrase: called for a million-strong march.
WITHIN = 5
# Arabic words whose readings are remembered.
REMEMBERED = 200_000
# Between a Persian noun and its verb this stands for its parties; a mark of these ends the search for the verb.
SPLIT, PARTING = fold_word("…"), frozenset("،؛:.!؟")
# Arabic prepositions that a subject parts from the verb before them.
PARTED = frozenset({"من", "عن", "الی", "علی", "مع", "ل+", "ب+"})
END = ""
Node: TypeAlias = dict[str, Any]


class Entry(NamedTuple):
    """What tells one kind of act: its type and mode, and who stands where: `to` and `away` mark recipient and actor."""

    number: int
    type: str
    mode: str | None
    frame: str
    to: frozenset[str]
    away: frozenset[str]


Apart: TypeAlias = dict[str, list[Any]]


class Hit(NamedTuple):
    """Words found, `last` excluded: what kind they are, what they mean, and what Arabic wrote before the first."""

    first: int
    last: int
    kind: str
    value: Any
    onto: str = ""


@dataclass(frozen=True)
class Lexicon:
    """The words of one language that tell events, claims and alignments; `tree` is a trie over folded words."""

    language: str
    tree: Node
    apart: Apart
    stands: Apart = field(default_factory=dict)
    readings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def find(self, words: Wording) -> list[Hit]:
        """Find everything in a text, overlapping or not, in reading order."""
        found: list[Hit] = []
        forms, tree = words.forms, self.tree
        for place in (place for first, last in words.sentences for place in range(first, last)):
            form = forms[place]
            if self.language != "ar":
                if (node := tree.get(form)) is not None:
                    self.walk(node, forms, place, "", found)
                if form in self.apart:
                    found += self.split(words, place, form)
                if form in self.stands:
                    found += self.stretch(words, place, form, "")
                continue
            readings = self.readings.get(form)
            for onto, rest in self.known(form) if readings is None else readings:
                if (node := tree.get(rest)) is not None:
                    self.walk(node, forms, place, onto, found)
                if rest in self.apart and onto in ONTO_APART:
                    found += self.spread(words, place, rest, onto)
                if rest in self.stands and onto in ONTO_STANDS:
                    found += self.stretch(words, place, rest, onto)
        return found

    def known(self, form: str) -> list[tuple[str, str]]:
        """List, and remember, the readings of an Arabic word with which something begins: few words of a text are new."""
        if len(self.readings) > REMEMBERED:
            self.readings.clear()
        self.readings[form] = [
            (onto, rest) for onto, rest in heads(form) if rest in self.tree or rest in self.apart or rest in self.stands
        ]
        return self.readings[form]

    def walk(self, node: Node, forms: list[str], place: int, onto: str, found: list[Hit]) -> None:
        """Follow the trie from one word and add all that ends on the way."""
        last = place + 1
        while True:
            for kind, value, glued in node.get(END, ()):
                if may_carry(onto, kind) and (not glued or (last < len(forms) and forms[last].startswith(glued))):
                    found.append(Hit(place, last, kind, value, onto))
            if last == len(forms) or forms[last] not in node:
                return
            node, last = node[forms[last]], last + 1

    def spread(self, words: Wording, place: int, first: str, onto: str) -> Iterator[Hit]:
        """Find Arabic verbs of several words between which their subject stands."""
        end = words.sentences[words.sentence_of(place)][1] if words.sentences else len(words)
        window = words.forms[place + 1 : min(place + 1 + GAP, end)]
        for rest, entry in self.apart[first]:
            at = next((i for i, form in enumerate(window) if form == rest[0] or form[1:] == rest[0]), None)
            if at is not None and tuple(window[at + 1 : at + len(rest)]) == rest[1:]:
                yield Hit(place, place + 1, "apart", (entry, place + 1 + at, place + 1 + at + len(rest)), onto)

    def stretch(self, words: Wording, place: int, first: str, onto: str) -> Iterator[Hit]:
        """Find words for how two stand between which one of them is named: تخلت إيران عن, relations between … have improved."""
        end = words.sentences[words.sentence_of(place)][1] if words.sentences else len(words)
        for before, after, value in self.stands[first]:
            low = place + len(before)
            if tuple(words.forms[place + 1 : low]) != before[1:]:
                continue
            for at in range(low, min(low + STRETCH, end)):
                if words.marks[at - 1][:1] in PARTING:
                    break
                glued = after[-1].endswith("+") and words.forms[at].startswith(after[-1][:-1]) and len(words.forms[at]) > 2
                if at > low and (glued or tuple(words.forms[at : at + len(after)]) == after):
                    yield Hit(place, at if glued else at + len(after), "align", value, onto)
                    break

    def split(self, words: Wording, place: int, first: str) -> Iterator[Hit]:
        """Find what others split: Persian nouns whose verb stands behind their parties, تحریم‌های … لغو; called for … march."""
        end = words.sentences[words.sentence_of(place)][1] if words.sentences else len(words)
        reach = SPAN if self.language == "fa" else WITHIN
        near = set(words.forms[place : place + 2 * SPAN])
        for before, after, entry in self.apart[first]:
            low = place + len(before)
            if (after and after[0] not in near) or tuple(words.forms[place:low]) != before:
                continue
            for at in range(low, min(low + reach, end)):
                if at > low and words.marks[at - 1][:1] in PARTING:
                    break
                if tuple(words.forms[at : at + len(after)]) == after:
                    yield Hit(place, low, "apart", (entry, at, at + len(after)))
                    break


def may_carry(onto: str, kind: str) -> bool:
    """Tell whether words of a kind take what Arabic wrote before them."""
    return not onto or onto in ONTO_ALL or kind in (VERBAL if onto in ONTO_VERBS else NOMINAL)


def heads(form: str) -> tuple[tuple[str, str], ...]:
    """List an Arabic word with and without what may be written onto it."""
    found = [("", form)]
    if len(form) > 3 and form[0] in ONTO_ALL:
        found.append((form[0], form[1:]))
    for _, rest in tuple(found):
        for onto in (*ONTO_NOUNS, *ONTO_VERBS):
            if rest.startswith(onto) and len(rest) > len(onto) + 2:
                found.append((onto, ("ال" + rest[2:]) if onto == "لل" else rest[1:]))
    return tuple(found)


def plant(tree: Node, text: str, kind: str, value: Any) -> None:
    """Put a word or phrase into the trie; one that ends in + goes on with the word after it (ل+)."""
    words = fold_word(text).split()
    glued = words.pop().rstrip("+") if words and words[-1].endswith("+") else ""
    if not words:
        return
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    listed = node.setdefault(END, [])
    if (kind, value, glued) not in listed:
        listed.append((kind, value, glued))


def forms_of(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """List the words of an entry with the part that they play: verb, light, noun or phrase."""
    for part, kind in (("verbs", "verb"), ("light", "light"), ("nouns", "noun"), ("phrases", "phrase")):
        yield from ((kind, form) for form in found.get(part, ()))


def make_entry(number: int, found: Mapping[str, Any]) -> Entry:
    """Make an entry of what a file says; without markers the recipient is the object and the actor the one by whom it is done."""
    to, away = frozenset(found.get("to", ("object",))), frozenset(found.get("from", ("by", "of")))
    return Entry(number, found["type"], found.get("mode"), found.get("frame", "does"), to, away)


def plant_triggers(tree: Node, apart: Apart, found: Iterable[Any], language: str) -> None:
    """Put all that tells events into the trie."""
    for number, one in enumerate(found):
        entry = make_entry(number, one)
        for kind, form in forms_of(one):
            words = tuple(fold_word(form).split())
            if SPLIT not in words:
                plant(tree, form, kind, entry)
            if language != "ar" and SPLIT in words:
                at = words.index(SPLIT)
                apart.setdefault(words[0], []).append((words[:at], words[at + 1 :], entry))
            elif language == "ar" and kind == "verb" and len(words) > 1:
                apart.setdefault(words[0], []).append((words[1:], entry))
        for phrase in one.get("not", ()):
            plant(tree, phrase, "not", number)


def plant_grammar(tree: Node, grammar: Mapping[str, Any]) -> None:
    """Put markers, voices, modalities, clause openers and words that refer back into the trie."""
    for name, forms in grammar.get("markers", {}).items():
        for form in forms:
            plant(tree, form, "marker", name)
    for voice in ("active", "passive"):
        for form in grammar.get("light", {}).get(voice, ()):
            plant(tree, form, "helper", voice)
    modal = ("negation", "future", "hypothetical", "historical", "pledge", "purpose")
    for kind in ("passive", "clause", "relative", "role", "country", "pastime", "finite", "somebody", *modal):
        for form in grammar.get(kind, ()):
            plant(tree, form, kind, kind)
    for who, forms in grammar.get("pronouns", {}).items():
        for form in forms:
            plant(tree, form, "pronoun", who)
    for name, kind in BACKWARD.items():
        for form in grammar.get(name, ()):
            plant(tree, form, kind, name)


def plant_speech(tree: Node, speech: Mapping[str, Any]) -> None:
    """Put the words that say who says it into the trie."""
    for group in speech.get("verbs", ()):
        for form in group["cue"]:
            plant(tree, form, "cue", group["stance"])
    for kind in ("according", "quoting", "told", "that", "anonymous", "bare"):
        for form in speech.get(kind, ()):
            plant(tree, form, kind, kind)


def times_in(dates: Mapping[str, Any], language: str) -> Iterator[str]:
    """List the names of days and months: over them no preposition reaches a name, as in "on Tuesday Sadr called"."""
    yield from (name for names in dates.get("weekdays", ()) for name in names)
    yield from dates.get("days", {})
    yield from (name for name in months_in(language) if name not in DOUBTFUL)


def plant_stand(tree: Node, stands: Apart, form: str, value: tuple[str, str], language: str) -> None:
    """Put words for how two stand into the trie, and those that a name may part with them: Arabic verbs and their preposition."""
    words = tuple(word if word.endswith("+") else fold_word(word) for word in form.split())
    if SPLIT in words:
        at = words.index(SPLIT)
        stands.setdefault(words[0], []).append((words[:at], words[at + 1 :], value))
        return
    plant(tree, form, "align", value)
    if language == "ar" and value[1] == "does" and len(words) == 2 and words[1] in PARTED:
        stands.setdefault(words[0], []).append((words[:1], words[1:], value))


def make_lexicon(registry: Registry, language: str, contexts: Mapping[str, Iterable[str]] | None = None) -> Lexicon:
    """Compile one language's lexicon; an unknown language has no words, and nothing is found in its texts.

    `contexts` holds the words of the ontology's contexts.
    """
    found = registry.grammars.get(language, {})
    tree: Node = {}
    apart: Apart = {}
    plant_triggers(tree, apart, found.get("triggers", ()), language)
    plant_grammar(tree, found.get("grammar", {}))
    plant_speech(tree, found.get("speech", {}))
    for form in registry.words.get("given_names", {}).get(language, ()) if language == "fa" else ():
        plant(tree, form, "given", "given")
    people = found.get("people", {})
    for actor, forms in people.get("demonyms", {}).items():
        for form in forms:
            plant(tree, form, "demonym", actor)
    for name, forms in people.get("groups", ()):
        for form in forms:
            plant(tree, form, "group", name)
    stands: Apart = {}
    for one in found.get("alignments", ()):
        value = (one["direction"], one.get("frame", "does"))
        for form in one["words"]:
            plant_stand(tree, stands, form, value, language)
    for form in times_in(found.get("dates", {}), language):
        plant(tree, form, "time", "time")
    for name, forms in (contexts or {}).items():
        for form in forms:
            plant(tree, form, "context", name)
    return Lexicon(language, tree, apart, stands)
