"""Commands about feeds: a list of feeds in, shown, taken over or written as OPML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsCsv, AsJson, Feeds, Overlay, form

app = typer.Typer(help="List the feeds; import and export OPML.", invoke_without_command=True)


@app.callback()
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
    """Write the feeds as OPML 2.0."""
    from extractors.registry import ROOT, load_feeds, load_registry
    from flows.opml import write_opml

    text = write_opml(load_feeds(feeds or ROOT / "feeds.yml", load_registry())[0])
    if to == "-":
        print(text)
    else:
        Path(to).write_text(text, encoding="utf-8")
