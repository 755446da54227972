"""Commands about the archive: the WARC files of a data folder in, whether they are whole and complete out."""

from __future__ import annotations

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
    from flows.integrity import COLUMNS
    from flows.integrity import verify as read_all
    from flows.terminal import print_rows

    found = read_all(data)
    print_rows(COLUMNS, found.rows, form(as_json, as_csv))
    if found.missing:
        typer.echo(f"{len(found.missing)} articles have no page here, the first {found.missing[0]}", err=True)
    if not found.whole:
        raise typer.Exit(1)
