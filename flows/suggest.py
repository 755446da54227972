"""Stored articles and the registry in, actors that it lacks out: with counts, whom they stand beside, and a file to accept."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.actors import Detector
from extractors.article import sentence_around
from extractors.language import READ_LANGUAGES
from extractors.records import Sentence
from extractors.registry import ROOT, Registry
from extractors.script import fold_word
from extractors.unknown import find_unknown
from warehouse.published import ask, statement

BATCH = 1000
CONTEXTS = 3
# Registry folders by side; everybody else is abroad.
FOLDERS = {"IR": "iran", "IQ": "iraq", "IQ-KRG": "kurdistan", "LB": "lebanon", "US": "us"}


@dataclass
class Suggestion:
    """A name that stands beside known actors: how often, in which languages and forms, beside whom, and in what words."""

    kind: str
    names: dict[str, Counter[str]] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)
    times: int = 0
    coined: bool = False
    beside: Counter[str] = field(default_factory=Counter)
    contexts: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Give the commonest form, English before others."""
        forms = next((self.names[lang] for lang in ("en", "fa", "ar", "ckb") if lang in self.names), Counter[str]())
        return forms.most_common(1)[0][0]

    @property
    def weight(self) -> tuple[int, int]:
        """Say how much speaks for it: articles, then times; a name that a text coins counts twice."""
        return len(self.articles) * (1 + self.coined), self.times

    def add(self, article_id: int, name: str, language: str, beside: Iterable[str], context: str) -> None:
        """Count one place."""
        self.names.setdefault(language, Counter())[name] += 1
        self.articles.add(article_id)
        self.times += 1
        self.beside.update(beside)
        if len(self.contexts) < CONTEXTS and context not in self.contexts:
            self.contexts.append(context)


def suggest(published: Path, registry: Registry, since: datetime | None = None, least: int = 2) -> list[Suggestion]:
    """Find who is named beside known actors in the published articles and is in no registry, most of it first.

    `least` is how many articles must name it; one is enough where a text says that somebody calls himself so.
    """
    detector = Detector(registry)
    listed = {pattern.text for pattern in detector.patterns}
    found: dict[str, Suggestion] = {}
    for row in read_texts(published, since):
        for name, kind, coined, beside, context in names_of(row, detector):
            key = fold_word(name)
            if key not in listed:
                entry = found.setdefault(key, Suggestion(kind))
                entry.coined |= coined
                entry.add(row["article_id"], name, row["language"], beside, context)
    kept = [entry for entry in found.values() if entry.weight[0] >= least and entry.beside]
    return sorted(kept, key=lambda entry: (*(-n for n in entry.weight), entry.name))


def read_texts(published: Path, since: datetime | None) -> Iterator[dict[str, Any]]:
    """Read the articles of the published copy that are in a language Zagros reads, in order."""
    after = -(2**63)
    while rows := ask(published, statement("texts"), {"after": after, "since": since, "batch": BATCH}).dicts():
        after = rows[-1]["article_id"]
        yield from (row for row in rows if row["language"] in READ_LANGUAGES)


def names_of(row: dict[str, Any], detector: Detector) -> Iterator[tuple[str, str, bool, set[str], str]]:
    """Find the unknown names in one article's text: name, kind, whether coined, who stands in the sentence, the sentence."""
    text, language = row["text"], row["language"]
    decisions = detector.find({"title": row["title"] or "", "text": text}, language, row["published_at"])
    known = [decision for decision in decisions if decision.span.field == "text"]
    sentences = [Sentence(row["article_id"], *found) for found in row["sentences"] or ()]
    for name, kind, start, _, coined in find_unknown(text, language, known, detector.registry):
        around = sentence_around(sentences, start)
        if around:
            first = bisect_left(known, around.start_char, key=lambda d: d.span.start)
            last = bisect_left(known, around.end_char, key=lambda d: d.span.start)
            inside = known[first:last]
            beside = {decision.actor_id for decision in inside if decision.actor_id}
            if beside:
                yield name, kind, coined, beside, text[around.start_char : around.end_char].strip()


def accept(found: Suggestion, actor_id: str, registry: Registry, root: Path = ROOT) -> Path:
    """Write the registry file of a suggestion; raises ValueError for an id that is taken or is none."""
    from ruamel.yaml import YAML

    refuse_id(actor_id, registry, root)
    sides = Counter[str]()
    for actor, count in found.beside.items():
        sides[registry.actors[actor].side or "other"] += count
    side = sides.most_common(1)[0][0]
    note = f"Accepted from zagros actors suggest: {len(found.articles)} articles; kind and side are guesses."
    names = {language: [form for form, _ in forms.most_common()] for language, forms in sorted(found.names.items())}
    path = path_of(actor_id, found.kind, side, root)
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 10_000
    with path.open("x", encoding="utf-8") as out:
        yaml.dump({"kind": found.kind, "name": found.name, "side": side, "note": note, "names": names}, out)
    return path


def refuse_id(actor_id: str, registry: Registry, root: Path = ROOT) -> None:
    """Raise ValueError for an id that no file may have: of the wrong letters, or taken."""
    if not actor_id or id_of(actor_id) != actor_id:
        raise ValueError(f"{actor_id!r} is no id: take small letters, digits and hyphens, such as {id_of(actor_id) or 'a-name'}")
    taken = next(root.rglob(f"{actor_id}.yml"), None)
    if taken or actor_id in registry.actors or actor_id in registry.outlets:
        raise ValueError(f"the id {actor_id} is taken{f' by {taken}' if taken else ''}: zagros actors show {actor_id}")


def path_of(actor_id: str, kind: str, side: str, root: Path = ROOT) -> Path:
    """Say where an actor's file belongs, and make the folder."""
    folder = root / ("people" if kind == "person" else "groups") / FOLDERS.get(side, "abroad")
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{actor_id}.yml"


def id_of(name: str) -> str:
    """Make an id of a Latin name: small letters, digits and hyphens; empty for other scripts."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
