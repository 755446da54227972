"""Commands about actors: the registry checked and shown, texts in and the actors they name out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer

from flows.cli.options import AsCsv, AsJson, Data, Overlay, form, instant

# Characters of a context that a table shows; JSON and CSV have it whole.
WIDEST = 90
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

    with sys.stdin.buffer if file == "-" else Path(file).open("rb") as source:
        tell_wrong(detect_lines(source, file, load_registry(overlays=registry_overlay or []), sys.stdout))


def events(
    file: Annotated[str, typer.Argument(help="JSON lines: id, text, lang?, published?, title?; - reads standard input.")],
    registry_overlay: Overlay = None,
    everything: Annotated[bool, typer.Option(help="Write also what is told as denied, or as what may be.")] = False,
) -> None:
    """Code texts: who did what to whom, when, and who says so; JSON lines in, JSON lines out."""
    from extractors.registry import load_registry
    from flows.coded import code_lines

    with sys.stdin.buffer if file == "-" else Path(file).open("rb") as source:
        tell_wrong(code_lines(source, file, load_registry(overlays=registry_overlay or []), everything, sys.stdout))


def tell_wrong(wrong: list[str]) -> None:
    """Tell what was wrong with some lines, and end with 1 if anything was."""
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
    """Show what the registry knows of an actor: names that it would match, derived surnames among them, offices, kin."""
    from dataclasses import asdict

    from extractors.registry import load_registry
    from flows.cli.naming import choose_actor
    from flows.terminal import print_json, print_rows

    registry = load_registry(overlays=registry_overlay or [])
    said = [(name.actor_id, name.name, name.strength) for name in registry.names]
    actor = registry.actors[choose_actor(wanted, [*((i, i, "id") for i in registry.actors), *said])]
    matched = (*registry.names, *registry.surnames)
    names = [(name.strength, name.language, name.name) for name in matched if name.actor_id == actor.actor_id]
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


@app.command()
def schema(room: Annotated[str, typer.Argument(help="people, groups, outlets, offices or places.")] = "people") -> None:
    """Print the JSON schema of the registry's files, for an editor to complete and check them by."""
    from extractors.registry.checks import KEYS
    from extractors.registry.schema import schema as describe
    from flows.terminal import print_json

    if room not in KEYS:
        raise typer.BadParameter(f"{room!r} is none of {', '.join(KEYS)}")
    print_json(describe(room))


@app.command()
def new(
    actor_id: Annotated[str, typer.Argument(metavar="ID", help="Small letters and hyphens: the file's name, for ever.")],
    kind: Annotated[str, typer.Option(help="person, party, militia and so on.")] = "person",
    side: Annotated[str, typer.Option(help="Country or side: IR, IQ, IQ-KRG, US, LB ...")] = "IQ",
    into: Annotated[Path | None, typer.Option(help="Registry folder; registry/ unless given.")] = None,
) -> None:
    """Make an actor's file to fill in."""
    from extractors.registry import ROOT, load_registry
    from extractors.registry.checks import KINDS
    from extractors.registry.schema import blank
    from flows.suggest import path_of, refuse_id

    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(sorted(KINDS))}")
    refuse_id(actor_id, load_registry(), into or ROOT)
    path = path_of(actor_id, kind, side, into or ROOT)
    with path.open("x", encoding="utf-8") as out:
        out.write(blank(actor_id, kind, side))
    print(f"{path}: fill it in, then `zagros actors check`")


@app.command()
def suggest(
    data: Data = Path("data"),
    registry_overlay: Overlay = None,
    since: Annotated[str | None, typer.Option(help="First day of the articles looked at (ISO 8601).")] = None,
    least: Annotated[int, typer.Option(min=1, help="Least number of articles; what a text itself coins counts twice.")] = 2,
    limit: Annotated[int, typer.Option(min=1, help="Most suggestions shown.")] = 20,
    accept: Annotated[str | None, typer.Option(metavar="NAME", help="Write the registry file of this suggestion.")] = None,
    actor_id: Annotated[str | None, typer.Option("--id", help="Its id; made from its name unless given.")] = None,
    into: Annotated[Path | None, typer.Option(help="Registry folder for the file; registry/ unless given.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Propose actors that the registry lacks: names in stored articles that stand beside known actors."""
    from extractors.registry import ROOT, load_registry
    from extractors.script import fold_word
    from flows.suggest import accept as write
    from flows.suggest import id_of
    from flows.suggest import suggest as propose
    from flows.terminal import print_rows

    wanted, registry = form(as_json, as_csv), load_registry(overlays=registry_overlay or [])
    found = propose(data / "zagros.duckdb", registry, instant(since), 1 if accept else least)
    if accept:
        chosen = next((s for s in found if any(fold_word(accept) == fold_word(n) for f in s.names.values() for n in f)), None)
        if chosen is None:
            raise typer.BadParameter(f"{accept!r} is not among the suggestions")
        name = actor_id or id_of(chosen.name)
        if not name:
            raise typer.BadParameter("the name is not Latin: give the new actor an --id")
        print(f"{write(chosen, name, registry, into or ROOT)}: look at kind, side and names; then `zagros replay`")
        return
    rows = [(s.name, s.kind, " ".join(s.names), len(s.articles), s.times, beside(s.beside), s.contexts[0]) for s in found[:limit]]
    if wanted == "table":
        rows = [(*row[:-1], shorten(row[-1], WIDEST, placeholder=" …")) for row in rows]
    print_rows(["name", "kind", "languages", "articles", "times", "beside", "context"], rows, wanted)
    if wanted == "table":
        print(f"{len(found)} suggestions; take one with --accept NAME")


def beside(actors: Counter[str], most: int = 3) -> str:
    """List the commonest of some actors."""
    return ", ".join(actor for actor, _ in actors.most_common(most))
