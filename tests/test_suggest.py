"""Suggestions: who stands beside known actors and is in no registry, and the file that accepting one makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.actors import Detector
from extractors.article import split_sentences
from extractors.records import Sentence
from extractors.registry import load_registry
from extractors.unknown import find_unknown
from flows.suggest import Suggestion, accept, id_of, suggest
from tests.make import NOW, article, facts
from warehouse.publish import publish
from warehouse.store import Run, open_store

REGISTRY = load_registry()
TEXTS = {
    1: ("en", 'Muqtada al-Sadr announced a group named "River Shield". It rained.'),
    2: ("en", "General Farid Zandani met Nouri al-Maliki. Nobody met Omar Unseen."),
    3: ("en", "Hadi al-Amiri and General Farid Zandani spoke to the press."),
    4: ("fa", "مقتدی صدر از گروهی موسوم به «یاران فلان» سخن گفت."),
    5: ("ar", 'قال مقتدى الصدر إن مجموعة تسمى "سرايا الفلان" هاجمت القاعدة.'),
    6: ("en", 'A club named "Lonely Readers" met.'),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suggest")
    articles = [article(number, language=language, text=text) for number, (language, text) in TEXTS.items()]
    sentences: list[Sentence] = [s for a in articles for s in split_sentences(a.article_id, a.text, a.language)]
    with open_store(folder / "warehouse.duckdb") as store:
        store.keep(Run(NOW, 1.0, "0.1", "hash"), facts(*articles, mentions=[], sentences=sentences))
        publish(store, folder / "zagros.duckdb")
    return folder / "zagros.duckdb"


def test_a_coined_name_needs_one_article_and_others_two(published: Path) -> None:
    found = {s.name: s for s in suggest(published, REGISTRY)}
    assert found.keys() == {"River Shield", "Farid Zandani", "یاران فلان", "سرايا الفلان"}
    assert (found["River Shield"].kind, found["Farid Zandani"].kind) == ("movement", "person")
    assert found["Farid Zandani"].beside == {"nouri-al-maliki": 1, "hadi-al-amiri": 1}
    assert found["River Shield"].contexts == ['Muqtada al-Sadr announced a group named "River Shield".']
    assert list(found["یاران فلان"].names) == ["fa"]


def test_what_is_accepted_is_a_file_that_the_registry_takes(published: Path, tmp_path: Path) -> None:
    chosen = next(s for s in suggest(published, REGISTRY) if s.name == "River Shield")
    path = accept(chosen, id_of(chosen.name), REGISTRY, tmp_path)
    assert path == tmp_path / "groups" / "iraq" / "river-shield.yml"
    grown = load_registry(overlays=[tmp_path])
    assert grown.actors["river-shield"].side == "IQ"
    assert "River Shield" not in {s.name for s in suggest(published, grown)}
    named = Detector(grown).find({"text": "River Shield struck."}, "en")
    assert [d.actor_id for d in named] == ["river-shield"]
    for taken in ("river-shield", "muqtada-al-sadr", "../escaped", "River Shield", ""):
        with pytest.raises(ValueError, match=r"is taken|is no id"):
            accept(chosen, taken, REGISTRY, tmp_path)


def test_what_is_known_is_not_proposed() -> None:
    text = 'General Qasem Soleimani met a group named "Hezbollah".'
    known = Detector(REGISTRY).find({"text": text}, "en")
    assert list(find_unknown(text, "en", known, REGISTRY)) == []


def test_ids_are_latin() -> None:
    assert id_of("Kata'ib al-Foo (Baghdad)") == "kataib-al-foo-baghdad"
    assert id_of("سرايا") == ""
    assert Suggestion("person").weight == (0, 0)
