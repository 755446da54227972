"""Records of one kind in, an Arrow table out, and the way back: how what was read travels between machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from extractors.records.collected import Article, Failure, Reading, Sentence
from extractors.records.found import Mention


def pack_readings(readings: Sequence[Reading]) -> pa.Table:
    """Lay out readings as a table, a row each, with their article, sentences and failure as structs."""
    return pa.Table.from_pylist([asdict(reading) for reading in readings])


def pack_mentions(mentions: Sequence[Mention]) -> pa.Table:
    """Lay out mentions as a table, a row each, with their candidates as structs."""
    candidates = [[{"actor_id": actor, "score": score} for actor, score in m.candidates] for m in mentions]
    return pa.Table.from_pylist([{**asdict(m), "candidates": c} for m, c in zip(mentions, candidates, strict=True)])


def pack_failures(failures: Sequence[Failure]) -> pa.Table:
    """Lay out failures as a table, a row each."""
    return pa.Table.from_pylist([asdict(failure) for failure in failures])


def unpack_readings(table: pa.Table) -> list[Reading]:
    """Make readings of their rows."""
    return [reading_of(row) for row in table.to_pylist()]


def reading_of(row: dict[str, Any]) -> Reading:
    """Make a reading of its fields."""
    article, failure = row["article"], row["failure"]
    nested = {
        "article": Article(**article) if article else None,
        "sentences": tuple(Sentence(**sentence) for sentence in row["sentences"]),
        "failure": Failure(**failure) if failure else None,
    }
    return Reading(**{**row, **nested})


def unpack_mentions(table: pa.Table) -> list[Mention]:
    """Make mentions of their rows."""
    return [
        Mention(**{**row, "candidates": tuple((one["actor_id"], one["score"]) for one in row["candidates"])})
        for row in table.to_pylist()
    ]


def unpack_failures(table: pa.Table) -> list[Failure]:
    """Make failures of their rows."""
    return [Failure(**row) for row in table.to_pylist()]
