"""Questions in, rows out: reading the published copy, which nothing here can change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.lake import Lake, Place, open_lake
from warehouse.sql import HERE, statement
from warehouse.store import WarehouseError, explained

__all__ = ["Answer", "Place", "ask", "connect", "query", "recipes", "statement"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names and rows."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> list[dict[str, Any]]:
        """Give the rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def connect(place: Place | None = None) -> duckdb.DuckDBPyConnection:
    """Open a published file read-only: the newest of the folder ZAGROS_DATA, or of data/, unless one is named; or a lake.

    Raises WarehouseError where there is none yet.
    """
    if isinstance(place, Lake):
        return open_lake(place, read_only=True)
    path = place or Path(os.environ.get("ZAGROS_DATA", "data")) / "zagros.duckdb"
    if not path.is_file():
        raise WarehouseError(f"{path} is not there yet: `zagros ingest` or `make demo` makes it")
    with explained(path):
        try:
            con = duckdb.connect(str(path), read_only=True)
        except duckdb.Error as error:
            raise WarehouseError(f"{path} cannot be opened: {error}") from error
    # Connections of one process to one file share their settings: the first has locked them for the others.
    if con.execute("SELECT current_setting('lock_configuration')").fetchone() != (True,):
        con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        # An analyst's question may come from anywhere: it reads this file and nothing else of the machine.
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
    return con


def ask(place: Place, sql: str, given: Mapping[str, Any] | None = None) -> Answer:
    """Ask the published file one question; raises WarehouseError with DuckDB's words where it cannot answer."""
    con = connect(place)
    try:
        answer = con.execute(sql, dict(given or {}))
        if not answer.description:
            raise WarehouseError("this is no question: it has no answer")
        return Answer([column[0] for column in answer.description], answer.fetchall())
    except duckdb.Error as error:
        raise WarehouseError(str(error)) from error
    finally:
        con.close()


def recipes() -> list[str]:
    """List the names of the worked questions."""
    return sorted(path.stem for path in (HERE / "queries").glob("*.sql"))


def query(name: str) -> str:
    """Read one of the worked questions of warehouse/queries."""
    return (HERE / "queries" / f"{name}.sql").read_text(encoding="utf-8")
