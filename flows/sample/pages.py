"""The sample's items in, feeds and pages out as four different newsrooms would write them, furniture included."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from zoneinfo import ZoneInfo

from flows.sample.items import Item, load_items

WORDS = {
    "en": ("Home|Iraq|Iran|Kurdistan|Sport", "Most read", "Read also", "We use cookies.", "Comments", "Photo"),
    "fa": ("خانه|عراق|ایران|کردستان|ورزش", "پربازدیدها", "بیشتر بخوانید", "ما از کوکی استفاده می‌کنیم.", "نظرات", "عکس"),
    "ar": ("الرئيسية|العراق|إيران|كردستان|رياضة", "الأكثر قراءة", "اقرأ أيضا", "نستخدم ملفات الارتباط.", "تعليقات", "صورة"),
}  # fmt: skip


def summary(item: Item) -> str:
    """Cut an item's first paragraph as feeds do."""
    return item.text[0][:200] + ("…" if len(item.text[0]) > 200 else "")


def listed(host: str) -> list[Item]:
    """List an outlet's items, newest first."""
    return [item for item in load_items() if item.host == host]


def atom(host: str) -> str:
    """Write an Atom feed."""
    entries = "".join(
        f"<entry><id>tag:{host},2019:{item.slug}</id><title>{escape(item.title)}</title>"
        f'<link rel="alternate" href="{item.url}"/><published>{item.published.isoformat()}</published>'
        f'<updated>{item.published.isoformat()}</updated><summary type="html">{escape(escape(summary(item)))}</summary></entry>'
        for item in listed(host)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Twin Rivers Post</title>{entries}</feed>'


def rss_without_guid(host: str) -> str:
    """Write an RSS feed as Iranian newsrooms do: Tehran time, no weekday, no guid."""
    items = "".join(
        f"<item><title>{escape(item.title)}</title><link>{item.url}?utm_source=rss</link><description>{escape(summary(item))}"
        f"</description><pubDate>{item.published.astimezone(ZoneInfo('Asia/Tehran')):%d %b %Y %H:%M:%S} +0330</pubDate></item>"
        for item in listed(host)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>پیک کارون</title><language>fa</language>{items}</channel></rss>'
    )


def rss_with_content(host: str) -> str:
    """Write an RSS feed that carries whole articles."""
    items = "".join(
        f"<item><title>{escape(item.title)}</title><link>/{item.published:%Y/%m}/{item.slug}</link><guid isPermaLink='false'>{item.slug}</guid>"
        f"<content:encoded>{escape(''.join(f'<p>{escape(text)}</p>' for text in item.text))}</content:encoded>"
        f"<pubDate>{item.published:%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for item in listed(host)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>مرايا الفرات</title><link>http://{host}/</link><language>ar</language>{items}</channel></rss>"
    )


def rdf(host: str) -> str:
    """Write an RSS 1.0 feed."""
    items = "".join(
        f'<item rdf:about="{item.url}"><title>{escape(item.title)}</title><link>{item.url}</link><description>{escape(summary(item))}'
        f"</description><dc:date>{item.published.isoformat()}</dc:date><dc:language>{item.language}</dc:language></item>"
        for item in listed(host)
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://{host}/"><title>Sirwan Wire</title></channel>{items}</rdf:RDF>'
    )


FEEDS: dict[tuple[str, str], Callable[[str], str]] = {
    ("twinriverspost.example", "/atom.xml"): atom,
    ("peykkarun.example", "/rss"): rss_without_guid,
    ("marayaalfurat.example", "/feed"): rss_with_content,
    ("sirwanwire.example", "/index.rdf"): rdf,
}


def links(items: list[Item]) -> str:
    """Write a list of links whose headlines name actors: furniture that must not be read as the article."""
    return "".join(f'<li><a href="{item.url}">{escape(item.title)}</a></li>' for item in items)


def body(item: Item, box: str) -> str:
    """Write an item's paragraphs, with a box between them that points to another article."""
    paragraphs = [f"<p>{escape(text)}</p>" for text in item.text]
    return "".join([*paragraphs[:2], box, *paragraphs[2:]])


def page(item: Item) -> str:
    """Write an item's page in its outlet's layout: menus, cookie bar, doubled caption, read-also box, most read, comments."""
    menu, most, also, cookies, comments, photo = WORDS[item.language]
    others = [other for other in load_items() if other.language == item.language and other is not item]
    nav = "".join(f'<li><a href="/{i}">{word}</a></li>' for i, word in enumerate(menu.split("|")))
    alt = escape(item.caption or "")
    figure = f'<figure><img src="/{photo}.jpg" alt="{alt}"><figcaption>{alt}</figcaption></figure>' if item.caption else ""
    side, box = (
        links(others[:5]),
        f'<div class="also"><b>{also}:</b> <a href="{others[5].url}">{escape(others[5].title)}</a></div>',
    )
    remarks = f'<section class="comments"><h3>{comments}</h3><p>{escape(others[6].text[0])}</p></section>'
    by = f'<div class="byline"><span class="author">{escape(item.author)}</span> <time datetime="{item.published.isoformat()}"></time></div>'
    if item.host == "sirwanwire.example":
        main = (
            f"<table><tr><td><b>{most}</b><ul>{side}</ul></td><td><h2>{escape(item.title)}</h2>{figure}<table><tr>"
            f'<td class="story">{body(item, box)}</td></tr></table>{remarks}</td></tr></table>'
        )
    elif item.host == "peykkarun.example":
        main = f'<h1>{escape(item.title)}</h1>{by}{figure}<div id="khabar">{body(item, box)}</div><div><h3>{most}</h3><ul>{side}</ul></div>{remarks}'
    else:
        box = f'<aside class="related">{box}</aside>'
        main = f"<main><article><h1>{escape(item.title)}</h1>{by}{figure}{body(item, box)}</article><aside><h3>{most}</h3><ul>{side}</ul></aside>{remarks}</main>"
    direction = "ltr" if item.language == "en" else "rtl"
    return (
        f'<!DOCTYPE html><html lang="{item.language}" dir="{direction}"><head><meta charset="utf-8"><title>{escape(item.title)}</title>'
        f'<link rel="canonical" href="{item.url}"></head><body><div class="cookies">{cookies}</div><nav><ul>{nav}</ul></nav>{main}'
        f"<footer><ul>{nav}</ul></footer></body></html>"
    )
