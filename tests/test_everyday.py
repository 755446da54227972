"""Plain sentences of the news in three languages (tests/everyday): who does what to whom in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from extractors.frames import TOGETHER
from tests.coding import code


def sentences(language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load(
        (Path(__file__).parent / "everyday" / f"{language}.yml").read_text(encoding="utf-8")
    )
    return found


def is_told(wanted: dict[str, Any], acts: Any) -> bool:
    """Tell whether an act is among those found, with its parties and no others; of talks the order of the parties is free."""
    kept: Any = sorted if wanted["type"] in TOGETHER else list
    sides = [kept(wanted[side]) for side in ("actors", "recipients")]
    return any(act.type == wanted["type"] and [kept(act.actors), kept(act.recipients)] == sides for act in acts)


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_plain_sentences_tell_who_does_what_to_whom(language: str) -> None:
    rows = sentences(language)
    assert len(rows) >= 40
    missed = {
        row["text"]: wanted
        for row in rows
        for acts in [code(row["text"], language).acts]
        for wanted in row["acts"]
        if not is_told(wanted, acts)
    }
    assert missed == {}


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
