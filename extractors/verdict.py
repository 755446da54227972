"""What a page says and what it was asked for in, why it is no article out: a code and words; None where it may be one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from extractors.page import ARTICLE, Content
from extractors.records import Reason
from extractors.script import fold

# Signs of a page that is no article, as the registry's lexicons list them, by code of reason.
Signs = Mapping[str, tuple[str, ...]]
# Below this many characters trafilatura itself distrusts what it found (its MIN_EXTRACTED_SIZE).
SHORT = 250
# What stands before or instead of an article is at most this long; longer texts only end with an advertisement.
WALLED = 1500
WORDS = {
    "challenge": "the host asks for proof of being human instead of showing the page",
    "consent": "the host asks for consent before it shows the page",
    "missing": "the page says that it is not there, with status 200",
    "front": "the address leads to the outlet's front page",
    "video": "a page of a video, with next to no text",
    "listing": "a list of headlines, no article",
}
TITLE_PARTS = re.compile(r"\s+[|\-–—:»›•]\s+")
FRONT = re.compile(r"/?(?:[a-z]{2,3})?/?")
CONSENT_HOSTS = ("consent", "guce")
# So many links, and so much of the text in them, make a list of headlines.
LINKS, LINKED = 6, 0.6


def judge(content: Content, asked: str, shown: str, signs: Signs) -> Reason | None:
    """Say why a page is no article; None where nothing speaks against it.

    `asked` is the address of the entry, `shown` the one that redirects led to.
    """
    code = front(asked, shown) or told(content, shown, signs) or made_of(content)
    return Reason("missing" if code == "front" else code, WORDS[code]) if code else None


def front(asked: str, shown: str) -> str | None:
    """Tell whether the address of a page led to a front page: nothing but a language stands in its path."""
    there, here = urlsplit(asked), urlsplit(shown)
    led = FRONT.fullmatch(here.path) and not FRONT.fullmatch(there.path)
    return "front" if led and not here.query and not there.query else None


def told(content: Content, shown: str, signs: Signs) -> str | None:
    """Read in a page's title, or in its text where that is short, that it stands in the way of another."""
    if (urlsplit(shown).hostname or "").split(".")[0] in CONSENT_HOSTS:
        return "consent"
    titles = {folded(part) for part in [content.head.title, *TITLE_PARTS.split(content.head.title)]}
    lines = folded(content.text) if len(content.text) < WALLED else ""
    for code in ("challenge", "consent", "missing"):
        phrases = signs.get(code, ())
        if not titles.isdisjoint(phrases) or (code != "missing" and any(phrase in lines for phrase in phrases)):
            return code
    return None


def made_of(content: Content) -> str | None:
    """Tell a video's page and a list of headlines by what they are made of."""
    kinds = content.head.kinds
    if len(content.text) < SHORT and any("video" in kind for kind in kinds) and not any(map(ARTICLE.search, kinds)):
        return "video"
    return "listing" if content.links >= LINKS and content.linked >= LINKED * len(content.text) else None


def folded(text: str) -> str:
    """Fold a text for comparison, without the blanks and signs around it."""
    return fold(" ".join(text.split())).text.strip(" .…!")
