"""Folding: what it makes the same, what it keeps apart, and that it never loses a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.script import fold, fold_word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي", "علی"),
        ("مقتدى", "مقتدی"),
        ("كربلاء", "کربلاء"),
        ("إيران", "ایران"),
        ("آيت الله", "ایت الله"),
        ("العراقـــي", "العراقی"),
        ("مُقْتَدَى", "مقتدی"),
        ("۱۳۹۸", "1398"),
        ("٢٠٢٠", "2020"),
        ("ﻣﻘﺘﺪﻯ", "مقتدی"),
        ("al-Sha‘abi", "AL SHA'ABI"),
        ("Abd- al-Mahdi", "Abd al Mahdi"),
        ("Nūrī al-Mālikī", "nuri al maliki"),
        ("Sa\u00addr", "Sadr"),
        ("\u200fصدر\u200e", "صدر"),
    ],
)
def test_writes_variants_alike(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


def test_a_zwnj_joins() -> None:
    assert fold("نجف‌آباد").text == "نجفاباد"


def test_a_ligature_keeps_its_one_place() -> None:
    folded = fold("xﷲy")
    assert folded.text == "xاللهy"
    assert list(folded.origin) == [0, 1, 1, 1, 1, 2]


@given(st.text(st.characters(exclude_categories=())))
def test_places_point_into_the_original(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert all(0 <= place < len(text) for place in folded.origin)
    assert list(folded.origin) == sorted(folded.origin)


@given(st.text(max_size=30))
def test_words_fold_as_texts_do(word: str) -> None:
    assert fold_word(word) == fold(word).text.strip()


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
