"""Bytes and markup from the network in, decoded text and plain paragraphs out."""

from __future__ import annotations

import codecs
import re
from itertools import islice

import lxml.html
from charset_normalizer import from_bytes
from lxml import etree

DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
# What a body begins with: a byte order mark, those of UTF-32 first; or a bracket in units of two or four bytes.
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# What XML 1.0 forbids and every parser stumbles over, as raw bytes' text.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|(\d+));", re.I)
BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article blockquote figure pre".split())
SPACE = re.compile(r"[^\S\n]+")
# What was written before UTF-8 and says nothing or the wrong thing: Western, Arabic and Persian, Russian, Turkish.
LEGACY = ("cp1252", "cp1256", "iso8859-6", "cp1251", "cp1254")
# Codecs of characters of one byte or a few, no other way to pack bytes (base64, zlib, punycode) that Python has a name for.
CHARACTERS = re.compile(r"cp\d+|iso8859-\d+|koi8-\w|gb\w+|big5\w*|euc_\w+|shift_jis\w*|mac-\w+|tis-620")
# A word with letters beyond ASCII, from one letter before the first of them.
WORD = re.compile(r"[A-Za-z]?(?:[^\W\d_\x00-\x7f]|\ufffd)(?:[^\W\d_]|\ufffd)*")
# One script a word; of Latin without the letters of Icelandic, as which Turkish is misread.
SCRIPT = re.compile(
    "[A-Za-zÀ-ÏÑ-ÖØ-Üß-ïñ-öø-üÿ-ɏ]+|[\u0370-\u03ff]+|[\u0400-\u052f]+|[\u0590-\u05ff]+|[\u0600-\u06ff]+"
    "|[\u0e00-\u0e7f]+|[\u3005-\u9fff\uac00-\ud7af\uff00-\uffef]+"
)
# So many words of a text are looked at, and so many of them must look like words.
WORDS, LIKELY = 2000, 0.9


def codec_of(label: str) -> str | None:
    """Name the codec of a charset label, widened as browsers do (WHATWG Encoding); None where it is none of characters."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    wider = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)
    return wider if CHARACTERS.fullmatch(wider) else None


def mostly_utf8(body: bytes, text: str) -> bool:
    """Tell whether a body is UTF-8: of its characters beyond ASCII, fewer are broken than whole."""
    broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    return not broken or 2 * broken < len(text) - len(text.encode("ascii", "ignore"))


def likely(text: str) -> bool:
    """Tell whether a text was decoded right: its words are of one script, and none has capitals in its middle."""
    words = [found[0] for found in islice(WORD.finditer(text), WORDS)]
    fit = sum(bool(SCRIPT.fullmatch(word)) and word[1:] in (word[1:].lower(), word[1:].upper()) for word in words)
    return fit >= LIKELY * len(words)


def decode(body: bytes, content_type: str = "") -> str:
    """Decode a body: its BOM, then UTF-8 where most of it is, then what it declares or LEGACY if the words look right.

    Labels lie: UTF-8 is declared as all kinds of things, and Arabic as Western or as UTF-8.
    """
    for start, codec in BOMS:
        if body.startswith(start):
            return body.decode(codec, "replace")
    text = body.decode("utf-8", "replace")
    if mostly_utf8(body, text):
        return text
    labels = (DECLARED.search(said) for said in (body[:2048], content_type.encode("ascii", "ignore")))
    declared = [known for label in labels if label and (known := codec_of(label[1].decode("ascii")))]
    readings = (body.decode(codec, "replace") for codec in dict.fromkeys([*declared, *LEGACY]))
    return next(filter(likely, readings), None) or body.decode(declared[0] if declared else guessed(body), "replace")


def guessed(body: bytes) -> str:
    """Guess the codec of what declares none and looks like no language."""
    best = from_bytes(body[:65536]).best()
    return best.encoding if best else "cp1252"


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
