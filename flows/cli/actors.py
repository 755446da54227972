"""Commands about actors: the registry checked and shown, texts in and the actors they name out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson, Overlay

app = typer.Typer(help="Check the registry, and show whom it knows.", no_args_is_help=True)


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
        raise typer.Exit(1)


@app.command()
def check(registry_overlay: Overlay = None) -> None:
    """Tell every problem of the registry's files at once, with file and line."""
    from extractors.registry import ROOT, load_feeds, load_registry

    registry = load_registry(overlays=registry_overlay or [])
    feeds, _ = load_feeds(ROOT / "feeds.yml", registry)
    counts = (len(registry.actors), len(registry.names), len(registry.offices), len(registry.outlets), len(feeds))
    print("no problems: {} actors with {} names, {} offices, {} outlets, {} feeds".format(*counts))


@app.command()
def show(
    wanted: Annotated[str, typer.Argument(metavar="ACTOR", help="Id or any name of an actor, in any script.")],
    registry_overlay: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """Show what the registry knows of an actor: names, offices, relations."""
    from dataclasses import asdict

    from extractors.registry import load_registry
    from flows.cli.naming import choose_actor
    from flows.terminal import print_json, print_rows

    registry = load_registry(overlays=registry_overlay or [])
    said = [(name.actor_id, name.name, name.strength) for name in registry.names]
    actor = registry.actors[choose_actor(wanted, [*((i, i, "id") for i in registry.actors), *said])]
    names = [(name.strength, name.language, name.name) for name in registry.names if name.actor_id == actor.actor_id]
    held = [
        (office.name, holder.since, holder.until, holder.certain)
        for office in registry.offices.values()
        for holder in office.holders
        if holder.actor_id == actor.actor_id
    ]
    if as_json:
        print_json({**asdict(actor), "names": names, "offices": held, "kin": sorted(registry.kin(actor.actor_id))})
        return
    print_rows(["actor", ""], [(key, value) for key, value in asdict(actor).items() if value])
    print_rows(["strength", "language", "name"], names, title="Names")
    if held:
        print_rows(["office", "since", "until", "certain"], held, title="Offices")
    print(f"kin: {', '.join(sorted(registry.kin(actor.actor_id))) or 'none'}")
