"""The published copy in, a page about its last day out: what came, who rises, which feeds fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.moments import zoned
from flows.report import escape
from warehouse.published import ask, statement

DAY = timedelta(days=1)


@flow(name="report", description="Leave a page about the last 24 hours: articles, who rises, which feeds fail.")
async def report(data: Path = Path("data"), now: datetime | None = None) -> str:
    """Leave a page about the last 24 hours as an artifact; the warehouse itself is not touched.

    Args:
        data: folder of zagros.duckdb.
        now: the end of these hours; the machine's clock unless given.

    Returns:
        The page, in Markdown. Raises WarehouseError where nothing is published yet.
    """
    page = write(data / "zagros.duckdb", zoned(now))
    await acreate_markdown_artifact(markdown=page, key="report", description="The last 24 hours.")
    return page


def write(published: Path, now: datetime) -> str:
    """Write the page; whatever came from the network is escaped."""
    came = ask(published, statement("arrived"), {"since": now - DAY, "until": now}).rows
    rising, failing = (ask(published, statement(f"report_{what}")).rows for what in ("rising", "feeds"))
    parts = [
        f"# {now - DAY:%Y-%m-%d %H:%M} to {now:%Y-%m-%d %H:%M} UTC\n\n{sum(row[2] for row in came):,} new articles.",
        table("New articles", ("outlet", "language", "articles"), came),
        table("Told of more often than their outlets' last four weeks", ("actor", "stories", "in 4 weeks", "ratio"), rising),
        table("Feeds that bring nothing", ("feed", "health", "why"), failing),
    ]
    return "\n\n".join(parts) + "\n"


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Lay out rows in Markdown, each on its line."""
    lines = [f"| {' | '.join(str(escape(plain(value))) for value in row)} |" for row in rows]
    head = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return "\n".join([f"## {title}\n", *(head + lines if lines else ["None."])])


def plain(value: Any) -> Any:
    """Keep a text on one line of a table."""
    return " ".join(value.split()) if isinstance(value, str) else "" if value is None else value
