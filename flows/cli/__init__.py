"""The command `zagros`: a person's words in, the right function of the house called, its answer printed."""

from __future__ import annotations

import sys

import typer

from flows.cli import actors, archive, ask, feeds, house, run, up

app = typer.Typer(
    help="Who acts on whom between Tehran and Baghdad, and who says so.\n\n"
    "Exit codes: 0 done (failed pages are rows), 1 error, 2 usage, 3 some feeds failed, 4 locked, 5 no space.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    run.ingest,
    run.replay,
    run.backfill,
    run.demo,
    ask.query,
    ask.trend,
    ask.status,
    ask.export,
    actors.detect,
    actors.events,
):
    app.command()(command)
for caring in (house.backup, house.restore, house.doctor, up.up):
    app.command()(caring)
app.command("server")(up.serve)
app.add_typer(feeds.app, name="feeds")
app.add_typer(archive.app, name="archive")
app.add_typer(actors.app, name="actors")

ERROR, USAGE, LOCKED, NO_SPACE = 1, 2, 4, 5


def main() -> None:
    """Run the command; errors an operator can mend are one line on standard error and an exit code of their own."""
    try:
        app()
    except tuple(exit_codes()) as error:  # looked up only when something was raised: commands import little
        print(f"zagros: {error}", file=sys.stderr)
        sys.exit(next(code for kind, code in exit_codes().items() if isinstance(error, kind)))


def exit_codes() -> dict[type[Exception], int]:
    """Map the errors of the house to their exit codes, the special ones first; what nobody foresaw is in none of them."""
    from extractors.registry import RegistryError, UnknownFeed
    from warehouse.store import Locked, NoSpace, WarehouseError

    special: dict[type[Exception], int] = {Locked: LOCKED, NoSpace: NO_SPACE, UnknownFeed: USAGE}
    return special | dict.fromkeys((WarehouseError, RegistryError, ValueError, OSError), ERROR)
