"""Plain sentences of the news in three languages (tests/everyday): who does what to whom in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from extractors.frames import TOGETHER
from tests.coding import code, told


def sentences(language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load(
        (Path(__file__).parent / "everyday" / f"{language}.yml").read_text(encoding="utf-8")
    )
    return found


def laid_out(act: dict[str, Any]) -> tuple[str, list[str], list[str], str]:
    """Lay out an act that is wanted as `told` does those found; of talks the order of the parties is free."""
    kept: Any = sorted if act["type"] in TOGETHER else list
    return act["type"], kept(act["actors"]), kept(act["recipients"]), act.get("modality", "actual")


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_plain_sentences_tell_who_does_what_to_whom_and_nothing_else(language: str) -> None:
    rows = sentences(language)
    assert len(rows) >= 40
    wrong = {}
    for row in rows:
        found = [dict(zip(("type", "actors", "recipients", "modality"), act, strict=True)) for act in told(row["text"], language)]
        if sorted(map(laid_out, found)) != sorted(map(laid_out, row["acts"])):
            wrong[row["text"]] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "language", "actor"),
    [
        ("The Turkish government condemned the attack on Iran.", "en", "turkey"),
        ("دولت ترکیه حمله به ایران را محکوم کرد.", "fa", "turkey"),
        ("دولت برزیل حمله به ایران را محکوم کرد.", "fa", "text:برزیل:government"),  # no actor of the registry
    ],
)
def test_a_government_is_its_state_where_that_is_known(text: str, language: str, actor: str) -> None:
    assert [act.actors for act in code(text, language).acts if act.type == "ACCUSE"] == [(actor,)]
