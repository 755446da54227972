"""The registry as it is now and stored articles in, their mentions found again where it changed, and what that changed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from extractors.actors import FIELDS
from extractors.language import READ_LANGUAGES
from extractors.records import Article, Facts, Sentence
from extractors.registry import load_registry
from extractors.script import fold
from flows.finding import know, try_to_find
from flows.place import place_of
from warehouse.publish import publish
from warehouse.revision import begin, finish, known_spellings, revise, stale, stale_articles
from warehouse.store import PATIENCE, Store, open_store

BATCH = 500
COLUMNS = {column.name for column in fields(Article)}
Place = tuple[str, int, int]


@dataclass
class Diff:
    """What a replay changed: articles looked at and found again; mentions by actor. A moved one is its new actor's."""

    articles: int = 0
    found_again: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def compare(self, before: dict[Place, str | None], after: dict[Place, str | None]) -> None:
        """Count what one article gained, lost and moved."""
        for place in before.keys() | after.keys():
            old, new = before.get(place), after.get(place)
            if old and new and old != new:
                self.moved[old, new] += 1
            elif old and not new:
                self.lost[old] += 1
            elif new and not old:
                self.gained[new] += 1

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """Lay out one row an actor: gained, lost, moved to it and moved from it."""
        to, away = Counter[str](), Counter[str]()
        for (old, new), count in self.moved.items():
            to[new] += count
            away[old] += count
        actors = {*self.gained, *self.lost, *to, *away}
        found = [(actor, self.gained[actor], self.lost[actor], to[actor], away[actor]) for actor in actors]
        return sorted(found, key=lambda row: (-sum(row[1:]), row[0]))


class Replay:
    """One replay: the detector of the registry as it is now, and what to look for in articles that an older one read."""

    def __init__(self, overlays: Iterable[Path]) -> None:
        registry = load_registry(overlays=overlays)
        self.finder, self.known, self.hash = know(registry)

    def changed(self, old: dict[str, int]) -> AhoCorasick | None:
        """Make what finds the spellings that mean something else now; None where all articles must be found again."""
        now = {s.spelling: s.meaning for s in self.known["spellings"]}
        if not old or old.get("") != now[""]:  # what codes events says by an empty spelling that it changed
            return None
        return AhoCorasick([text for text in sorted(now.keys() | old.keys()) if text and now.get(text) != old.get(text)])

    def find(self, row: dict[str, Any], diff: Diff) -> Facts | None:
        """Find what is told in one stored article again; what nobody foresaw is noted, and the article keeps what it has."""
        article = Article(**{name: value for name, value in row.items() if name in COLUMNS})
        sentences = tuple(Sentence(article.article_id, *found) for found in row["sentences"] or ())
        if article.language not in READ_LANGUAGES:
            return Facts()
        facts, reason = try_to_find(self.finder, article, sentences)
        if reason:
            diff.failed.append(f"{article.url}: {reason}")
        return None if reason else facts

    def run(self, store: Store, everything: bool, dry: bool) -> Diff:
        """Find again what changed, a transaction a batch; with `dry` nothing is written."""
        diff = Diff()
        older = {old: known_spellings(store, old or "") for old in stale(store, "" if everything else self.hash)}
        if older and not dry:
            begin(store, self.hash, self.known)
        # Articles of this very registry come first, or those brought to it meanwhile would be read twice.
        for old, known in sorted(older.items(), key=lambda item: item[0] != self.hash):
            changed = None if everything else self.changed(known)
            for batch in stale_articles(store, old, BATCH):
                self.run_batch(store, batch, changed, diff, dry)
        if older and not dry:
            finish(store, self.hash)
        return diff

    def run_batch(self, store: Store, batch: list[dict[str, Any]], changed: AhoCorasick | None, diff: Diff, dry: bool) -> None:
        """Find again those of a batch that a change may touch."""
        touched = [row for row in batch if changed is None or any(changed.find_matches_as_indexes(f) for f in folded(row))]
        tried = [(row, self.find(row, diff)) for row in touched]
        found = [(row, facts) for row, facts in tried if facts is not None]
        diff.articles, diff.found_again = diff.articles + len(batch), diff.found_again + len(found)
        for row, facts in found:
            before = {(name, start, end): actor for name, start, end, actor in row["mentions"] or ()}
            diff.compare(before, {(m.field, m.start_char, m.end_char): m.actor_id for m in facts.mentions})
        if not dry:
            failed = {row["article_id"] for row, facts in tried if facts is None}
            done = [row["article_id"] for row in batch if row["article_id"] not in failed]
            tables = dict(Facts.of(facts for _, facts in found).tables())
            revise(store, self.hash, done, [row["article_id"] for row, _ in found], tables)


def folded(row: dict[str, Any]) -> list[str]:
    """Fold the fields of a stored article."""
    return [fold(row[name] or "").text for name in FIELDS]


def replay(data: Path, overlays: Iterable[Path] = (), everything: bool = False, dry: bool = False) -> Diff:
    """Bring the mentions of all stored articles up to date with the registry, and hand analysts a fresh copy.

    `everything` finds all articles again, also where no changed spelling stands; `dry` only says what would change.
    Raises RegistryError, or WarehouseError for what an operator must mend.
    """
    work = Replay(overlays)
    with open_store(place_of(data), read_only=dry, patience=PATIENCE) as store:
        diff = work.run(store, everything, dry)
        if not dry:
            publish(store, data / "zagros.duckdb")
    return diff
