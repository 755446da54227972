"""Pages: the article without its furniture, letter for letter."""

from __future__ import annotations

import pytest

from extractors.page import carry, read_page, restore
from extractors.records import Outlet
from extractors.registry import load_registry
from flows.sample.items import HERE, Item, load_items
from flows.sample.pages import page
from tests.make import LONG

REGISTRY = load_registry(overlays=[HERE / "registry"])
PLAIN = Outlet("o", "O")


@pytest.mark.parametrize("item", load_items(), ids=lambda item: item.slug)
def test_every_page_of_the_sample_comes_out_letter_for_letter(item: Item) -> None:
    outlet = REGISTRY.outlet_of(item.url)
    assert outlet is not None
    content = read_page(page(item), item.url, outlet)
    assert content is not None
    assert content.text.split("\n") == list(item.text)
    assert content.caption == (item.caption or "")
    assert (content.head.title, content.head.canonical_url) == (item.title, item.url)
    assert content.hint == ("used" if outlet.select else "none")


def test_joiners_survive() -> None:
    text = "می\u200cشود &zwnj; &#8204; &#x200C; x\u200d\u200e\u200f\u2067\u00ad\ufeff &amp;zwnj;"
    carried = carry(text)
    assert carried.replace("\u2067", "").isprintable()
    assert restore(carried) == "می\u200cشود \u200c \u200c \u200c x\u200d\u200e\u200f\u2067\u00ad\ufeff &amp;zwnj;"


def html(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>T</title>{head}</head><body>{body}</body></html>"


def test_a_doubled_caption_is_kept_once_and_out_of_the_body() -> None:
    figure = "<figure><img alt='Sadr in Qom'><figcaption>Sadr in Qom</figcaption></figure>"
    menu = "<nav><figure><figcaption>Menu</figcaption></figure></nav>"
    content = read_page(html(f"{menu}<article>{figure}{figure}<p>{LONG}</p><p>{LONG}</p></article>"), "http://a.example/1", PLAIN)
    assert content is not None
    assert content.caption == "Sadr in Qom"
    assert "Qom" not in content.text


def test_a_hint_that_matches_nothing_falls_back() -> None:
    hinted = Outlet("o", "O", select=("#gone",), prune=(".box",))
    content = read_page(
        html(f"<article><p>{LONG}</p><div class=box>Box</div><p>Then {LONG}</p></article>"), "http://a.example/1", hinted
    )
    assert content is not None
    assert content.hint == "missed"
    assert content.text.split("\n") == [LONG.strip(), f"Then {LONG}".strip()]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("http://www.a.example/story?utm_source=x", "http://www.a.example/story"),
        ("/other", "http://a.example/other"),
        ("http://a.example/", "http://a.example/1"),
        ("http://thief.example/story", "http://a.example/1"),
        ("javascript:alert(1)", "http://a.example/1"),
    ],
)
def test_a_page_names_itself_within_its_site_only(link: str, kept: str) -> None:
    content = read_page(html(f"<p>{LONG}</p>", f'<link rel="canonical" href="{link}">'), "http://a.example/1", PLAIN)
    assert content is not None
    assert content.head.canonical_url == kept


@pytest.mark.parametrize("data", ["{", "[[[", '{"@graph": 3}', '{"author": 7, "datePublished": {}}', "null", '"x"'])
def test_broken_linked_data_breaks_no_page(data: str) -> None:
    content = read_page(
        html(f"<p>{LONG}</p>", f'<script type="application/ld+json">{data}</script>'), "http://a.example/1", PLAIN
    )
    assert content is not None
    assert content.head.author is None
    assert content.head.published is None


@pytest.mark.parametrize("markup", ["", " ", "\x00", "<", "no markup at all"])
def test_what_is_no_page_has_no_text(markup: str) -> None:
    content = read_page(markup, "http://a.example/1", PLAIN)
    assert content is None or len(content.text) < 20
