"""Encodings: feedparser's own suite, and news of three languages with broken bytes and wrong labels, letter for letter."""

from __future__ import annotations

import ast
import re
import tarfile
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

import pytest

from extractors.feed import parse_feed
from extractors.markup import decode, plain_text
from extractors.records import Feed, Outlet, Page
from flows.sample.items import load_items
from tests.make import NOW
from tests.world_server import SHARED

SUITE = SHARED / "feedparser-suite.tar.xz"
SORANI = [
    ("موقتەدا سەدر لە نەجەف", "موقتەدا سەدر لە نەجەف ڕایگەیاند کە پشتگیری حکومەت ناکات و داوای هەڵبژاردنی پێشوەختە دەکات."),
    ("مەسعوود بارزانی لە هەولێر", "مەسعوود بارزانی لەگەڵ شاندێکی بەغدا کۆبووەوە و باسی بودجە و نەوت کرا."),
]
NEWS = {
    **{kind: [(i.title, i.text[0]) for i in load_items() if i.language == kind][:8] for kind in ("fa", "ar")},
    "ckb": SORANI,
}
# Letters that windows-1256 lacks, as sites that wrote in it did without them.
ARABIC_KEYS = str.maketrans("یک", "يك", "\N{ARABIC HAMZA ABOVE}")
# feedparser wants a broken byte to turn the whole text into mojibake; here it breaks one character.
WANTED_OTHERWISE = {"bozo_linenoise.xml"}

Damage = Callable[[bytes], bytes]


def write(news: list[tuple[str, str]], declared: str = "") -> str:
    label = f' encoding="{declared}"' if declared else ""
    items = "".join(f"<item><title>{title}</title><description>{text}</description></item>" for title, text in news)
    return f'<?xml version="1.0"{label}?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


def read(body: bytes, kind: str = "text/xml") -> list[tuple[str, str]]:
    entries = parse_feed(
        Page("http://a.example/rss", 200, kind, body), Feed("f", "o", "http://a.example/rss"), Outlet("o", "O"), NOW
    )
    return [(entry.title, entry.text) for entry in entries]


def share_right(found: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> float:
    """Tell which share of the wanted characters was read, in their order; texts that are missing count as wrong."""
    pairs = [(a, b) for one, other in zip(found, wanted, strict=False) for a, b in zip(one, other, strict=True)]
    right = sum(block.size for a, b in pairs for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return right / sum(len(text) for texts in wanted for text in texts)


def middle_of(body: bytes) -> int:
    """Find the first byte of a letter near the middle of a body."""
    return next(place for place in range(len(body) // 2, len(body)) if body[place] >= 0xC0)


DAMAGE: dict[str, Damage] = {
    "whole": lambda body: body,
    "broken": lambda body: body[: middle_of(body)] + b"\xff" + body[middle_of(body) + 1 :],
    "lost": lambda body: body[: middle_of(body)] + body[middle_of(body) + 1 :],
    "added": lambda body: body[: middle_of(body)] + b"\x92" + body[middle_of(body) :],
    "nul": lambda body: body[: middle_of(body)] + b"\x00" + body[middle_of(body) :],
}


def misread(cases: dict[tuple[str, ...], tuple[bytes, str]], news: list[tuple[str, str]]) -> dict[tuple[str, ...], float]:
    """Read bodies under their headers' labels; those of which less than 99% of the characters come out right."""
    shares = {name: share_right(read(body, f"text/xml; charset={header}"), news) for name, (body, header) in cases.items()}
    return {name: share for name, share in shares.items() if share < 0.99}


@pytest.mark.parametrize("language", list(NEWS))
def test_utf8_is_read_whatever_it_is_called_and_one_byte_breaks_one_letter(language: str) -> None:
    labels = ("", "utf-8", "windows-1256", "iso-8859-1")
    cases = {
        (name, declared, header): (damage(write(NEWS[language], declared).encode()), header)
        for name, damage in DAMAGE.items()
        for declared, header in [*((label, "") for label in labels), *(("", label) for label in labels)]
    }
    assert misread(cases, NEWS[language]) == {}


@pytest.mark.parametrize("language", ["fa", "ar"])
@pytest.mark.parametrize("name", ["whole", "broken", "lost"])
def test_arabic_and_persian_of_windows_are_read_whatever_they_are_called(language: str, name: str) -> None:
    news = [(title.translate(ARABIC_KEYS), text.translate(ARABIC_KEYS)) for title, text in NEWS[language]]
    labels = ("", "utf-8", "windows-1252", "iso-8859-1", "windows-1256", "iso-8859-6", "utf-16", "base64", "idna", "no-such")
    cases = {
        (declared, header): (DAMAGE[name](write(news, declared).encode("cp1256")), header)
        for declared in labels
        for header in labels
    }
    assert misread(cases, news) == {}


@pytest.mark.parametrize("language", list(NEWS))
def test_wide_characters_are_read_with_and_without_a_mark(language: str) -> None:
    cases = {
        (codec, mark, declared, header): ((mark + write(NEWS[language], declared)).encode(codec), header)
        for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
        for mark in ("\ufeff", "")
        for declared in ("utf-16", "utf-8", "")
        for header in ("", "utf-8")
    }
    assert misread(cases, NEWS[language]) == {}


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("Le président Barham Salih a été reçu à Téhéran, où l’été s’achève", "cp1252", ""),
        ("Größere Übungen für Häuser und Straßen, müde Brüder", "cp1252", "utf-8"),
        ("Президент Ирака прибыл в Тегеран с визитом", "cp1251", "iso-8859-1"),
        ("Президент Ирака прибыл в Тегеран с визитом", "koi8-r", "koi8-r"),
        ("Şişli'de gıda fiyatları için ağır eleştiri", "cp1254", "iso-8859-1"),
        ("قال مقتدى الصدر في النجف إنه لا يدعم الحكومة", "iso8859-6", ""),
        ("伊拉克总统抵达德黑兰进行访问", "gbk", "gb2312"),
        ("이라크 대통령이 테헤란에 도착했다", "euc-kr", "euc-kr"),
    ],
)
def test_other_scripts_are_told_by_their_words(text: str, codec: str, label: str) -> None:
    assert decode(write([(text, text)]).encode(codec), f"text/xml; charset={label}") == write([(text, text)])


def suite() -> Iterator[tuple[str, bytes, str, str]]:
    """Read the suite's documents of encodings: name, bytes, the content type they come with, what they expect."""
    with tarfile.open(SUITE) as archive:
        for member in archive:
            if member.isfile() and "/encoding/" in member.name and (file := archive.extractfile(member)):
                body = file.read()
                words = body.replace(b"\0", b"").decode("latin-1")
                header, expected = re.search(r"Header:\s*Content-type:\s*(.*)", words), re.search(r"Expect:\s*(.*)", words)
                assert expected
                yield member.name.rpartition("/")[2], body, header[1] if header else "", expected[1]


@pytest.mark.skipif(not SUITE.is_file(), reason=f"feedparser's suite is not at {SUITE}")
def test_feedparsers_suite_of_encodings_is_read_as_it_expects() -> None:
    right = {name: as_expected(body, kind, expected) for name, body, kind, expected in suite() if name not in WANTED_OTHERWISE}
    assert len(right) > 75
    assert [name for name, is_right in right.items() if not is_right] == []


def as_expected(body: bytes, kind: str, expected: str) -> bool:
    """Tell whether a document comes out as the suite expects: in its encoding, with the literal its expectation names."""
    text = decode(body, kind)
    if named := re.search(r"encoding == '(.*?)'", expected):
        return text == body.decode(named[1]).removeprefix("\ufeff")
    if literal := re.search(r"== ('.*')$", expected):
        wanted = plain_text(ast.literal_eval(literal[1]))
    elif number := re.search(r"== (\d+)$", expected):
        wanted = chr(int(number[1]))
    else:
        return "Description:" in text
    return wanted in (text if "feed[" in expected else read(body, kind)[0])
