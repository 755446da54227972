"""An open warehouse in, a new file with its tables, views, macros and comments out; and the way back, from a file into a lake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from warehouse.durable import STORAGE_VERSION, connect
from warehouse.errors import WarehouseError
from warehouse.lake import NAME, Lake, open_lake, quoted
from warehouse.schema import migrate
from warehouse.store import explained, open_store


@contextmanager
def beside(con: duckdb.DuckDBPyConnection, path: Path, options: str) -> Iterator[list[str]]:
    """Attach a file, as `other`, to the warehouse that is open; its tables by name."""
    con.execute(f"ATTACH {quoted(str(path))} AS other ({options})")
    try:
        yield [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'other'").fetchall()]
    finally:
        con.execute("DETACH other")


def copy_tables(con: duckdb.DuckDBPyConnection, part: Path) -> None:
    """Copy tables, views, macros and comments of a file to a new one of the published storage version."""
    name = con.execute("SELECT current_database()").fetchall()[0][0]
    with beside(con, part, f"STORAGE_VERSION '{STORAGE_VERSION}'"):
        con.execute(f'COPY FROM DATABASE "{name}" TO other')
        con.execute("CHECKPOINT other")


def copy_lake(con: duckdb.DuckDBPyConnection, part: Path) -> None:
    """Copy the tables of a lake, as of one snapshot, to a new file that has the same views and macros, and all comments."""
    with connect(part) as copy:
        migrate(copy)
        copy.execute("CHECKPOINT")
    with beside(con, part, f"STORAGE_VERSION '{STORAGE_VERSION}'") as tables:
        con.execute("BEGIN")
        for table in tables:
            con.execute(f"DELETE FROM other.{table}")
            con.execute(f"INSERT INTO other.{table} BY NAME FROM {table}")
        con.execute("COMMIT")
        con.execute("CHECKPOINT other")


def refuse_full(lake: Lake) -> None:
    """Raise WarehouseError for a lake that holds facts: what is restored takes nobody's place."""
    with closing(open_lake(lake)) as con:
        made = con.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE database_name = ? AND table_name = 'runs'", [NAME]
        ).fetchone()
        if made != (0,) and con.execute("SELECT count(*) FROM runs").fetchone() != (0,):
            raise WarehouseError(f"{lake} holds facts already: name an empty database, and another folder for its files")


def fill_lake(lake: Lake, path: Path) -> None:
    """Copy a file's tables, all or none, into a lake that is empty or yet to be made; raises WarehouseError."""
    with open_store(lake) as store, explained(lake), beside(store.con, path, "READ_ONLY") as tables, store.transaction():
        for table in tables:
            store.con.execute(f"DELETE FROM {table}")
            store.con.execute(f"INSERT INTO {table} BY NAME FROM other.{table}")
