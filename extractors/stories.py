"""Articles and those near them in, which story each tells out: the same text told again, copied or slightly edited, is one."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rensa import RMinHash

from extractors.records import Article, Signature, Telling
from extractors.script import fold

# MinHash (Broder 1997) of runs of five words, in 32 bands of 4 rows (Leskovec, Rajaraman, Ullman: Mining of Massive
# Datasets, 3.4): texts with 0.6 of their runs in common share a band with probability 1 - (1 - 0.6^4)^32 = 0.988.
HASHES, BANDS, SEED = 128, 32, 7
WORDS = 5
# Two texts are one story from this share of common word runs on; a text of fewer words is a story of its own.
ALIKE, SHORTEST = 0.6, 20
DAYS = 21
# Turns an article's id into another one, for a story whose own id its earlier copies keep.
OTHER_STORY = 0x5A67726F73


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An article that may tell the same: its story, and its signature."""

    article_id: int
    story_id: int
    published_at: datetime
    hashes: tuple[int, ...]
    bands: tuple[int, ...]


def sign(article: Article) -> Signature | None:
    """Sign an article's text by its runs of words; None for one too short to tell copies by."""
    words = fold(article.text).words.split()
    if len(words) < SHORTEST:
        return None
    sketch = RMinHash(num_perm=HASHES, seed=SEED)
    sketch.update([" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1)])
    hashes = tuple(sketch.digest())
    rows = HASHES // BANDS
    bands = tuple(band_of(i, hashes[i * rows : (i + 1) * rows]) for i in range(BANDS))
    return Signature(article.article_id, article.published_at, hashes, bands)


def band_of(number: int, rows: Sequence[int]) -> int:
    """Hash one band of a signature to a signed 64-bit number."""
    packed = struct.pack(f"<{len(rows) + 1}I", number, *rows)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big", signed=True)


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate the share of common word runs (Jaccard) of two signatures, from 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / HASHES


def tell(
    articles: Iterable[Article], signatures: Iterable[Signature], stored: Iterable[Neighbour], taken: Collection[int] = ()
) -> list[Telling]:
    """Say which story each new article tells; `stored` are earlier articles that share a band with one of them.

    An article joins the story of the nearest text within DAYS, the oldest among equals, and begins one of its own id where
    none is alike, or of another id where copies of its former text keep that (`taken`). The order of `articles` does not
    matter. Of a story only its latest text is remembered in each band, so that a thousand copies cost a thousand steps.
    """
    signed = {signature.article_id: signature for signature in signatures}
    near: dict[int, dict[int, Neighbour]] = {}
    for neighbour in sorted(stored, key=lambda n: (n.published_at, n.article_id)):
        for band in neighbour.bands:
            near.setdefault(band, {})[neighbour.story_id] = neighbour
    told = []
    for article in sorted(articles, key=lambda a: (a.published_at, a.article_id)):
        signature = signed.get(article.article_id)
        found = best(signature, near) if signature else None
        own = article.article_id ^ OTHER_STORY if article.article_id in taken else article.article_id
        story, share = found or (own, 1.0)
        told.append(Telling(story, article.article_id, share))
        if signature:
            itself = Neighbour(article.article_id, story, article.published_at, signature.hashes, signature.bands)
            for band in signature.bands:
                near.setdefault(band, {})[story] = itself
    return told


def best(signature: Signature, near: dict[int, dict[int, Neighbour]]) -> tuple[int, float] | None:
    """Choose the story of the article most like a signature, and how like it is; None where none is alike."""
    others = {n.article_id: n for band in signature.bands for n in near.get(band, {}).values()}
    scored = [(likeness(signature.hashes, n.hashes), n) for n in others.values() if close(n.published_at, signature.published_at)]
    alike = [(-share, n.published_at, n.story_id, share) for share, n in scored if share >= ALIKE]
    return (min(alike)[2], min(alike)[3]) if alike else None


def close(one: datetime, other: datetime) -> bool:
    """Tell whether two instants lie within the days in which a text may be told again."""
    return abs(one - other) <= timedelta(days=DAYS)
