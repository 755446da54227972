"""The kinds of events: whole, with the manual's numbers but where we decided otherwise, in words of our own, and clear when wrong."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from extractors.frames import TOGETHER
from extractors.ontology import Ontology, load_ontology
from extractors.registry import ROOT, RegistryError, load_registry
from extractors.script import fold_word

MANUAL = ROOT.parent.parent / "shared" / "plover" / "plover.json"
QUADS = {"VERBAL COOPERATION": 1, "MATERIAL COOPERATION": 2, "VERBAL CONFLICT": 3, "MATERIAL CONFLICT": 4}
needs_manual = pytest.mark.skipif(not MANUAL.is_file(), reason="the manual's facts lie beside the project, not in it")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def read(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / "ontology" / f"{name}.yml").read_text(encoding="utf-8"))


def definitions(found: Any) -> Iterator[str]:
    for key, value in found.items():
        if key == "definition":
            yield value
        elif isinstance(value, dict):
            yield from definitions(value)


def test_holds_all_types_modes_contexts_and_directions(ontology: Ontology) -> None:
    assert (len(ontology.types), len(ontology.modes), len(ontology.contexts)) == (16, 67, 37)
    assert set(ontology.directions) == {"allied", "closer", "apart", "opposed"}
    assert ontology.version.startswith("2.0-zagros.")
    assert {kind for kind, one in ontology.types.items() if one.together} == {"AGREE", "CONSULT", "COOPERATE"}
    assert {mode: one.context for (_, mode), one in ontology.modes.items() if one.context} == {
        "misinformation": "misinformation",
        "cyber": "cyber",
    }


def test_knows_quads_and_scores(ontology: Ontology) -> None:
    assert (ontology.quad("SANCTION"), ontology.quad("ACCUSE"), ontology.quad("AID")) == (4, 3, 2)
    assert (ontology.score("ACCUSE"), ontology.score("ACCUSE", "allege"), ontology.score("ASSAULT", "drone")) == (-2, -3.5, -9.5)
    assert ontology.score("PROTEST", "vandalize") == ontology.score("PROTEST") == -5
    with pytest.raises(KeyError):
        ontology.score("AID", "drone")


@pytest.mark.parametrize(
    ("kind", "mode", "direction"),
    [
        ("SUPPORT", None, "closer"),
        ("CONSULT", "phone", "closer"),
        ("CONSULT", "third-party", "closer"),
        ("CONSULT", "multilateral", None),
        ("RETREAT", "ceasefire", "closer"),
        ("RETREAT", "resign", None),
        ("REQUEST", None, None),
        ("REQUEST", "yield", None),
        ("REJECT", "assist", "apart"),
        ("SANCTION", "convict", None),
        ("ASSAULT", "aerial", "apart"),
    ],
)
def test_tells_which_events_move_a_pair(ontology: Ontology, kind: str, mode: str | None, direction: str | None) -> None:
    assert ontology.direction(kind, mode) == direction
    pull = ontology.pull(kind, mode)
    assert (pull > 0, pull < 0) == (direction == "closer", direction == "apart")


def test_what_is_said_to_be_done_pulls_no_more_than_what_a_sentence_states(ontology: Ontology) -> None:
    words = ontology.directions
    assert words["allied"].weight > words["closer"].weight >= ontology.pull("AID")
    assert (
        ontology.pull("ASSAULT", "unconventional") < ontology.pull("ACCUSE") < 0 < ontology.pull("CONSULT") < ontology.pull("AID")
    )


@needs_manual
def test_the_facts_are_the_manuals_but_where_we_decided_otherwise(ontology: Ontology) -> None:
    manual = json.loads(MANUAL.read_text(encoding="utf-8"))
    events = manual["events"]
    theirs: dict[tuple[str, ...], Any] = {(kind, "quad"): QUADS[one["quad_in_section"]] for kind, one in events.items()}
    theirs |= {(kind, "recipient"): one["requires_recipient"] == "Yes" for kind, one in events.items()}
    theirs |= {(kind, "score"): one["score"] for kind, one in events.items()}
    theirs |= {(k, mode, "score"): one.get("mode_scores", {}).get(mode) for k, one in events.items() for mode in one["modes"]}
    ours: dict[tuple[str, ...], Any] = {
        (kind, key): getattr(one, key) for kind, one in ontology.types.items() for key in ("quad", "recipient", "score")
    }
    ours |= {(kind, mode, "score"): one.score for (kind, mode), one in ontology.modes.items()}
    assert ours.keys() == theirs.keys()
    assert set(ontology.contexts) == set(manual["contexts"])
    changes = [change for decision in read("plover")["decisions"] for change in decision.get("changes", ())]
    decided = {tuple(c[key] for key in ("type", "mode", "key") if key in c): (c.get("from"), c["to"]) for c in changes}
    assert {place: (theirs[place], ours[place]) for place in ours if ours[place] != theirs[place]} == decided


@needs_manual
def test_the_definitions_are_our_own() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z'-]+", text.lower())
        return set(zip(*(words[i:] for i in range(5)), strict=False))

    manual = json.loads(MANUAL.read_text(encoding="utf-8"))
    theirs = [text for one in manual["events"].values() for text in one["modes"].values()] + list(manual["contexts"].values())
    known = {run for text in theirs for run in runs(text)}
    ours = [*definitions(read("plover")), *definitions(read("alignments"))]
    assert len(ours) == 16 + 67 + 37 + 4
    assert [
        text for text in ours if runs(text) & known or text.strip(".").lower() in {one.strip(".").lower() for one in theirs}
    ] == []
    assert [text for text in ours if not text.endswith(".") or len(text) > 120] == []


def test_every_context_has_words_in_three_languages(ontology: Ontology) -> None:
    for name, context in ontology.contexts.items():
        for language in ("en", "fa", "ar"):
            words = context.words[language]
            folded = [fold_word(word) for word in words]
            assert 5 <= len(words) <= 15, (name, language, len(words))
            assert all(any(char.isalnum() for char in word) for word in folded), (name, language)
            assert sorted({word for word in folded if folded.count(word) > 1}) == [], (name, language)
            assert all(re.search("[a-z]", word) if language == "en" else not re.search("[a-z]", word) for word in folded)


def test_triggers_are_of_known_types_and_modes(ontology: Ontology) -> None:
    for language, found in load_registry().grammars.items():
        for entry in found.get("triggers", ()):
            assert entry["type"] in ontology.types, (language, entry)
            assert not entry.get("mode") or (entry["type"], entry["mode"]) in ontology.modes, (language, entry)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("plover", 'version: "2.0-zagros.1"', "", "`version` is missing"),
        ("plover", 'version: "2.0-zagros.1"', "version: 2.0", "`version` is 2.0; it must be text"),
        ("plover", "    quad: 1", "    quad: 5", "`types.AGREE.quad` is 5; it must be 1, 2, 3 or 4"),
        ("plover", "    quad: 1", "    quad: true", "`types.AGREE.quad` is True"),
        ("plover", "    quad: 1\n", "", "`types.AGREE.quad` is missing"),
        ("plover", "score: 2.5", "score: 25", "`types.AGREE.score` is 25; it must be a number from -10 to 10"),
        ("plover", "recipient: false", "recipient: perhaps", "`types.AGREE.recipient` is 'perhaps'; it must be true or false"),
        ("plover", "types:\n", "modes: {nap: {score: 1}}\ntypes:\n", "unknown field `modes`; known are version, types"),
        ("plover", "visit: {score: 4.0,", "visit: {", "`types.CONSULT.modes.visit.score` is missing"),
        ("plover", "modes: {}", "modes: [nap]", "`types.AGREE.modes` must hold keys and values"),
        ("plover", "context: cyber", "context: sider", "`types.COERCE.modes.cyber.context` is 'sider', which is no context"),
        ("plover", "en: [armed forces, army,", "en: [{}, army,", "`contexts.military.words.en.1` is {}; it must be text"),
        ("plover", "mode: vandalize", "mode: vandal", "`decisions.7.changes` names 'vandal', which is no mode of PROTEST"),
        ("alignments", "{type: RETREAT, mode: resign", "{type: RETREAT, mode: nap", "`events.except.4` names 'nap', which is no mode of RETREAT"),
        ("alignments", "{type: COERCE, mode: curfew", "{type: CAJOLE, mode: curfew", "names 'CAJOLE', which is no type"),
        ("alignments", "moves: closer", "moves: sideways", "`events.except.1.moves` is 'sideways'; it must be closer, apart or nobody"),
        ("alignments", "allied: {sign: 1", "allied: {sign: 2", "`directions.allied.sign` is 2; it must be 1 or -1"),
        ("alignments", "  opposed:", "  against:", "unknown field `directions.against`"),
        ("alignments", "  closer: 1.5", "  closer: -3", "`events.apart` must be below `events.closer`"),
        ("alignments", "directions:", "directions: {", "alignments.yml:"),
    ],
)  # fmt: skip
def test_tells_what_editors_get_wrong(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    path = tmp_path / "ontology" / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegistryError) as error:
        load_ontology(tmp_path)
    assert told in str(error.value)
    assert str(path) in str(error.value)


def test_tells_all_problems_at_once(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"plover\.yml: no such file\n.*alignments\.yml: no such file"):
        load_ontology(tmp_path)
    (tmp_path / "ontology").mkdir()
    for name in ("plover", "alignments"):
        (tmp_path / "ontology" / f"{name}.yml").write_text("- nothing\n", encoding="utf-8")
    with pytest.raises(
        RegistryError, match=r"plover\.yml: this file must hold keys and values\n.*alignments\.yml: this file must"
    ):
        load_ontology(tmp_path)


def test_the_registry_lets_the_ontology_through_and_nothing_else_beside_it(tmp_path: Path) -> None:
    root, over = tmp_path / "registry", tmp_path / "over"
    shutil.copytree(ROOT / "ontology", root / "ontology")
    load_registry(root)
    (root / "ontology" / "cameo.yml").write_text("a: b\n", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"cameo\.yml: this file is not read: the ontology's are plover, alignments"):
        load_registry(root)
    (root / "ontology" / "cameo.yml").unlink()
    shutil.copytree(ROOT / "ontology", over / "ontology")
    with pytest.raises(RegistryError, match=r"over/ontology/plover\.yml: this file is not read"):
        load_registry(root, [over])


def test_the_coder_and_the_ontology_agree_on_what_is_done_together() -> None:
    assert {name for name, found in load_ontology().types.items() if found.together} == TOGETHER
