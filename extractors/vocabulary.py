"""What the registry says of one language's words in, a Lexicon out that finds all of them in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from sys import intern
from typing import Any, cast

from extractors.conjugation import conjugate
from extractors.dates.expressions import DOUBTFUL, months_in
from extractors.lexicon import END, Apart, Entry, Lexicon, Node, Parts
from extractors.registry import Registry
from extractors.script import fold_word

# What the lists of words that refer back, or name a part of somebody, are hits of; the later count (Hits.at).
BACKWARD = {"titles": "title", "bodies": "body", "partitive": "partitive", "media": "body", "states": "body", "home": "body"}
# Between a Persian noun and its verb this stands for its parties.
SPLIT = fold_word("…")
# Arabic prepositions that a subject parts from the verb before them.
PARTED = frozenset({"من", "عن", "الی", "علی", "مع", "ل+", "ب+"})


@lru_cache(maxsize=1 << 17)
def folded(word: str) -> tuple[str, ...]:
    """Fold one word of a lexicon, remembered: many forms are made of few words."""
    return tuple(map(intern, fold_word(word).split()))


def words_of(form: str) -> tuple[str, ...]:
    """List the folded words of a form."""
    return tuple(chain.from_iterable(map(folded, form.split())))


def plant(tree: Node, text: str, kind: str, value: Any) -> None:
    """Put a word or phrase into the trie."""
    plant_words(tree, words_of(text), kind, value)


def plant_words(tree: Node, words: Sequence[str], kind: str, value: Any) -> None:
    """Put folded words into the trie; what ends in + goes on with the word after it (ل+)."""
    glued = words[-1].rstrip("+") if words and words[-1].endswith("+") else ""
    words = words[:-1] if glued else words
    if not words:
        return
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    listed = node.setdefault(END, [])
    if (kind, value, glued) not in listed:
        listed.append((kind, value, glued))


def spelled(form: str) -> Iterator[str]:
    """List what an entry of a lexicon stands for: a/b is either word, and a | b … c | d either of those with either of these."""
    sides = [[one.strip() for one in side.split("|")] for side in form.split("…")]
    for choice in product(*sides):
        words = [word.split("/") for word in " … ".join(choice).split()]
        yield from (" ".join(one) for one in product(*words))


def forms_of(found: Mapping[str, Any], stems: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """List the words of an entry with the part that they play, verb, light, noun or phrase; Persian verbs in all their forms."""
    for entry in found.get("verbs", ()):
        yield from (("verb", form) for verb in spelled(entry) for form in conjugate(verb, stems))
    for part, kind in (("light", "light"), ("nouns", "noun"), ("phrases", "phrase")):
        yield from ((kind, form) for entry in found.get(part, ()) for form in spelled(entry))


def make_entry(number: int, found: Mapping[str, Any]) -> Entry:
    """Make an entry of what a file says; without markers the recipient is the object and the actor the one by whom it is done."""
    to, away = frozenset(found.get("to", ("object",))), frozenset(found.get("from", ("by", "of")))
    return Entry(number, found["type"], found.get("mode"), found.get("frame", "does"), to, away)


def plant_triggers(tree: Node, apart: Apart, found: Iterable[Any], language: str, stems: Mapping[str, str]) -> None:
    """Put all that tells events into the trie."""
    for number, one in enumerate(found):
        entry = make_entry(number, one)
        for kind, form in forms_of(one, stems):
            words = words_of(form)
            if SPLIT not in words:
                plant_words(tree, words, kind, entry)
            if language != "ar" and SPLIT in words:
                at = words.index(SPLIT)
                apart.setdefault(words[0], []).append((words[1:at], words[at + 1 :], entry))
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
    plain = ("passive", "clause", "relative", "role", "country", "pastime", "finite", "somebody", "attribute", "collective")
    for kind in (*plain, *modal):
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


def parted(apart: Iterable[Any], language: str, known: dict[Any, Any]) -> Parts:
    """Sort out what goes on with a word behind others by its first word; what goes on at once, with a helping verb, by END.

    `known` holds what other words have alike: it is kept once.
    """
    found: Parts = {}
    for one in dict.fromkeys(apart):
        after = one[0] if language == "ar" else one[1]
        found.setdefault(after[0] if after else END, []).append(known.setdefault((*one[:-1], one[-1].number), one))
    return cast(Parts, known.setdefault(tuple((word, *map(id, ones)) for word, ones in found.items()), found))


def share(node: Node, known: dict[Any, Node]) -> Node:
    """Keep once what is alike below the words of a trie, as most ends of phrases are, half of it; `known` is what was met."""
    key: list[Any] = []
    for word, below in node.items():
        if word == END:
            key += [(kind, value if isinstance(value, str) else id(value), glued) for kind, value, glued in below]
        else:
            node[word] = share(below, known)
            key.append((word, id(node[word])))
    return known.setdefault(tuple(key), node)


def make_lexicon(registry: Registry, language: str, contexts: Mapping[str, Iterable[str]] | None = None) -> Lexicon:
    """Compile one language's lexicon; an unknown language has no words, and nothing is found in its texts.

    `contexts` holds the words of the ontology's contexts.
    """
    found = registry.grammars.get(language, {})
    tree: Node = {}
    apart: Apart = {}
    grammar = found.get("grammar", {})
    plant_triggers(tree, apart, found.get("triggers", ()), language, grammar.get("stems", {}))
    plant_grammar(tree, grammar)
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
    known: dict[Any, Any] = {}
    parts = {word: parted(ones, language, known) for word, ones in apart.items()}
    return Lexicon(language, share(tree, {}), parts, stands)
