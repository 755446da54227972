"""`make accuracy`: detector and coder against the labelled sets beside the project, scored by their own scorers."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from extractors.registry import load_registry
from flows.coded import code_lines
from flows.detect import detect_lines
from tests.world_server import SHARED

GOLD = SHARED / "gold"


def detect(files: Iterable[Path], out: Path) -> None:
    """Write what the detector finds in some files of JSON lines."""
    found = io.StringIO()
    for file in files:
        with file.open("rb") as lines:
            detect_lines(lines, str(file), load_registry(), found)
    out.write_text(found.getvalue(), encoding="utf-8")


def score(scorer: str, words: list[str], wanted: str) -> None:
    """Run a scorer and print the rows that say something of actors."""
    done = subprocess.run([sys.executable, str(GOLD / scorer), *words], capture_output=True, text=True, check=True)
    print("\n".join(line for line in done.stdout.splitlines() if re.search(wanted, line)))


def code(files: Iterable[Path], out: Path) -> None:
    """Write what is coded in some files of JSON lines."""
    found = io.StringIO()
    for file in files:
        with file.open("rb") as lines:
            code_lines(lines, str(file), load_registry(), everything=False, out=found)
    out.write_text(found.getvalue(), encoding="utf-8")


def score_events(folder: Path) -> None:
    """Print events, claims and alignments of all open articles, of those whose errors were looked at, and of the others."""
    sets = sorted((GOLD / "events").glob("*.open.jsonl"))
    coded = folder / "coded.jsonl"
    code(sets, coded)
    halves = {"all open articles": None, "even lines, whose errors were looked at": 0, "odd lines, which nobody looked at": 1}
    for name, half in halves.items():
        parts = []
        for file in sets:
            lines = file.read_text(encoding="utf-8").splitlines()
            part = folder / f"{half}-{file.name}"
            part.write_text("\n".join(lines[half::2] if half is not None else lines), encoding="utf-8")
            parts.append(str(part))
        print(f"-- events: {name}")
        wanted = r"^\w+ +(what|who-what|strict|claims|claims\+who|align|among)"
        score("evaluate_events.py", ["--pred", str(coded), "--top", "0", *parts], wanted)


def main() -> None:
    """Print identity by language and kind, false alarms, mentions and states; then events, claims and alignments."""
    if not SHARED.is_dir():
        print(f"skipped: the labelled sets are not at {GOLD}")
        return
    print(f"{datetime.now(UTC):%Y-%m-%d}, {len(load_registry().actors)} actors")
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        sets = sorted((GOLD / "actors").glob("*.open.jsonl"))
        detect(sets, found)
        ids = ["--map", str(GOLD / "actors" / "ids.csv"), "--core"]
        score(
            "evaluate_actors.py",
            ["--pred", str(found), *ids, *map(str, sets)],
            r"ALL-SETS.* identity |^\w+ +\w\w: |^-- (misses|false)",
        )
        news = GOLD / "current-events" / "wpce.open.jsonl"
        detect([news], found)
        known = ["--actors", str(news.parent / "canonical.csv"), "--map", str(news.parent / "ids.csv")]
        score("evaluate_actors.py", ["--pred", str(found), *known, str(news)], "ALL-SETS.* identity ")
        articles = sorted((GOLD / "events").glob("*.open.jsonl"))
        detect(articles, found)
        found.write_text(
            "".join(f"{json.dumps(empty | json.loads(line))}\n" for line in found.read_text(encoding="utf-8").splitlines())
        )
        score("evaluate_events.py", ["--pred", str(found), *map(str, articles)], r"^\w+ +(mentions|states) ")
        score_events(Path(folder))


empty: dict[str, list[object]] = {"events": [], "claims": [], "alignments": []}

if __name__ == "__main__":
    main()
