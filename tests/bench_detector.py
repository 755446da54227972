"""The detector's speed by language beside folding and automaton alone, its memory, and whether its cost stays linear."""

from __future__ import annotations

import gzip
import json
import lzma
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tests.world_server import SHARED

WHEN = datetime(2020, 1, 1, tzinfo=UTC)
ROUNDS = 3
Fields = dict[str, str]


def corpus(language: str) -> Iterator[Fields]:
    """Read real articles: the English corpus, and the recorded world's Persian and Arabic pages."""
    if language == "en":
        with lzma.open(SHARED / "corpora" / "tehrantimes.jsonl.xz", "rt", encoding="utf-8") as lines:
            yield from ({"title": found["title"] or "", "text": found["text"]} for found in map(json.loads, lines))
        return
    with gzip.open(SHARED / "world" / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages: Iterator[dict[str, Any]] = map(json.loads, lines)
        yield from ({"title": p["title"], "text": p["text"]} for p in pages if "text" in p and p["lang"] == language)


def least(work: Callable[[], None]) -> float:
    """Take the least of several times, in seconds of this process: noise only adds."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def size(texts: list[Fields]) -> float:
    """Count megabytes of UTF-8."""
    return sum(len(part.encode()) for fields in texts for part in fields.values()) / 1e6


def measure_speed(language: str) -> tuple[float, float]:
    """Measure the whole detector, and folding with the automaton alone, in MB of UTF-8 a second of one core."""
    from extractors.actors import Detector
    from extractors.passage import Passage
    from extractors.registry import load_registry

    detector = Detector(load_registry())
    texts = list(islice(corpus(language), 800))

    def whole() -> None:
        for fields in texts:
            detector.find(fields, language, WHEN)

    def floor() -> None:
        for fields in texts:
            letters = detector.letters.take(Passage(fields).codes).data
            detector.automaton.find_matches_as_indexes(letters, overlapping=True)

    return size(texts) / least(whole), size(texts) / least(floor)


def measure_growth() -> tuple[list[float], float]:
    """Find actors in 1,000, 10,000 and 100,000 articles of at most 1,500 characters: MB/s each, and peak memory in MB."""
    from extractors.actors import Detector
    from extractors.registry import load_registry

    detector = Detector(load_registry())
    detector.automaton  # noqa: B018 built before the clock starts
    speeds = []
    for count in (1_000, 10_000, 100_000):
        done, spent = 0.0, 0.0
        for fields in islice(cycle(islice(corpus("en"), 2_000)), count):
            short = {name: text[:1_500] for name, text in fields.items()}
            started = time.process_time()
            detector.find(short, "en", WHEN)
            spent += time.process_time() - started
            done += len(short["text"].encode()) + len(short["title"].encode())
        speeds.append(done / 1e6 / spent)
    return speeds, peak_memory()


def peak_memory() -> float:
    """Read this process's peak memory in MB (VmHWM of proc(5)): getrusage's outlives exec and would be the parent's."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM"))


def grow() -> tuple[list[float], float]:
    """Measure growth in a process of its own, so that its memory is the detector's alone."""
    done = subprocess.run([sys.executable, "-m", "tests.bench_detector"], capture_output=True, text=True, check=True)
    found: tuple[list[float], float] = json.loads(done.stdout)
    return found


def main(row: Callable[[str, float, float, str, float], bool]) -> bool:
    """Print the detector's rows; tells whether every target that is a ratio is reached."""
    good = True
    for language in ("en", "fa", "ar"):
        ours, floor = measure_speed(language)
        good &= row(f"detector, {language} (of folding + automaton)", ours, floor, "MB/s", 1 / 8)
    speeds, memory = grow()
    good &= row("detector, 100,000 articles (of 1,000)", speeds[2], speeds[0], "MB/s", 0.8)
    print(f"detector's memory: {memory:.0f} MB (target 300)   {'ok' if memory < 300 else 'MISSED'}")
    return good and memory < 300


if __name__ == "__main__":
    print(json.dumps(measure_growth()))
