"""Commands about actors: texts in, the actors they name out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Overlay


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
