"""Bytes and markup from the network in, decoded text and plain paragraphs out."""

from __future__ import annotations

import codecs
import re

import lxml.html
from charset_normalizer import from_bytes
from lxml import etree

DECLARED = re.compile(rb"""(?:charset\s*=\s*|encoding\s*=\s*)["']?\s*([\w.:-]+)""", re.I)
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.I)
# What XML 1.0 forbids and every parser stumbles over, as raw bytes' text.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|(\d+));", re.I)
BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article blockquote figure pre".split())
SPACE = re.compile(r"[^\S\n]+")
# What pages without any declaration were written in before UTF-8: Western, Arabic and Persian, Russian, Turkish.
LEGACY = ["cp1252", "cp1256", "cp1251", "cp1254"]
# Of the characters beyond ASCII in a text decoded as UTF-8, the share that may be broken: with more it is no UTF-8.
BROKEN_SHARE = 0.1


def codec_of(label: str | None) -> str | None:
    """Name the codec of a charset label, widened as browsers do (WHATWG Encoding); None where there is none."""
    try:
        name = codecs.lookup(label or "").name
    except LookupError:
        return None
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-6": "cp1256", "gb2312": "gbk"}.get(name, name)


def decode(body: bytes, content_type: str = "") -> str:
    """Decode a body: its BOM, then UTF-8 where nearly all of it is, then what it declares, then what it looks like."""
    for bom, name in BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace")
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken or broken < BROKEN_SHARE * (len(text) - len(text.encode("ascii", "ignore"))):
        return text
    inside = DECLARED.search(body[:2048])
    outside = CHARSET.search(content_type)
    for label in (inside and inside[1].decode("ascii"), outside and outside[1]):
        if (codec := codec_of(label)) and codec != "utf-8":
            return body.decode(codec, "replace")
    best = from_bytes(body[:65536], cp_isolation=LEGACY).best()
    return body.decode(best.encoding if best else "cp1252", "replace")


def clean(text: str) -> str:
    """Drop the control characters and impossible character references that make parsers fail or raise."""
    return CONTROL.sub("", REFERENCE.sub(possible, text) if "&#" in text else text)


def possible(match: re.Match[str]) -> str:
    """Keep a character reference, but for surrogates and what lies beyond Unicode: feedparser raises on those."""
    hexadecimal, decimal = match.groups()
    digits = (hexadecimal or decimal).lstrip("0")
    code = int(digits or "0", 16 if hexadecimal else 10) if len(digits) < 8 else 0x110000
    return match[0] if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


def plain_text(markup: str | None) -> str:
    """Turn a fragment of HTML, or plain text, into paragraphs one a line; nothing of the markup is kept."""
    markup = clean(markup or "").strip()
    if not markup:
        return ""
    if "<" not in markup and "&" not in markup:
        return tidy(markup)
    try:
        root = lxml.html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return tidy(re.sub(r"<[^>]*>", " ", markup))
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            element.text = ""
        elif element.tag in BLOCKS:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
    return tidy("".join(root.itertext()))


def tidy(text: str) -> str:
    """Make every run of blanks one space and drop empty lines; joiners and everything visible stay."""
    lines = (SPACE.sub(" ", line).strip() for line in CONTROL.sub("", text).replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
