"""The words of events, by language: whole, of PLOVER's types and modes, and each found in a sentence of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from extractors.conjugation import conjugate
from extractors.registry import ROOT
from extractors.script import fold
from extractors.vocabulary import spelled

LANGUAGES = ("en", "fa", "ar")
MODES = {
    "AGREE": "", "CONSULT": "visit third-party multilateral phone", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "", "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign", "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons "
    "crowd-control unconventional",
}  # fmt: skip
FRAMES = {"does", "with", "visit", "host", "alone"}
MARKERS = {"by", "with", "against", "on", "to", "from", "of", "between", "in", "for", "object", "via", "except", "before"}
MODALITIES = {"actual", "future", "hypothetical", "negated"}
FORMS = ("verbs", "light", "nouns", "phrases")
KEYS = {"type", "mode", "frame", "to", "from", "not", "seen", *FORMS}


def load(language: str, name: str) -> Any:
    path: Path = ROOT / "lexicon" / language / f"{name}.yml"
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_triggers_are_of_plovers_types_and_modes(language: str) -> None:
    entries = load(language, "triggers")
    assert {entry["type"] for entry in entries} == set(MODES)
    for entry in entries:
        assert set(entry) <= KEYS, entry
        assert any(entry.get(part) for part in FORMS), entry
        assert entry.get("mode", "") in {"", *MODES[entry["type"]].split()}, entry
        assert entry.get("frame", "does") in FRAMES, entry
        assert {*entry.get("to", ()), *entry.get("from", ())} <= MARKERS, entry
        assert all(isinstance(form, str) for part in (*FORMS, "not") for form in entry.get(part, ()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trigger_is_seen_in_sentences_that_name_its_parties(language: str) -> None:
    for entry in load(language, "triggers"):
        assert len(entry["seen"]) >= 2, entry
        first = {fold(form).text.split()[0] for part in FORMS for listed in entry.get(part, ()) for form in spelled(listed)}
        for seen in entry["seen"]:
            text = fold(seen["text"]).text
            assert any(word in text for word in first), seen
            assert all(name in seen["text"] for side in ("actor", "recipient") for name in seen.get(side, ())), seen
            assert seen.get("modality", "actual") in MODALITIES


@pytest.mark.parametrize("language", LANGUAGES)
def test_grammar_speech_people_and_alignments_are_whole(language: str) -> None:
    grammar, speech, people = (load(language, name) for name in ("grammar", "speech", "people"))
    assert set(grammar["markers"]) <= MARKERS
    assert all(grammar[part] for part in ("negation", "future", "hypothetical", "clause", "light"))
    stances = {"asserts", "denies", "demands", "predicts", "praises", "condemns"}
    assert {group["stance"] for group in speech["verbs"]} <= stances
    assert all(group["cue"] for group in speech["verbs"])
    assert {"iran", "iraq", "usa"} <= set(people["demonyms"])
    assert {one["direction"] for one in load(language, "alignments")} == {"closer", "apart", "allied", "opposed"}


def test_an_entry_stands_for_all_its_spellings() -> None:
    assert [*spelled("reach/reached | hammered out … deal | accord")] == [
        "reach … deal", "reached … deal", "reach … accord", "reached … accord", "hammered out … deal", "hammered out … accord",
    ]  # fmt: skip
    assert [*spelled("به تصویب …")] == ["به تصویب …"]


def test_a_persian_verb_stands_for_all_its_forms() -> None:
    forms = {*conjugate("به مشورت نشست", {"نشست": "نشین"})}
    assert {"به مشورت نشست", "به مشورت نشستند", "به مشورت نشسته‌اند", "به مشورت می‌نشیند", "به مشورت می نشینند"} <= forms
    assert [*conjugate("به مشورت رفت", {"نشست": "نشین"})] == ["به مشورت رفت"]
