"""Who is named in which article in, made-up news with that truth out, as the Arrow tables that the store takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from extractors.records import Actor, Feed, Outlet, Poll

Numbers = npt.NDArray[np.int64]
STAMP = pa.timestamp("us", tz="UTC")
# Each mention is `Actor 0123` and a separator of two characters; two stand in a sentence.
NAME, STEP = 10, 12
WORDS = "council minister border oil talks envoy statement militia court budget gas visit airport protest deal army vote".split()


@dataclass(frozen=True)
class News:
    """Articles in the order of their ids: day since `first` and outlet; who is named, by article; copies lead to a story."""

    first: date
    days: Numbers
    outlets: Numbers
    named: Numbers
    actors: Numbers
    stories: Numbers | None = None
    first_id: int = 0


def actor_ids(count: int) -> list[str]:
    """Name so many actors."""
    return [f"{n:04}-actor" for n in range(count)]


def known(actors: int, outlets: int, owners: dict[int, str] | None = None) -> dict[str, list[Any]]:
    """Lay out the actors, outlets and feeds that made-up news speaks of."""
    owned = owners or {}
    return {
        "actors": [Actor(actor, f"Actor {actor[:4]}", "person") for actor in actor_ids(actors)],
        "outlets": [Outlet(f"o{n}", f"Outlet {n}", owner=owned.get(n)) for n in range(outlets)],
        "feeds": [Feed(f"f{n}", f"o{n}", f"http://o{n}.example/feed") for n in range(outlets)],
    }


def polls(first: date, days: int, outlets: int, answered: Callable[[int, int], bool | None]) -> list[Poll]:
    """Ask each outlet once a day: `answered` says of a day and an outlet how it went; None: it was not asked."""
    found = []
    for day in range(days):
        at = datetime(first.year, first.month, first.day, 22, tzinfo=UTC) + timedelta(days=day)
        went = ((n, answered(day, n)) for n in range(outlets))
        found += [Poll(f"f{n}", at, "ok" if ok else "failed") for n, ok in went if ok is not None]
    return found


def filler(letters: int, chance: np.random.Generator) -> Callable[[], str]:
    """Make what gives runs of so many letters of made-up text, each from another place."""
    if not letters:
        return lambda: ""
    words = np.array([*WORDS, *(f"word{n}" for n in range(5_000))])
    ranks = (1 / np.arange(1, len(words) + 1)) / (1 / np.arange(1, len(words) + 1)).sum()
    text = " ".join(chance.choice(words, 300_000, p=ranks))
    starts: Iterator[int] = iter(())

    def take() -> str:
        nonlocal starts
        start = next(starts, None)
        if start is None:
            starts = iter(chance.integers(0, len(text) - letters, 10_000).tolist())
            start = next(starts)
        return text[start : start + letters]

    return take


def tables(news: News, letters: int = 0, seed: int = 1) -> dict[str, pa.Table]:
    """Write the articles, their sentences, mentions and stories; texts name their actors and go on for so many letters."""
    chance, count = np.random.default_rng(seed), len(news.days)
    order = np.argsort(news.named, kind="stable")
    named, actors = news.named[order], news.actors[order]
    lengths = np.bincount(named, minlength=count)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    place = np.arange(len(named)) - starts[named]
    ids = news.first_id + np.arange(count, dtype=np.int64)
    midnight = np.datetime64(news.first, "us") + news.days * np.timedelta64(86_400_000_000, "us")
    instants = midnight + chance.integers(0, 22 * 3600, count) * np.timedelta64(1_000_000, "us")
    take, surfaces = filler(letters, chance), np.array([f"Actor {n:04}" for n in range(int(actors.max(initial=0)) + 1)])
    texts = [said(surfaces[actors[a:b]].tolist()) + take() for a, b in pairwise(starts.tolist())]
    sentences = (lengths + 1) // 2
    of = np.repeat(np.arange(count), sentences)
    number = np.arange(len(of)) - np.concatenate(([0], np.cumsum(sentences)))[of]
    ends = np.minimum(number * 2 * STEP + STEP + NAME, (lengths[of] - 1) * STEP + NAME)
    told = ids if news.stories is None else news.stories
    same = {"url": "http://made.up/", "language": "en", "published_basis": "feed", "text_source": "page", "hint": "none"}
    return {
        "articles": pa.table({
            "article_id": ids, "outlet_id": outlet_names(news.outlets), "feed_id": outlet_names(news.outlets, "f"),
            "title": np.char.add("Title ", ids.astype(str)), "caption": pa.array([""] * count), "text": texts,
            "published_at": pa.array(instants, STAMP), "fetched_at": pa.array(instants, STAMP),
            "content_hash": np.char.add("made-up-hash-of-the-text-", ids.astype(str)),
            **{name: pa.array([value]).take(pa.array(np.zeros(count, np.int64))) for name, value in same.items()},
        }),
        "sentences": pa.table({
            "article_id": ids[of], "sentence_no": number.astype(np.int32),
            "start_char": (number * 2 * STEP).astype(np.int32), "end_char": ends.astype(np.int32),
        }),
        "mentions": pa.table({
            "article_id": ids[named], "actor_id": pa.array(actor_ids(len(surfaces))).take(pa.array(actors)),
            "field": pa.array(["text"]).take(pa.array(np.zeros(len(named), np.int64))), "sentence_no": (place // 2).astype(np.int32),
            "start_char": (place * STEP).astype(np.int32), "end_char": (place * STEP + NAME).astype(np.int32),
            "surface": pa.array(surfaces.tolist()).take(pa.array(actors)),
            "basis": pa.array(["name"]).take(pa.array(np.zeros(len(named), np.int64))),
            "confidence": np.full(len(named), 0.98, np.float32),
        }),
        "story_articles": pa.table({"story_id": told, "article_id": ids, "likeness": (told == ids).astype(np.float32)}),
    }  # fmt: skip


def outlet_names(numbers: Numbers, letter: str = "o") -> pa.Array:
    """Name outlets, or their feeds, by number."""
    names = pa.array([f"{letter}{n}" for n in range(int(numbers.max(initial=0)) + 1)])
    return names.take(pa.array(numbers))


def said(names: list[str]) -> str:
    """Write names as sentences of two."""
    return "".join(f"{name}{'. ' if number % 2 or number == len(names) - 1 else ', '}" for number, name in enumerate(names))


def facts(news: News, letters: int = 0, **given: Any) -> dict[str, Any]:
    """All tables of one run."""
    empty: dict[str, Any] = {name: [] for name in ("actors", "outlets", "feeds", "polls", "entries", "readings", "failures")}
    return {**empty, **tables(news, letters), **given}
