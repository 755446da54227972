"""Records of one kind in, an Arrow table out, and the way back: how what was read travels between machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar

import pyarrow as pa

from extractors.records.coded import Alignment, Claim, ClaimSpeaker, Event, EventParty, EventTelling
from extractors.records.collected import Article, Failure, Reading, Sentence
from extractors.records.found import Mention

T = TypeVar("T")
# What is found in articles, in the order of Facts.
KINDS = (Mention, Event, EventTelling, EventParty, Claim, ClaimSpeaker, Alignment)


def pack(records: Sequence[Any]) -> pa.Table:
    """Lay out records as a table, a row each; pairs within them as lists, which Arrow has."""
    return pa.Table.from_pylist([{**asdict(one), **lists_in(one)} for one in records])


def lists_in(record: Any) -> dict[str, Any]:
    """Lay out the candidates of a mention as structs: Arrow has no tuples of unlike members."""
    if not isinstance(record, Mention):
        return {}
    return {"candidates": [{"actor_id": actor, "score": score} for actor, score in record.candidates]}


def unpack(kind: type[T], table: pa.Table) -> list[T]:
    """Make records of one kind of their rows; a column that all rows left empty is empty again."""
    return [kind(**{field.name: plain(row.get(field.name)) for field in fields(kind)}) for row in table.to_pylist()]  # type: ignore[arg-type]


def plain(value: Any) -> Any:
    """Make tuples of lists, and of structs within them."""
    if isinstance(value, list):
        return tuple(tuple(one.values()) if isinstance(one, dict) else one for one in value)
    return value


def pack_readings(readings: Sequence[Reading]) -> pa.Table:
    """Lay out readings as a table, a row each, with their article, sentences and failure as structs."""
    return pa.Table.from_pylist([asdict(reading) for reading in readings])


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
