"""Rows in, what a person or a program reads out: a table, JSON or CSV; text of the network cannot steer the terminal."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
BLOCKS = " ▏▎▍▌▋▊▉█"
SPARKS = "▁▂▃▄▅▆▇█"


def visible(value: Any) -> str:
    """Write a value for a terminal: control characters show as �, right-to-left text is isolated (UAX #9)."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = CONTROL.sub("\ufffd", str(value))
    return f"\u2068{text}\u2069" if RIGHT_TO_LEFT.search(text) else text


def plain(value: Any) -> Any:
    """Write a value for JSON or CSV: instants and dates in ISO 8601."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (str, int, float, list, dict, type(None))) else str(value)


def print_json(value: Any) -> None:
    """Print one JSON document."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=plain))


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str = "table", title: str | None = None) -> None:
    """Print rows as a table for people, or as json or csv for programs."""
    if form == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([plain(value) for value in row] for row in rows)
    else:
        print_table(columns, list(rows), title)


def print_table(columns: Sequence[str], rows: list[Sequence[Any]], title: str | None) -> None:
    """Print a table; columns of numbers are set to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(visible(title)) if title else None, box=box.SIMPLE_HEAD, title_justify="left")
    for i, name in enumerate(columns):
        numbers = any(isinstance(row[i], (int, float)) for row in rows)
        table.add_column(Text(name), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(value if isinstance(value, str) and set(value) <= set(BLOCKS) else visible(value)) for value in row))
    console = Console()
    # Piped into a file a table keeps its whole lines; 80 columns are a terminal's, not a file's.
    Console(width=None if console.is_terminal else 160).print(table)


def bar_width(beside: int = 61, most: int = 30, least: int = 8) -> int:
    """Say how wide a bar may be beside columns of a given width, so that no line of a terminal is broken."""
    if not sys.stdout.isatty():
        return most
    return max(least, min(most, shutil.get_terminal_size().columns - beside))


def sparkline(values: Sequence[float]) -> str:
    """Draw values as a line of small columns, each of its share of the highest."""
    most = max(values, default=0) or 1
    return "".join(SPARKS[round(value / most * (len(SPARKS) - 1))] for value in values)


def bar(value: float | None, most: float, width: int = 30) -> str:
    """Draw a value as a bar of at most `width` characters, an eighth the least step; nothing for a gap."""
    if value is None or not most:
        return ""
    eighths = round(value / most * width * 8)
    return "█" * (eighths // 8) + (BLOCKS[eighths % 8] if eighths % 8 else "")
