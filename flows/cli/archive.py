"""Commands about the archive: the WARC files of a data folder in, whether they are whole and complete out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import typer

from flows.cli.options import AsCsv, AsJson, Data, form

app = typer.Typer(help="Look after the WARC files in which every answer of the network is kept.", no_args_is_help=True)


@app.callback()
def archive() -> None:
    """Look after the archive."""


@app.command()
def verify(data: Data = Path("data"), as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Read every file of the archive: are its records whole, and is each article's page among them? Exit code 1 if not."""
    from flows.archive import files
    from flows.terminal import print_rows
    from flows.warc import read_warc, unread
    from warehouse.published import ask, statement

    rows, hashes = [], set[str]()
    for path in files(data / "archive"):
        captures = [(capture.sound, hashlib.sha256(capture.body).hexdigest()) for capture in read_warc(path)]
        hashes |= {digest for sound, digest in captures if sound}
        rows.append((path.name, len(captures), sum(not sound for sound, _ in captures), unread(path), path.stat().st_size))
    print_rows(["file", "answers", "broken", "unread bytes", "bytes"], rows, form(as_json, as_csv))
    first = min((row[0] for row in rows), default="")
    kept = ask(data / "zagros.duckdb", statement("page_hashes"), {"first": first}).rows if rows else []
    missing = [url for url, digest in kept if digest not in hashes]
    if missing:
        typer.echo(f"{len(missing)} articles have no page here, the first {missing[0]}", err=True)
    if missing or any(broken or left for _, _, broken, left, _ in rows):
        raise typer.Exit(1)
