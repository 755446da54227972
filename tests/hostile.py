"""Documents made to break whoever reads them: the ones that are known, and generators of others."""

from __future__ import annotations

import gzip
import json
import resource
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from extractors.feed import FeedError
from extractors.web.body import MAX_BYTES
from flows.sample.items import load_items
from flows.sample.pages import FEEDS, page
from tests.make import LONG
from tests.world_server import SHARED

Document = tuple[bytes, str]
RSS = '<?xml version="1.0"?>{}<rss version="2.0"><channel><title>T</title>{}</channel></rss>'
HTML = "<!DOCTYPE html><html><head><title>T</title>{}</head><body>{}</body></html>"
MOST = MAX_BYTES - 1000


def rss(items: str, before: str = "") -> bytes:
    return RSS.format(before, items).encode()


def html(body: str, head: str = "") -> bytes:
    return HTML.format(head, body).encode()


def attributes(number: int) -> str:
    return " ".join(f'a{i}="x"' for i in range(number))


def filled(piece: str) -> str:
    """Repeat a piece of markup up to the size that the client lets in."""
    return piece * (MOST // len(piece))


BOMB = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
HOSTILE_FEEDS: dict[str, Callable[[], bytes]] = {
    "an entity bomb": lambda: rss("<item><title>&a9;</title></item>", f'<!DOCTYPE r [<!ENTITY a0 "lol">{BOMB}]>'),
    "a file as an entity": lambda: rss(
        "<item><title>&f;</title></item>", '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    ),
    "an author of 64 KB": lambda: rss(f"<item><author>{'a' * 65536}</author></item>"),
    "100,000 attributes": lambda: rss(f"<item {attributes(100_000)}><title>t</title></item>"),
    "100,000 attributes in a summary": lambda: rss(f"<item><description>&lt;p {attributes(100_000)}></description></item>"),
    "a million nested tags": lambda: rss(f"<item>{'<b>' * 1_000_000}</item>"),
    "700,000 nested tags in a summary": lambda: rss(f"<item><description>{'&lt;b>' * 700_000}</description></item>"),
    "a title of 10 MB": lambda: rss(f"<item><title>{filled('word ')}</title></item>"),
    "10 MB of items": lambda: rss(filled("<item><title>t</title><link>/a</link></item>")),
    "10 MB of brackets": lambda: rss(filled("<")),
    "a comment without end": lambda: rss(f"<!--{filled('x')}"),
    "deep JSON": lambda: b'{"items":' + filled("[").encode(),
    "a number of 100,000 digits": lambda: b'{"items": [{"id": ' + b"9" * 100_000 + b"}]}",
}
HOSTILE_PAGES: dict[str, Callable[[], bytes]] = {
    "40,000 spans": lambda: html(f"<p>{'<span>a ' * 40_000}</p>"),
    "100,000 attributes": lambda: html(f"<p {attributes(100_000)}>{LONG}</p>"),
    "500 nested tags": lambda: html("<div>" * 500 + f"<p>{LONG}</p>" + "</div>" * 500),
    "a million nested tags": lambda: html(f"{'<div>' * 1_000_000}{LONG}"),
    "a text of 10 MB": lambda: html(f"<p>{filled('word ')}</p>"),
    "10 MB of paragraphs": lambda: html(filled("<p>a word</p>")),
    "10 MB of links": lambda: html(filled('<a href="/x">a headline of some length</a>')),
    "10 MB of names": lambda: html("x", filled('<meta name="a" content="b">')),
    "10 MB of joiners": lambda: html(filled("&zwnj;")),
    "deep linked data": lambda: html(f"<p>{LONG}</p>", f'<script type="application/ld+json">{"[" * 1_000_000}</script>'),
}

PIECES = [
    "مقتدی صدر می‌گوید", "word ", "<", "&", "\u202e\u2066", "\ud800", "\x00", "\ufffe", "&#xD800;", "&#x110000;", "&zwnj;", "&bogus;",
    "<!--", "<![CDATA[", "]]>", "<?x ", "</", "'", '"', "a@", "%41", "9", "[", "http://[", "1398/11/04", "Fri, 99 Foo", "<script>",
]  # fmt: skip
TAGS = [
    "item", "entry", "title", "link", "description", "author", "pubDate", "guid", "content:encoded", "updated", "dc:date", "channel",
    "p", "div", "span", "a", "table", "td", "figure", "figcaption", "script", "style", "meta", "br", "svg", "article", "select", "title",
]  # fmt: skip
ROOTS = [
    RSS,
    HTML,
    '{}<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>',
    '{}<rdf:RDF xmlns="http://purl.org/rss/1.0/">{}',
    "{}{}",
]
CODECS = ["utf-8", "utf-8", "utf-8", "utf-16", "utf-16-be", "utf-32-le", "cp1256", "utf-7"]
KINDS = [
    "", "text/html", "text/html; charset=utf-8", "application/rss+xml; charset=windows-1256", "text/xml; charset=base64",
    "text/html; charset=utf-16", "text/html; charset=punycode", "application/feed+json", "image/png", "text/html; charset=ü",
]  # fmt: skip
FIELDS = ["id", "url", "title", "content_html", "summary", "date_published", "authors", "author", "language", "items"]
TIMES = st.sampled_from([1, 1, 2, 30, 500, 8_000])


def element(tag: str, given: int, inside: str, depth: int, closed: bool) -> str:
    return f"<{tag} {attributes(given)}>" * (depth if given < 1000 else 1) + inside + f"</{tag}>" * (depth if closed else 0)


def encode(text: str, codec: str, cut: int) -> bytes:
    return text.encode(codec, "surrogatepass" if codec.startswith("utf-") and codec != "utf-7" else "ignore")[cut:MAX_BYTES]


def mutate(original: bytes, other: bytes, seed: int) -> bytes:
    """Damage a document some times over: bytes flipped, stretches lost, doubled or of another document, its end cut off."""
    chance, body = Random(seed), bytearray(original)
    for _ in range(chance.choice([1, 5, 50])):
        start = chance.randrange(len(body) or 1)
        end, at = start + chance.choice([1, 20, 2000]), chance.randrange(len(other))
        stretch = body[start:end]
        body[start:end] = chance.choice(
            [
                bytes(byte ^ 1 << chance.randrange(8) for byte in stretch[:3]) + stretch[3:],
                b"",
                stretch * 9,
                other[at : at + 2000],
            ]
        )
    return bytes(body[: chance.choice([len(body), len(body), chance.randrange(len(body) or 1)])][:MAX_BYTES])


@cache
def originals() -> list[bytes]:
    """Read the documents to damage: the sample's feeds and pages, and the recorded world's where it is."""
    sample = [*(write(host) for (host, _), write in FEEDS.items()), *map(page, load_items())]
    recorded = [gzip.decompress(path.read_bytes()) for path in sorted((SHARED / "world").glob("*/*.gz"))]
    return [*(text.encode() for text in sample), *recorded]


def documents() -> st.SearchStrategy[Document]:
    """Generate documents that no honest newsroom writes, and the content type they come with."""
    texts = st.builds(str.__mul__, st.sampled_from(PIECES) | st.text(max_size=20), TIMES)
    elements = st.builds(element, st.sampled_from(TAGS), st.sampled_from([0, 0, 1, 50, 3000]), texts, TIMES, st.booleans())
    insides = st.lists(elements | texts, max_size=9).map("".join)
    markup = st.builds(
        lambda root, head, inside: root.replace("{}", head, 1).replace("{}", inside, 1), st.sampled_from(ROOTS), texts, insides
    )
    values = st.recursive(
        st.none() | st.integers() | st.floats() | texts, lambda v: st.lists(v, max_size=3) | st.dictionaries(texts, v, max_size=2)
    )
    items = st.lists(st.dictionaries(st.sampled_from(FIELDS), values, max_size=6), max_size=9)
    made = st.builds(
        encode,
        markup | items.map(lambda listed: json.dumps({"items": listed})),
        st.sampled_from(CODECS),
        st.sampled_from([0, 0, 0, 1]),
    )
    known = st.sampled_from(originals())
    return st.tuples(made | st.builds(mutate, known, known, st.integers(0, 1 << 32)), st.sampled_from(KINDS))


def weigh(work: Callable[..., Any], *given: Any) -> tuple[str, int]:
    """Run work in a reading process: how it ended, and the most bytes that process has taken so far."""
    try:
        work(*given)
        ended = "read"
    except FeedError:
        ended = "refused"
    return ended, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
