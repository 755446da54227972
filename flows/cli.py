"""The command `zagros`: a person's words in, the right function of the house called, its answer printed."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from flows.report import Tally

app = typer.Typer(
    help="Who acts on whom between Tehran and Baghdad, and who says so.\n\n"
    "Exit codes: 0 done (failed pages are rows), 1 error, 2 usage, 3 some feeds failed, 4 locked, 5 no space.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
feeds_app = typer.Typer(help="List the feeds; import and export OPML.", invoke_without_command=True)
app.add_typer(feeds_app, name="feeds")

ERROR, USAGE, SOME_FEEDS_FAILED, LOCKED, NO_SPACE = 1, 2, 3, 4, 5


class Grain(StrEnum):
    """The periods of a trend."""

    week = "week"
    month = "month"


Data = Annotated[Path, typer.Option(help="Folder of the warehouse and of the published copy.")]
Feeds = Annotated[Path | None, typer.Option(help="List of feeds: project YAML or OPML; registry/feeds.yml unless given.")]
Overlay = Annotated[list[Path] | None, typer.Option(help="Folder laid over registry/; may be given several times.")]
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


@app.command()
def ingest(
    data: Data = Path("data"),
    feeds: Feeds = None,
    registry_overlay: Overlay = None,
    only: Annotated[list[str] | None, typer.Option(help="Id of a feed to poll, due or not; may be given several times.")] = None,
    now: Annotated[
        str | None, typer.Option(help="The instant that the run takes for now (ISO 8601; UTC unless it says).")
    ] = None,
    pace: Annotated[float, typer.Option(min=0, help="Least seconds between two requests to one host.")] = 1.0,
    allow_private: Annotated[bool, typer.Option(help="Let addresses of private networks be asked.")] = False,
    contact: Annotated[
        str | None, typer.Option(envvar="ZAGROS_CONTACT", help="Your address or page, told to every host in the User-Agent.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Bring the warehouse up to date with the feeds, and publish a fresh copy for analysts."""
    options: dict[str, Any] = {"feeds": feeds, "registry_overlay": registry_overlay, "only": only, "now": instant(now)}
    wanted = form(as_json, as_csv)
    tally = run_ingest(data, {**options, "pace": pace, "allow_private": allow_private, "contact": contact})
    print_tally(tally, data, wanted)
    if tally.feeds_failed:
        raise typer.Exit(SOME_FEEDS_FAILED)


def run_ingest(data: Path, options: dict[str, Any]) -> Tally:
    """Run the flow in this process, with a Prefect of its own under the data folder unless PREFECT_API_URL names one."""
    from flows.embedded import prepare

    refuse_wrong(options)
    prepare(data)
    import asyncio

    from flows.ingest import ingest as flow

    tally: Tally = asyncio.run(flow(data=data, **options))
    return tally


def refuse_wrong(options: dict[str, Any]) -> None:
    """Look at what was given before Prefect takes its seconds to start; raises BadParameter or RegistryError."""
    from extractors.registry import ROOT, choose_named, load_feeds, load_registry
    from extractors.web import allow_pace

    try:
        allow_pace(options["pace"], options["allow_private"])
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    registry = load_registry(overlays=options["registry_overlay"] or [])
    choose_named(load_feeds(options["feeds"] or ROOT / "feeds.yml", registry)[0], options["only"])


def print_tally(tally: Tally, data: Path, wanted: str = "table") -> None:
    """Print what a run did; as csv one row a feed."""
    from flows.report import summary
    from flows.terminal import print_json, print_rows, visible

    if wanted == "json":
        print_json(tally.as_json())
        return
    if wanted == "csv":
        columns = list(tally.by_feed[0]) if tally.by_feed else ["feed"]
        print_rows(columns, [list(row.values()) for row in tally.by_feed], wanted)
        return
    for line in summary(tally):
        print(visible(line))
    print(f"published: {data / 'zagros.duckdb'} ({tally.published_bytes / 1e6:.1f} MB)")


@app.command()
def demo(data: Data = Path("demo-data")) -> None:
    """Run the main job on the sample that ships, over real HTTP on loopback, and show a trend."""
    import os

    from flows.sample.server import serve

    here = Path(__file__).resolve().parent / "sample"
    print("This is a sample: 36 items of our own writing about September 2019 to March 2020, by four invented outlets.")
    with serve() as proxy:
        os.environ.update(
            dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"), proxy), NO_PROXY="", no_proxy=""
        )
        ids = ["twin-rivers-post", "peyk-e-karun", "maraya-al-furat", "sirwan-wire"]
        options = {"feeds": here / "feeds.yml", "registry_overlay": [here / "registry"], "only": ids, "pace": 0.0}
        tally = run_ingest(data, {**options, "allow_private": False})
    print_tally(tally, data)
    trend("muqtada-al-sadr", data=data)
    print(f"Ask it yourself: zagros query --data {data} 'SELECT * FROM actor_weekly ORDER BY articles DESC LIMIT 10'")


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SQL question; the file is read-only.")],
    data: Data = Path("data"),
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask the published file one question in SQL."""
    from flows.terminal import print_rows
    from warehouse.published import ask

    answer = ask(data / "zagros.duckdb", sql)
    print_rows(answer.columns, answer.rows, form(as_json, as_csv))


@app.command()
def trend(
    actor: Annotated[str, typer.Argument(help="Id or any name of an actor, in any script.")],
    by: Annotated[Grain, typer.Option(help="Period.")] = Grain.week,
    since: Annotated[str | None, typer.Option(help="First day (ISO 8601).")] = None,
    until: Annotated[str | None, typer.Option(help="Day after the last (ISO 8601).")] = None,
    data: Data = Path("data"),
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show how often an actor is named, period by period; a period without any article is a gap, not a zero."""
    from flows.terminal import bar, print_rows
    from warehouse.published import ask, statement

    published, wanted = data / "zagros.duckdb", form(as_json, as_csv)
    actor_id, name = find_actor(published, actor)
    limits = {"actor": actor_id, "grain": by.value, "since": instant(since), "until": instant(until)}
    answer = ask(published, statement("trend"), limits)
    if wanted != "table":
        print_rows(answer.columns, answer.rows, wanted)
        return
    most = max((row[1] or 0 for row in answer.rows), default=0)
    rows = [(*row[:5], f"{row[5]:.0%}" if row[5] is not None else None, bar(row[1], most)) for row in answer.rows]
    print_rows([*answer.columns, f"articles, {by.value} by {by.value}"], rows, title=f"{name} ({actor_id})")
    if not rows:
        print(f"no article of this time names {name}")


def find_actor(published: Path, wanted: str) -> tuple[str, str]:
    """Find an actor by id or name; raises typer.BadParameter that proposes the nearest names."""
    from warehouse.published import ask, statement

    nearest = ask(published, statement("find_actor"), {"wanted": wanted}).rows
    if nearest and nearest[0][2] == 1:
        return nearest[0][0], nearest[0][1]
    raise typer.BadParameter(f"no actor is called {wanted!r}; nearest are {', '.join(row[0] for row in nearest) or 'none'}")


@app.command()
def status(data: Data = Path("data"), as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Show the last run, the feeds, and what does not work now; as csv the feeds."""
    from flows.terminal import print_json, print_rows
    from warehouse.published import ask, statement

    wanted = form(as_json, as_csv)
    parts = {part: ask(data / "zagros.duckdb", statement(f"status_{part}")) for part in ("run", "feeds", "failures")}
    if wanted == "json":
        print_json({part: answer.dicts() for part, answer in parts.items()})
        return
    if wanted == "csv":
        print_rows(parts["feeds"].columns, parts["feeds"].rows, wanted)
        return
    for run in parts["run"].rows:
        print_rows(["last run", ""], list(zip(parts["run"].columns, run, strict=True)))
    print_rows(parts["feeds"].columns, parts["feeds"].rows, title="Feeds")
    if parts["failures"].rows:
        print_rows(parts["failures"].columns, parts["failures"].rows, title="Not working now")


@app.command()
def detect(
    file: Annotated[
        str, typer.Argument(help="JSON lines: id, text, lang?, date? or published?, title?; - reads standard input.")
    ],
    registry_overlay: Overlay = None,
) -> None:
    """Find the actors in texts: JSON lines in, JSON lines out."""
    from extractors.registry import load_registry
    from flows.detect import detect_lines

    with sys.stdin if file == "-" else Path(file).open(encoding="utf-8") as source:
        wrong = detect_lines(source, file, load_registry(overlays=registry_overlay or []), sys.stdout)
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        raise typer.Exit(ERROR)


@feeds_app.callback()
def list_feeds(
    context: typer.Context, feeds: Feeds = None, registry_overlay: Overlay = None, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """List the feeds with their outlets."""
    if context.invoked_subcommand:
        return
    from extractors.registry import ROOT, load_feeds, load_registry
    from flows.terminal import print_rows

    listed, outlets = load_feeds(feeds or ROOT / "feeds.yml", load_registry(overlays=registry_overlay or []))
    rows = [(f.feed_id, outlets[f.outlet_id].name, outlets[f.outlet_id].country, f.language, f.url) for f in listed]
    print_rows(["feed", "outlet", "country", "language", "url"], rows, form(as_json, as_csv))


@feeds_app.command("import")
def import_feeds(
    opml: Annotated[Path, typer.Argument(help="OPML file to read.")],
    to: Annotated[Path, typer.Option(help="Project YAML to add the feeds to.")] = Path("registry/feeds.yml"),
) -> None:
    """Add the feeds of an OPML file to a project list; known addresses are left alone."""
    from flows.opml import add_feeds

    print(f"{add_feeds(opml, to)} feeds added to {to}")


@feeds_app.command("export")
def export_feeds(
    feeds: Feeds = None, to: Annotated[str, typer.Option(help="OPML file to write; - is standard output.")] = "-"
) -> None:
    """Write the feeds as OPML 2.0."""
    from extractors.registry import ROOT, load_feeds, load_registry
    from flows.opml import write_opml

    text = write_opml(load_feeds(feeds or ROOT / "feeds.yml", load_registry())[0])
    if to == "-":
        print(text)
    else:
        Path(to).write_text(text, encoding="utf-8")


def main() -> None:
    """Run the command; errors an operator can mend are one line on standard error and an exit code of their own."""
    try:
        app()
    except Exception as error:
        code = exit_code(error)
        if code is None:
            raise
        print(f"zagros: {error}", file=sys.stderr)
        sys.exit(code)


def exit_code(error: Exception) -> int | None:
    """Map an error of the house to its exit code; None for what nobody foresaw."""
    from extractors.registry import RegistryError, UnknownFeed
    from warehouse.store import Locked, NoSpace, WarehouseError

    codes: list[tuple[type[Exception], int]] = [(Locked, LOCKED), (NoSpace, NO_SPACE), (UnknownFeed, USAGE)]
    codes += [(WarehouseError, ERROR), (RegistryError, ERROR), (ValueError, ERROR), (OSError, ERROR)]
    return next((code for kind, code in codes if isinstance(error, kind)), None)
