"""What was polled, read and found in, the tables of one batch for the warehouse out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from extractors.identity import Alias, Seen, Standing, canonical_key, merge, recognise
from extractors.polling import decide
from extractors.records import Article, Band, Entry, Facts, Failure, Feed, FeedState, Outlet, Poll, Reading
from extractors.registry import Registry
from extractors.stories import DAYS, Neighbour, sign, tell
from flows.reading import Polled
from warehouse.store import Store

Tables = dict[str, Sequence[Any]]
# More new entries than this in one answer are an attack or a mistake: the rest is taken at the next polls, read whole.
MOST_NEW = 5000


def facts_of_polls(store: Store, due: list[Feed], states: Mapping[str, FeedState], polled: list[Polled], now: datetime) -> Tables:
    """Lay out what came of polling: the polls, the entries that are new, and when each feed is asked again."""
    new, cut = choose_new(store, polled)
    counts = Counter(entry.feed_id for entry in new)
    polls = [replace(p.poll, new_entries=counts[p.poll.feed_id]) for p in polled]
    told = [replace(p.told, etag=None, last_modified=None) if p.poll.feed_id in cut else p.told for p in polled]
    asked = zip(due, polls, told, strict=True)
    settled = [decide(feed, states.get(feed.feed_id), poll, said, now) for feed, poll, said in asked]
    return {"polls": polls, "entries": new, "feed_states": settled, "failures": [p.failure for p in polled if p.failure]}


def choose_new(store: Store, polled: list[Polled]) -> tuple[list[Entry], set[str]]:
    """Choose the entries that are not stored yet, each as the article that it is; with the feeds of which some were cut off."""
    listed = {entry.entry_id: entry for answer in polled for entry in answer.entries}
    known = store.known(list(listed))
    by_feed: dict[str, list[Entry]] = {}
    for entry in listed.values():
        if entry.entry_id not in known:
            by_feed.setdefault(entry.feed_id, []).append(entry)
    new = [entry for entries in by_feed.values() for entry in entries[:MOST_NEW]]
    return recognised(store, new), {name for name, entries in by_feed.items() if len(entries) > MOST_NEW}


def recognised(store: Store, new: list[Entry]) -> list[Entry]:
    """Give new entries the articles that they are, by what is stored."""
    moments = {entry.published_at for entry in new if entry.published_at}
    seen = store.rows("entries_of_instants", {"moments": list(moments), "outlets": list({entry.outlet_id for entry in new})})
    aliases = store.rows("aliases", {"ids": [entry.article_id for entry in new]})
    return recognise(new, [Seen(**row) for row in seen], [Alias(**row) for row in aliases])


def stored_entries(store: Store, ids: Sequence[int]) -> dict[int, tuple[Entry, datetime | None]]:
    """Look up the entries from which articles are made, by article, with when the page of each is due."""
    rows = store.rows("entries_of_articles", {"ids": list(ids)})
    return {row["article_id"]: (Entry(**{name: row[name] for name in row if name != "due_at"}), row["due_at"]) for row in rows}


def facts_of_readings(store: Store, readings: list[Reading]) -> Tables:
    """Lay out what came of reading: articles, sentences, failures, the stories told; what is another's page is left out."""
    left, aliases = merge(readings, standing(store, [r.article for r in readings if r.article]))
    articles = [r.article for r in left if r.article]
    return {
        "readings": left,
        "aliases": aliases,
        "articles": articles,
        "sentences": [sentence for r in left for sentence in r.sentences],
        "failures": [r.failure for r in left if r.failure],
        **tell_stories(store, articles),
    }


def standing(store: Store, articles: list[Article]) -> list[Standing]:
    """List the stored articles that bear the canonical address of one of these."""
    others = [article for article in articles if canonical_key(article) != article.article_id]
    if not others:
        return []
    asked = {"ids": [canonical_key(article) for article in others], "urls": [article.canonical_url for article in others]}
    return [Standing(**row) for row in store.rows("articles_of_addresses", asked)]


def facts_found(found: Facts, failures: list[Failure]) -> Tables:
    """Lay out what was found in the articles."""
    return {**dict(found.tables()), "failures": failures}


def joined(*tables: Tables) -> Tables:
    """Put the tables of several steps together; what two of them name has the rows of both."""
    names = {name for table in tables for name in table}
    return {name: [row for table in tables for row in table.get(name, ())] for name in names}


def publishers(registry: Registry, outlets: Mapping[str, Outlet], facts: Tables) -> list[Outlet]:
    """List the outlets that facts may point to: of the feeds, of pages that other feeds listed, and those that are quoted."""
    known = {**registry.outlets, **outlets}
    named = {*outlets, *(article.outlet_id for article in facts.get("articles", ()))}
    named |= {speaker.outlet_id for speaker in facts.get("claim_speakers", ()) if speaker.outlet_id}
    # One that no list names any more keeps the row it has.
    return [known[outlet_id] for outlet_id in sorted(named & known.keys())]


def tell_stories(store: Store, articles: list[Article]) -> Tables:
    """Say which stories the new articles tell, beside each other and beside what is stored."""
    signatures = [signature for article in articles if (signature := sign(article))]
    stored = [
        Neighbour(**{**row, "hashes": tuple(row["hashes"]), "bands": tuple(row["bands"])}) for row in store.near(signatures, DAYS)
    ]
    told = tell(articles, signatures, stored, store.taken_stories([article.article_id for article in articles]))
    bands = [Band(signature.article_id, band) for signature in signatures for band in signature.bands]
    return {"story_articles": told, "signatures": signatures, "signature_bands": bands}


def hash_facts(now: datetime, registry_hash: str, facts: Mapping[str, Sequence[Any]]) -> str:
    """Hash a batch of facts, so that it is stored once: its instant, what was polled, listed, read and found."""
    polls: Sequence[Poll] = facts.get("polls", ())
    said = [str(now), registry_hash, str([feed.url for feed in facts.get("feeds", ())])]
    said += [f"{p.feed_id} {p.polled_at} {p.status}" for p in polls]
    said += [str(entry.entry_id) for entry in facts.get("entries", ())]
    said += [f"{reading.article_id} {reading.state} {reading.attempts}" for reading in facts.get("readings", ())]
    said += [f"{m.article_id} {m.field} {m.start_char} {m.actor_id}" for m in facts.get("mentions", ())]
    said += [f"{article.article_id} {article.content_hash}" for article in facts.get("articles", ())]
    return hashlib.blake2b("\n".join(said).encode(), digest_size=16).hexdigest()
