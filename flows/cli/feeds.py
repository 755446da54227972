"""Commands about feeds: a list of feeds in, shown, checked, added to, taken over or written as OPML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.options import SOME_FEEDS_FAILED, AllowPrivate, AsCsv, AsJson, Contact, Data, Feeds, Overlay, Pace, form

if TYPE_CHECKING:
    from flows.adding import Found

app = typer.Typer(help="List the feeds, check them, add to them; import and export OPML.", invoke_without_command=True)


@app.callback()
def list_feeds(
    context: typer.Context,
    feeds: Feeds = None,
    registry_overlay: Overlay = None,
    data: Data = Path("data"),
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the feeds with their outlets, how they fare, and their new entries in the last fortnight."""
    if context.invoked_subcommand:
        return
    from extractors.registry import ROOT, load_feeds, load_registry
    from flows.terminal import print_rows, sparkline

    listed, outlets = load_feeds(feeds or ROOT / "feeds.yml", load_registry(overlays=registry_overlay or []))
    known, wanted = health(data / "zagros.duckdb"), form(as_json, as_csv)
    rows = []
    for f in listed:
        state, outlet = known.get(f.feed_id, {}), outlets[f.outlet_id]
        days = state.get("fortnight") or []
        drawn = sparkline(days) if wanted == "table" else days
        fares = "off" if f.off else state.get("health", "new")
        rows.append((f.feed_id, outlet.name, outlet.country, f.language, fares, drawn, f.url, f.off))
    print_rows(["feed", "outlet", "country", "language", "health", "fortnight", "url", "off"], rows, wanted)


def health(published: Path) -> dict[str, dict[str, Any]]:
    """Say how each feed fares by what is published; nothing where nothing is."""
    from warehouse.published import ask, statement

    return {row["feed_id"]: row for row in ask(published, statement("feeds_health")).dicts()} if published.is_file() else {}


@app.command()
def why(
    feed_id: Annotated[str, typer.Argument(metavar="FEED", help="Id of a feed; `zagros feeds` lists them.")],
    data: Data = Path("data"),
    as_json: AsJson = False,
) -> None:
    """Say why a feed is due or not, how it fares, and what happened at its last ten polls."""
    from flows.terminal import print_json, print_rows, visible
    from warehouse.published import ask, statement

    published = data / "zagros.duckdb"
    found = ask(published, "FROM feed_health WHERE feed_id = $feed", {"feed": feed_id}).dicts()
    if not found:
        raise typer.BadParameter(f"no feed of {published} is called {feed_id!r}: `zagros feeds` lists them")
    polls = ask(published, statement("feed_polls"), {"feed": feed_id})
    if as_json:
        print_json({**found[0], "polls": polls.dicts()})
        return
    (state,) = found
    print(visible(f"{feed_id} is {state['health']}: {state['why'] or 'it was never asked'}"))
    print(
        visible(
            f"due {state['due_at'] or 'now'}; last asked {state['polled_at']}, last new entry {state['new_at']}; {state['url']}"
        )
    )
    print_rows(polls.columns, polls.rows, title="Last polls")


@app.command()
def check(
    feeds: Feeds = None,
    registry_overlay: Overlay = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Id of a feed to ask; may be given several times; all unless given.")
    ] = None,
    pace: Pace = 1.0,
    allow_private: AllowPrivate = False,
    contact: Contact = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask every feed once, also those that are off, and say what it answers; nothing is stored. Exit code 3 if some fail."""
    import asyncio

    from extractors.registry import ROOT, choose_named, load_feeds, load_registry
    from extractors.web import Web
    from flows.checking import check_feeds, verdict
    from flows.moments import zoned
    from flows.terminal import print_rows

    registry = load_registry(overlays=registry_overlay or [])
    listed, outlets = load_feeds(feeds or ROOT / "feeds.yml", registry)
    listed = choose_named(listed, only)
    answers = asyncio.run(check_feeds(listed, outlets, registry, Web(pace, contact, allow_private, zoned(None))))
    rows = []
    for feed, answer in zip(listed, answers, strict=True):
        newest = max((entry.published_at for entry in answer.entries if entry.published_at), default=None)
        said = answer.poll.reason or (answer.entries[0].title if answer.entries else "")
        rows.append((feed.feed_id, "off" if feed.off else "", verdict(answer), len(answer.entries), newest, said, feed.url))
    print_rows(["feed", "list", "verdict", "entries", "newest", "says", "url"], rows, form(as_json, as_csv))
    if any(answer.poll.status != "ok" for answer in answers):
        raise typer.Exit(SOME_FEEDS_FAILED)


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of a feed, or of a page that offers some, such as an outlet's front page.")],
    save: Annotated[bool, typer.Option("--save", help="Add it to the list; a terminal asks unless given.")] = False,
    feed_id: Annotated[str | None, typer.Option("--id", help="Its id; outlet and language unless given.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Id of its outlet; by its domain unless given.")] = None,
    only: Annotated[int | None, typer.Option(min=1, help="Number of the feed that is meant, where several are found.")] = None,
    feeds: Feeds = None,
    registry_overlay: Overlay = None,
    pace: Pace = 1.0,
    allow_private: AllowPrivate = False,
    contact: Contact = None,
    as_json: AsJson = False,
) -> None:
    """Show what a feed is before it is listed: language, zone, pace, entries, robots.txt; --save adds it to the list."""
    import asyncio

    from extractors.registry import ROOT, load_registry
    from extractors.web import Web
    from flows.adding import look
    from flows.cli.previews import choose, facts_of, feed_to_list, print_previews
    from flows.listing import NotAdded, add_feed, read_list
    from flows.moments import zoned
    from flows.terminal import print_json, visible

    registry, path, now = load_registry(overlays=registry_overlay or []), feeds or ROOT / "feeds.yml", zoned(None)
    if outlet and outlet not in registry.outlets:
        raise NotAdded(f"no outlet is called {outlet!r}: add registry/outlets/{outlet}.yml first")
    listed, web = read_list(path, registry), Web(pace, contact, allow_private, now)
    address = url if "://" in url else f"https://{url}"
    looked = asyncio.run(look(address, web, registry, listed, registry.outlets[outlet] if outlet else None))
    chosen = choose(looked, only)
    if not as_json:
        print_previews(looked, chosen, now)
        save = save or may_save(chosen, path)
    line = add_feed(feed_to_list(chosen, feed_id, now), path, registry) if save else None
    if as_json:
        print_json({"feeds": [facts_of(found, now) for found in chosen.values()], "failed": looked.failed, "added": line})
    elif line:
        print(visible(f"added to {path}:\n{line}"))


def may_save(chosen: dict[int, Found], path: Path) -> bool:
    """Ask a person at a terminal whether a feed is to be listed; elsewhere say how that is done."""
    if len(chosen) > 1:
        print("--only N chooses one of them; with --save it is added to the list")
    elif any(found.listed or not found.outlet for found in chosen.values()):
        return False
    elif sys.stdin.isatty() and sys.stdout.isatty():
        return typer.confirm(f"Add it to {path}?")
    else:
        print(f"--save adds it to {path}")
    return False


@app.command("import")
def import_feeds(
    opml: Annotated[Path, typer.Argument(help="OPML file to read.")],
    to: Annotated[Path | None, typer.Option(help="Project YAML to add the feeds to; registry/feeds.yml unless given.")] = None,
) -> None:
    """Add the feeds of an OPML file to a project list; known addresses are left alone."""
    from extractors.registry import ROOT, load_registry
    from flows.opml import add_feeds

    target = to or ROOT / "feeds.yml"
    print(f"{add_feeds(opml, target, load_registry())} feeds added to {target}")


@app.command("export")
def export_feeds(
    feeds: Feeds = None, to: Annotated[str, typer.Option(help="OPML file to write; - is standard output.")] = "-"
) -> None:
    """Write the feeds that are polled as OPML 2.0: it has no word for those that are off."""
    from extractors.registry import ROOT, load_feeds, load_registry
    from flows.opml import write_opml

    listed, _ = load_feeds(feeds or ROOT / "feeds.yml", load_registry())
    text = write_opml(feed for feed in listed if not feed.off)
    if to == "-":
        print(text)
    else:
        Path(to).write_text(text, encoding="utf-8")
