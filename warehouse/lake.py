"""An address in, an open lake out: the warehouse's tables as Parquet files with their catalog in PostgreSQL, for many writers.

DuckLake (https://ducklake.select) keeps tables, views and macros; each transaction sees one snapshot, and where two that
changed the same rows meet, the later one is told and is done again. It keeps no comment of a macro or of a view's column.
"""

from __future__ import annotations

import importlib.resources
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import duckdb

from warehouse.errors import WarehouseError

NAME = "lake"
EXTENSIONS, OF_BUCKETS = ("ducklake", "postgres_scanner"), "httpfs"
ADDRESS = re.compile(r"ducklake:postgres:.+")
# Tables of texts, and the rows of a row group of their Parquet, in place of 122,880.
OF_TEXTS, ROWS = ("articles", "article_versions", "entries"), 16_384
CONFLICT = re.compile(r"[Cc]onflict")


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake's address, `ducklake:postgres:` and libpq's words, and where its files lie if it is yet to be made.

    That is a folder, or s3://... in a bucket. The password comes from where libpq looks for it: PGPASSWORD, ~/.pgpass or a
    service file; the keys of a bucket from where DuckDB's httpfs does: AWS_ACCESS_KEY_ID and its like. Raises WarehouseError for
    an address that is none.
    """

    address: str
    files: str

    def __post_init__(self) -> None:
        if not ADDRESS.fullmatch(self.address):
            raise WarehouseError(f"{self} is no warehouse: `ducklake:postgres:dbname=zagros host=...` (libpq's words) is one")

    def __str__(self) -> str:
        """Name it to a person."""
        return without_password(self.address)


# Where a warehouse is: a DuckDB file, or a lake.
Place: TypeAlias = Path | Lake


def without_password(text: str) -> str:
    """Leave out the password of an address, which should not have held one."""
    return re.sub(r"(password\s*=\s*)('[^']*'|[^\s\"]+)", r"\1***", text, flags=re.IGNORECASE)


def open_lake(lake: Lake, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a lake, to read it as it is now, or to write it: made where its database is empty. Raises WarehouseError."""
    con = duckdb.connect()
    try:
        for name in EXTENSIONS:
            load(con, name)
        con.execute("SET autoinstall_known_extensions = false")  # nothing is fetched behind anybody's back
        try:
            attach_lake(con, lake, read_only)
        except duckdb.Error as error:
            if OF_BUCKETS not in str(error):
                raise
            reach_buckets(con)
            attach_lake(con, lake, read_only)
        con.execute(f"USE {NAME}; SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET parquet_metadata_cache = true")
    except duckdb.Error as error:
        con.close()
        raise WarehouseError(f"{lake} cannot be opened: {without_password(str(error))}") from error
    return con


def reach_buckets(con: duckdb.DuckDBPyConnection) -> None:
    """Load what reads and writes buckets, a tenth of a second that a lake in a folder is spared."""
    load(con, OF_BUCKETS)
    # A server of one's own has no host for each bucket (docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html).
    con.execute("SET s3_url_style = CASE coalesce(current_setting('s3_endpoint'), '') WHEN '' THEN 'vhost' ELSE 'path' END")


def attach_lake(con: duckdb.DuckDBPyConnection, lake: Lake, read_only: bool) -> None:
    """Attach a lake; its catalog knows where its files lie, unless it is new."""
    # Rows kept in the catalog itself make transactions meet that change different rows of a table.
    options = ["DATA_INLINING_ROW_LIMIT 0", *(["READ_ONLY"] if read_only else [])]
    try:
        con.execute(f"ATTACH {quoted(lake.address)} AS {NAME} ({', '.join(options)})")
        if read_only:
            # As of now, like a reader of the published file: to look for a newer state at each question is a tenth of its time.
            ((newest,),) = con.execute(f"SELECT max(snapshot_id) FROM ducklake_snapshots('{NAME}')").fetchall()
            con.execute(f"DETACH {NAME}")
            con.execute(f"ATTACH {quoted(lake.address)} AS {NAME} ({', '.join([*options, f'SNAPSHOT_VERSION {newest}'])})")
    except duckdb.InvalidInputException as error:
        if read_only or "data_path" not in str(error):
            raise
        con.execute(f"ATTACH {quoted(lake.address)} AS {NAME} ({', '.join([*options, f'DATA_PATH {quoted(lake.files)}'])})")


def tune(con: duckdb.DuckDBPyConnection) -> None:
    """Let who asks for a few texts unpack few; tables of numbers keep large row groups, with less to look through."""
    for table in OF_TEXTS:
        con.execute(f"CALL {NAME}.set_option('parquet_row_group_size', {ROWS}, table_name => '{table}')")


def load(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load one of DuckDB's extensions from its wheel; raises WarehouseError where that is not installed."""
    try:
        wheel = importlib.resources.files(f"duckdb_extension_{name}")
    except ModuleNotFoundError:
        raise WarehouseError(f"a lake needs `pip install zagros[lake]`: there is no duckdb_extension_{name}") from None
    file = wheel / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.is_file():
        raise WarehouseError(f"the wheel of duckdb_extension_{name} is not for DuckDB {duckdb.__version__}: install both alike")
    # From where it lies: installed first, it would be copied into the home of whoever runs this.
    con.execute(f"LOAD {quoted(str(file))}")


def merge(con: duckdb.DuckDBPyConnection) -> None:
    """Write the many small files of a lake's tables, one a table and batch, as few large ones; the old ones stay for readers."""
    con.execute(f"CALL ducklake_merge_adjacent_files('{NAME}')")


def lost_files(con: duckdb.DuckDBPyConnection) -> tuple[list[str], int]:
    """Name the files of an open lake that are not where its catalog says, and count the others."""
    gone, there = list[str](), 0
    ((path,),) = con.execute(f"SELECT data_path FROM ducklake_settings('{NAME}')").fetchall()
    in_bucket = {file for (file,) in con.execute("FROM glob(? || '**')", [path]).fetchall()} if "://" in path else set()
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY 1", [NAME]).fetchall():
        rows = con.execute(f"SELECT data_file, delete_file FROM ducklake_list_files('{NAME}', '{table}')").fetchall()
        for file in (name for row in rows for name in row if name):
            if file in in_bucket or Path(file).is_file():
                there += 1
            else:
                gone.append(file)
    return gone, there


def quoted(text: str) -> str:
    """Write a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def conflicts(error: Exception) -> bool:
    """Tell whether a transaction only met another: done again it sees what that one wrote."""
    return isinstance(error, duckdb.TransactionException | duckdb.IOException | duckdb.InvalidInputException) and bool(
        CONFLICT.search(str(error))
    )
