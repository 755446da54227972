"""Options and conversions that several commands share."""

from __future__ import annotations

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

# The exit code of a command that did its work, but for some feeds.
SOME_FEEDS_FAILED = 3


class Grain(StrEnum):
    """The periods of a trend."""

    week = "week"
    month = "month"


class Files(StrEnum):
    """The forms in which facts leave."""

    parquet = "parquet"
    csv = "csv"
    plover = "plover-jsonl"


Data = Annotated[Path, typer.Option(help="Folder of the warehouse and of the published copy.")]


def use(address: str | None) -> str | None:
    """Let this process, and those it starts, use a lake in place of the file; raises BadParameter for an address that is none."""
    if address:
        from flows.place import WAREHOUSE, place_of
        from warehouse.errors import WarehouseError

        os.environ[WAREHOUSE] = address
        try:
            place_of(Path())
        except WarehouseError as error:
            raise typer.BadParameter(str(error)) from None
    return address


Warehouse = Annotated[
    str | None,
    typer.Option(
        envvar="ZAGROS_WAREHOUSE",
        callback=use,
        help="A lake in place of the folder's file: ducklake:postgres:dbname=... (docs/scaling.md).",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(envvar="ZAGROS_SCHEDULER", help="Address of a Dask scheduler whose workers read the pages (docs/scaling.md)."),
]
Feeds = Annotated[Path | None, typer.Option(help="List of feeds: project YAML or OPML; registry/feeds.yml unless given.")]
Overlay = Annotated[list[Path] | None, typer.Option(help="Folder laid over registry/; may be given several times.")]
Pace = Annotated[float, typer.Option(min=0, help="Least seconds between two requests to one host.")]
AllowPrivate = Annotated[bool, typer.Option(help="Say that these hosts are your own: pace 0 is accepted.")]
Contact = Annotated[
    str | None, typer.Option(envvar="ZAGROS_CONTACT", help="Your address or page, told to every host in the User-Agent.")
]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day (UTC).")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day, that day included (UTC).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]


def form(as_json: bool, as_csv: bool) -> str:
    """Name the form in which facts are printed."""
    if as_json and as_csv:
        raise typer.BadParameter("take --json or --csv, not both")
    return "json" if as_json else "csv" if as_csv else "table"


def instant(text: str | None) -> datetime | None:
    """Read an instant that a person typed; raises typer.BadParameter."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no ISO 8601 instant, such as 2020-01-26 or 2020-01-26T14:30:00+03:00") from None


def refuse_pace(pace: float, allow_private: bool) -> None:
    """Refuse a pace at which nobody may be asked, before anything takes its seconds to start; raises BadParameter."""
    from extractors.web import allow_pace

    try:
        allow_pace(pace, allow_private)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
