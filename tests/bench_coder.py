"""The coder's speed by language beside detection alone in the same run, whether its cost stays linear, and its dearest sentence."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from tests.bench_detector import WHEN, least
from tests.bench_detector import corpus as any_corpus

ARTICLES, LONGEST = 300, 4_000
DAY = date(2020, 1, 1)
# Articles a second a core that are wanted, and milliseconds that no sentence may take more than.
WANTED, DEAREST = 200.0, 50.0


def corpus(language: str) -> Iterator[dict[str, str]]:
    """Read articles as long as news is: the recorded world's, and of the English corpus those of at most 4,000 characters."""
    return (fields for fields in any_corpus(language) if language != "en" or len(fields["text"]) <= LONGEST)


def leave_out() -> None:
    """Leave what was made so far out of what Python searches for garbage: a run holds a batch of articles, not hundreds."""
    gc.collect()
    gc.freeze()


def prepared(language: str, finder: Any) -> list[tuple[str, list[tuple[int, int]], list[Any]]]:
    """Split articles into sentences and decide their names, which is not what is measured here."""
    from extractors.article import split_sentences

    found = []
    for fields in islice(corpus(language), ARTICLES):
        spans = [(s.start_char, s.end_char) for s in split_sentences(1, fields["text"], language)]
        found.append((fields["text"], spans, finder.detector.find(fields, language, WHEN)))
    return found


def measure(language: str, finder: Any) -> tuple[float, float, float, float]:
    """Code articles: articles a second, those of detection alone, growth of the cost, and characters of an article."""
    articles = prepared(language, finder)
    fields = list(islice(corpus(language), ARTICLES))
    leave_out()

    def coding() -> None:
        for text, spans, decisions in articles:
            finder.code(text, language, spans, decisions, DAY)

    def detection() -> None:
        for one in fields:
            finder.detector.find(one, language, WHEN)

    size = sum(len(text) for text, _, _ in articles) / len(articles)
    return len(articles) / least(coding), len(articles) / least(detection), growth(language, finder), size


def growth(language: str, finder: Any) -> float:
    """Say how many times as long a text of forty times the length takes, over forty: 1 is linear."""
    from extractors.article import split_sentences

    spent = []
    text = "\n".join(fields["text"] for fields in islice(corpus(language), 20))[:20_000]
    for times in (1, 40):
        long = "\n".join([text] * times)
        spans = [(s.start_char, s.end_char) for s in split_sentences(1, long, language)]
        names = finder.detector.find({"title": "", "text": long}, language, WHEN)
        leave_out()
        spent.append(least(lambda long=long, spans=spans, names=names: finder.code(long, language, spans, names, DAY)))  # type: ignore[misc]
    return spent[1] / spent[0] / 40


def dearest(finder: Any) -> float:
    """Time the sentences that an attacker would write, each a text of its own: the slowest, in milliseconds."""
    hostile = [
        "Iran attacked Iraq and " * 2_000,
        "Iran, " * 8_000,
        "said that " * 5_000,
        "“Iran” " * 5_000,
        "ایران به عراق حمله کرد و " * 1_500,
        "وقال العراق إن " * 3_000,
    ]
    spent = []
    for text in hostile:
        language = "en" if text.isascii() or "“" in text else "ar" if "وقال" in text else "fa"
        names = finder.detector.find({"title": "", "text": text}, language, WHEN)
        started = time.process_time()
        finder.code(text, language, [(0, len(text))], names, DAY)
        spent.append(time.process_time() - started)
    return max(spent) * 1e3


def main(row: Callable[[str, float, float, str, float], bool]) -> bool:
    """Print the coder's rows; tells whether every target is reached."""
    from extractors.finder import Finder
    from extractors.ontology import load_ontology
    from extractors.registry import load_registry

    finder, good = Finder(load_registry(), load_ontology()), True
    # A pass of Python's collector over all that the registry holds takes 0.2 s, whatever is coded when its turn comes.
    leave_out()
    for language in ("en", "fa", "ar"):
        coded, detected, grown, size = measure(language, finder)
        print(
            f"coder, {language}: {coded:,.0f} articles/s of {size:,.0f} characters beside {detected:,.0f} of detection alone"
            f" (wanted: {WANTED:.0f}); growth {grown:.2f} (1 is linear)"
        )
        good &= coded >= WANTED and grown <= 1.5
    gc.collect()
    worst = dearest(finder)
    print(f"coder, the dearest of some hostile sentences: {worst:,.0f} ms (wanted: {DEAREST:.0f})")
    return good and worst <= DEAREST


if __name__ == "__main__":
    main(lambda *_: True)
