"""A DuckDB file in, its schema brought up to date: numbered steps once, views and macros anew where they changed."""

from __future__ import annotations

import hashlib
import re
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from warehouse.errors import Newer
from warehouse.lake import tune
from warehouse.rollup import note_everything
from warehouse.sql import HERE

CALL = re.compile(r"(?:FROM|JOIN) (\w+)|(\w+)\(")
MIGRATION = re.compile(r"(\d{4})_\w+")
UNKNOWN_TO_LAKES = re.compile(r"\s*COMMENT ON (MACRO|COLUMN)\b")
# The step since which roll-ups are as they are now: what was stored before it is added up when it is taken.
ROLLED_UP = 4


def steps() -> dict[int, Path]:
    """List the steps of the schema that this code knows, by number."""
    return {int(path.name[:4]): path for path in sorted((HERE / "migrations").glob("*.sql")) if MIGRATION.match(path.stem)}


def done_steps(con: duckdb.DuckDBPyConnection) -> set[int]:
    """Say which steps of the schema a file has taken."""
    return {version for (version,) in con.execute("SELECT version FROM migrations").fetchall()}


def in_order(folder: str) -> list[str]:
    """Read the statements of a folder, each after those that it calls by name: DuckDB looks them up at once."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / folder).glob("*.sql"))}
    named = {name: {word for pair in CALL.findall(text) for word in pair} for name, text in texts.items()}
    calls = {name: sorted(words & texts.keys() - {name}) for name, words in named.items()}
    return [texts[name] for name in TopologicalSorter(calls).static_order()]


def migrate(con: duckdb.DuckDBPyConnection, lake: bool = False) -> None:
    """Bring the schema up to date: each migration once, in a transaction, then views and macros.

    Raises Newer for a file whose schema this code does not know.
    """
    con.execute("CREATE TABLE IF NOT EXISTS migrations (version INTEGER, name VARCHAR)")
    con.execute("COMMENT ON TABLE migrations IS 'Steps of the schema that this file has taken.'")
    con.execute("COMMENT ON COLUMN migrations.version IS 'Number of the step.'")
    con.execute("COMMENT ON COLUMN migrations.name IS 'Name of its file.'")
    done, known = done_steps(con), steps()
    if unknown := done - known.keys():
        raise Newer(f"this file has schema step {max(unknown)}, this Zagros knows {max(known)}: update Zagros")
    for version, path in known.items():
        if version not in done:
            con.execute("BEGIN")
            con.execute(path.read_text(encoding="utf-8"))
            if version == ROLLED_UP:
                note_everything(con)
            con.execute("INSERT INTO migrations VALUES (?, ?)", [version, path.stem])
            con.execute("COMMIT")
    define(con, [*in_order("views"), *in_order("macros")], lake)


def define(con: duckdb.DuckDBPyConnection, texts: list[str], lake: bool) -> None:
    """Make views and macros anew where they changed; a lake keeps no comments of macros and of views' columns (DuckLake 1.0)."""
    said = hashlib.md5("".join(texts).encode(), usedforsecurity=False).hexdigest()
    if con.execute("SELECT max(hash) FROM definitions").fetchone() == (said,):
        return
    if lake:
        texts = [part.query for text in texts for part in con.extract_statements(text) if not UNKNOWN_TO_LAKES.match(part.query)]
    con.execute("BEGIN")
    for text in texts:
        con.execute(text)
    if lake:
        tune(con)
    con.execute("DELETE FROM definitions")
    con.execute("INSERT INTO definitions VALUES (?)", [said])
    con.execute("COMMIT")
