"""Records of one kind in, an Arrow table out, and the way back: how what was read travels between machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

import pyarrow as pa

from extractors.records.coded import Alignment, Claim, ClaimSpeaker, Event, EventParty, EventTelling
from extractors.records.collected import Article, Failure, Reading, Sentence
from extractors.records.found import Mention

T = TypeVar("T")
# What is found in articles, in the order of Facts.
KINDS = (Mention, Event, EventTelling, EventParty, Claim, ClaimSpeaker, Alignment)


def pack(records: Sequence[Any]) -> pa.Table:
    """Lay out records as a table, a column a field, since a row at a time takes thrice as long; pairs within them as lists."""
    names = [field.name for field in fields(records[0])] if records else []
    return pa.table({name: plainly(list(map(attrgetter(name), records)), name) for name in names})


def plainly(values: list[Any], name: str) -> list[Any]:
    """Lay out the candidates of mentions as structs: Arrow has no tuples of unlike members."""
    if name != "candidates":
        return values
    return [[{"actor_id": actor, "score": score} for actor, score in value] for value in values]


def unpack(kind: type[T], table: pa.Table) -> list[T]:
    """Make records of one kind of their rows; a column that all rows left empty is empty again."""
    there = set(table.column_names)
    columns = [column_of(table[field.name]) if field.name in there else [None] * len(table) for field in fields(kind)]  # type: ignore[arg-type]
    return [kind(*row) for row in zip(*columns, strict=True)]


def column_of(column: pa.ChunkedArray) -> list[Any]:
    """Give the values of a column, tuples for lists and for structs within them."""
    values: list[Any] = column.to_pylist()
    if not pa.types.is_list(column.type):
        return values
    return [
        None if row is None else tuple(tuple(one.values()) if isinstance(one, dict) else one for one in row) for row in values
    ]


def pack_readings(readings: Sequence[Reading]) -> pa.Table:
    """Lay out readings as a table, a row each, with their article, sentences and failure as structs."""
    return pa.Table.from_pylist([row_of(reading) for reading in readings])


def row_of(reading: Reading) -> dict[str, Any]:
    """Lay out a reading."""
    nested = {name: fields_of(one) if (one := getattr(reading, name)) else None for name in ("article", "failure")}
    return {**fields_of(reading), **nested, "sentences": [fields_of(one) for one in reading.sentences]}


def fields_of(record: Any) -> dict[str, Any]:
    """Lay out a record's fields as they are: asdict copies all that is in them."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


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
