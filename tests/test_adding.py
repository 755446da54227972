"""`zagros feeds add`: what it shows of a feed before it is listed, what it refuses, and what a list holds afterwards."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractors.preview import guess_zone, preview
from extractors.records import Feed, Outlet, Page
from extractors.registry import ROOT, load_feeds, load_registry
from extractors.web import Web
from flows.adding import MOST_ASKED, Looked, NoFeed, look
from flows.listing import NotAdded, add_feed
from tests.newsroom import Newsroom
from tests.test_cli import CLEAN, ZAGROS, zagros

NOW = datetime(2026, 10, 2, 12, tzinfo=UTC)
WORDS = "التقى زعيم التيار الصدري مقتدى الصدر رئيس تحالف الفتح هادي العامري في النجف"
LISTED = """\
# Ours, by country.

# Iran
- {id: irna-en, outlet: irna, language: en, url: "https://en.irna.ir/rss", seen: "then"}  # a remark

# Iraq
- {id: shafaq-en, outlet: shafaq-news, language: en, url: "https://shafaq.com/rss/en", seen: "then"}
# asked for in vain
- {id: mawazin-ar, outlet: mawazin-news, language: ar, url: "https://www.mawazin.net/rss", off: "nobody"}

# Abroad
- {id: other, url: "https://other.example/rss"}
"""


def rss(*items: str, title: str = "شفق نيوز", language: str = "ar") -> str:
    return f'<rss version="2.0"><channel><title>{title}</title><language>{language}</language>{"".join(items)}</channel></rss>'


def item(number: int, date: str, title: str = WORDS) -> str:
    return f"<item><title>{title}</title><link>http://shafaq.com/a/{number}</link><pubDate>{date}</pubDate></item>"


HOURLY = rss(*(item(hour, f"Fri, 02 Oct 2026 {hour:02d}:30:00 +0300") for hour in range(14, 7, -1)))


def home(*hrefs: str) -> str:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{href}">' for href in hrefs)
    return f"<!doctype html><html><head>{links}</head><body>Home</body></html>"


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    (tmp_path / "feeds.yml").write_text(LISTED, encoding="utf-8")
    return tmp_path / "feeds.yml"


@pytest.fixture
def add(newsroom: Newsroom, feeds: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(url: str, *words: str) -> subprocess.CompletedProcess[str]:
        proxies = {"HTTP_PROXY": newsroom.address, "HTTPS_PROXY": newsroom.address}
        return zagros("feeds", "add", url, "--pace", "0", "--feeds", str(feeds), *words, **proxies)

    return run


def find(url: str, listed: list[Feed] | None = None, outlet: Outlet | None = None) -> Looked:
    return asyncio.run(look(url, Web(0, now=NOW), load_registry(), listed or [], outlet))


def test_a_front_page_is_previewed_and_saved_where_it_belongs(newsroom: Newsroom, feeds: Path, add: Any) -> None:
    newsroom.pages |= {"http://shafaq.com/": home("/rss/dead", "/rss/ar"), "http://shafaq.com/rss/ar": HOURLY}
    shown = add("http://shafaq.com/")
    assert (shown.returncode, shown.stderr, feeds.read_text(encoding="utf-8")) == (0, "", LISTED)
    said = " ".join(shown.stdout.split())
    for words in ("http://shafaq.com/rss/ar (declared)", "شفق نيوز", "shafaq-news (Shafaq News)", "ar (7) by the entries' words",
                  "Asia/Baghdad: the outlet's", "+03:00 (7)", "an entry every 60 min (median), 24 a day", "--save adds it to"):  # fmt: skip
        assert words in said
    assert said.count(WORDS) == 5
    saved = add("http://shafaq.com/", "--save", "--json")
    line = json.loads(saved.stdout)["added"]
    assert re.fullmatch(r'- \{id: shafaq-news-ar, outlet: shafaq-news, language: ar, url: "http://shafaq.com/rss/ar", seen: "7 entries came 20\d\d-\d\d-\d\d"\}', line)  # fmt: skip
    before, after = LISTED.split("\n# Abroad")
    assert feeds.read_text(encoding="utf-8") == f"{before}{line}\n\n# Abroad{after}"
    assert [feed.feed_id for feed in load_feeds(feeds, load_registry())[0]] == [
        "irna-en",
        "shafaq-en",
        "mawazin-ar",
        "shafaq-news-ar",
        "other",
    ]
    again = add("http://shafaq.com/", "--save", "--id", "other-id")
    assert again.returncode == 1
    assert f"{feeds}:10: http://shafaq.com/rss/ar is listed already, as shafaq-news-ar" in again.stderr


def test_several_feeds_must_be_chosen_from(newsroom: Newsroom, feeds: Path, add: Any) -> None:
    newsroom.pages |= {"http://shafaq.com/": home("/rss/ar", "/rss/ku"), "http://shafaq.com/rss/ar": HOURLY}
    newsroom.pages["http://shafaq.com/rss/ku"] = rss(
        item(1, "", "سەرۆکی حکوومەتی هەرێمی کوردستان لە هەولێر کۆبووەوە"), language="ku"
    )
    several = add("http://shafaq.com/", "--save")
    assert (several.returncode, "2 feeds were found: choose one with --only" in several.stderr) == (1, True)
    assert feeds.read_text(encoding="utf-8") == LISTED
    assert add("http://shafaq.com/", "--only", "3").returncode == 1
    chosen = add("http://shafaq.com/", "--only", "2", "--save", "--id", "shafaq-sorani", "--json")
    (facts,) = json.loads(chosen.stdout)["feeds"]
    assert (facts["language"], facts["declared"], facts["dated"], facts["newest"]) == ("ckb", {"ku": 1}, 0, None)
    assert '- {id: shafaq-sorani, outlet: shafaq-news, language: ckb, url: "http://shafaq.com/rss/ku"' in feeds.read_text(
        encoding="utf-8"
    )


def test_an_unknown_outlet_is_not_invented(newsroom: Newsroom, feeds: Path, add: Any) -> None:
    newsroom.pages["http://www.new.example/rss"] = HOURLY
    unknown = add("http://www.new.example/rss", "--save")
    assert unknown.returncode == 1
    assert "or add registry/outlets/new-example.yml" in unknown.stderr
    for line in ("name: new.example", "domains: [new.example]", "languages: [ar]", "# country: IQ"):
        assert re.search(rf"^{re.escape(line)}", unknown.stdout, re.M)
    assert feeds.read_text(encoding="utf-8") == LISTED
    assert add("http://www.new.example/rss", "--outlet", "no-such").returncode == 1
    assert add("http://www.new.example/rss", "--outlet", "shafaq-news", "--id", "new", "--save").returncode == 0
    assert '{id: new, outlet: shafaq-news, language: ar, url: "http://www.new.example/rss"' in feeds.read_text(encoding="utf-8")


def test_hostile_titles_cannot_steer_the_terminal(newsroom: Newsroom, add: Any) -> None:
    title = "\x1b]0;owned\x07\x9b31m\u202eevil [bold]x[/bold]"
    newsroom.pages["http://shafaq.com/rss"] = rss(
        item(1, "", f"<![CDATA[{title}]]>"), title=f"<![CDATA[{title}]]>", language="\x1b[2J"
    )
    shown = add("http://shafaq.com/rss")
    assert shown.returncode == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown.stdout + shown.stderr)
    assert shown.stdout.count("[bold]x[/bold]") == 2


def test_a_page_without_a_feed_says_what_was_asked(newsroom: Newsroom, add: Any) -> None:
    newsroom.pages |= {"http://shafaq.com/": home("/rss/ar"), "http://shafaq.com/feed/": home()}
    none = add("http://shafaq.com/", "--json")
    assert (none.returncode, none.stdout, len(none.stderr.strip().splitlines())) == (1, "", 1)
    assert "no feed is at http://shafaq.com/, nor at the 6 addresses" in none.stderr
    assert "http://shafaq.com/rss/ar: HTTP 404: Not Found" in none.stderr
    assert "http://shafaq.com/feed/: this is no feed: it begins with '<!doctype html>" in none.stderr
    assert "Traceback" not in none.stderr


def test_guesses_are_asked_only_where_nothing_that_is_offered_is_a_feed(newsroom: Newsroom) -> None:
    newsroom.pages |= {"http://shafaq.com/": home("/rss/ar"), "http://shafaq.com/rss.xml": HOURLY}
    (found,) = find("http://shafaq.com/").found
    assert (found.url, found.basis) == ("http://shafaq.com/rss.xml", "guessed")
    newsroom.asked.clear()
    newsroom.pages["http://shafaq.com/rss/ar"] = HOURLY
    assert [found.basis for found in find("http://shafaq.com/").found] == ["declared"]
    assert {url for url, _ in newsroom.asked} == {
        f"http://shafaq.com/{path}" for path in ("", "robots.txt", "rss/ar", "a/14")
    } - {"http://shafaq.com/a/14"}


def test_no_more_offers_are_asked_than_are_bearable(newsroom: Newsroom) -> None:
    newsroom.pages |= {"http://shafaq.com/": home(*(f"/rss/{i}" for i in range(30))), "http://shafaq.com/rss/0": HOURLY}
    looked = find("http://shafaq.com/")
    assert (len(looked.found), len(looked.failed), looked.left) == (1, MOST_ASKED - 1, 30 - MOST_ASKED)
    assert len(newsroom.asked) == MOST_ASKED + 2


def test_two_addresses_of_one_feed_are_one_and_a_move_for_good_is_followed(newsroom: Newsroom) -> None:
    newsroom.pages |= {
        "http://shafaq.com/": home("/old", "/now", "/rss/ar"),
        "http://shafaq.com/old": (301, {"Location": "/rss/ar"}, b""),
        "http://shafaq.com/now": (302, {"Location": "/rss/ar"}, b""),
        "http://shafaq.com/rss/ar": HOURLY,
    }
    assert [found.url for found in find("http://shafaq.com/").found] == ["http://shafaq.com/rss/ar"]
    assert find("http://shafaq.com/now").found[0].url == "http://shafaq.com/now"


@pytest.mark.parametrize(
    ("robots", "of_page"),
    [(404, "allowed"), ("User-agent: *\nDisallow: /a/\n", "forbidden"), ("User-agent: *\nDisallow: /b/\n", "allowed")],
)
def test_robots_txt_is_told_of_the_feed_and_of_its_pages(newsroom: Newsroom, robots: str | int, of_page: str) -> None:
    newsroom.pages |= {"http://shafaq.com/rss": HOURLY, "http://shafaq.com/robots.txt": robots}
    (found,) = find("http://shafaq.com/rss").found
    assert (found.robots, found.robots_of_page) == ("allowed", of_page)
    assert "http://shafaq.com/a/14" not in {url for url, _ in newsroom.asked}


def test_pages_of_another_host_have_that_hosts_robots_txt(newsroom: Newsroom) -> None:
    newsroom.pages |= {"http://feeds.example/rss": HOURLY, "http://shafaq.com/robots.txt": 503}
    (found,) = find("http://feeds.example/rss").found
    assert found.robots == "allowed"
    assert found.robots_of_page == "unreadable: HTTP 503: Service Unavailable"


@pytest.mark.parametrize(
    ("robots", "said"),
    [("User-agent: *\nDisallow: /\n", "robots.txt forbids it: if its publisher allows"), (500, "unreadable: HTTP 500")],
)
def test_an_address_that_may_not_be_asked_says_so(newsroom: Newsroom, robots: str | int, said: str) -> None:
    newsroom.pages |= {"http://shafaq.com/rss": HOURLY, "http://shafaq.com/robots.txt": robots}
    with pytest.raises(NoFeed, match=said):
        find("http://shafaq.com/rss")
    assert [url for url, _ in newsroom.asked] == ["http://shafaq.com/robots.txt"]


@pytest.mark.parametrize("url", ["ftp://shafaq.com/", "http://", "javascript:1", "http://127.0.0.1:9/rss"])
def test_what_is_no_address_of_the_web_is_refused(newsroom: Newsroom, url: str) -> None:
    with pytest.raises(NoFeed, match="cannot be read"):
        find(url)
    assert newsroom.asked == []


def test_markup_that_hangs_or_kills_its_reader_is_an_error_in_words(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.adding.offers_of", stuck)
    monkeypatch.setattr("flows.workers.SECONDS", 1.0)
    newsroom.pages["http://shafaq.com/"] = home("/rss")
    with pytest.raises(NoFeed, match="more than 1 s"):
        find("http://shafaq.com/")


def stuck(page: Page) -> None:
    while page:
        pass


def show(text: str, outlet: Outlet | None = None) -> Any:
    page = Page("http://x.example/rss", 200, "application/xml", text.encode())
    return preview(page, Feed("x", "x", page.url), outlet or Outlet("x", "X"), NOW)


def test_zones_are_what_the_dates_name() -> None:
    dates = (
        "Fri, 02 Oct 2026 10:00:00 GMT",
        "2026-10-02T10:00:00+03:30",
        "Fri, 02 Oct 2026 09:00:00 +0330",
        "2026-10-02 08:00:00",
        "",
    )
    shown = show(rss(*(item(i, date) for i, date in enumerate(dates))))
    assert (shown.entries, shown.dated) == (5, 4)
    assert shown.offsets == {"+03:30": 2, "+00:00": 1, "no zone": 1}
    assert guess_zone(shown.offsets, NOW)[0] == "Asia/Tehran"


@pytest.mark.parametrize(
    ("offsets", "zone", "why"),
    [
        ({"+03:00": 9}, "Asia/Baghdad", "a guess by +03:00, which Asia/Riyadh"),
        ({"no zone": 9, "+04:00": 1}, "Asia/Dubai", "a guess by +04:00"),
        ({"+00:00": 9}, None, "UTC"),
        ({"no zone": 9}, None, "no date names an offset"),
        ({"-05:00": 9}, None, "no zone of the region is at -05:00"),
    ],
)
def test_a_zone_is_guessed_and_called_a_guess(offsets: dict[str, int], zone: str | None, why: str) -> None:
    found, said = guess_zone(offsets, NOW)
    assert found == zone
    assert why in said


def test_the_pace_is_the_median_gap() -> None:
    moments = [NOW - timedelta(minutes=m) for m in (0, 10, 20, 300)]
    shown = show(rss(*(item(i, f"{moment:%a, %d %b %Y %H:%M:%S} GMT") for i, moment in enumerate(moments))))
    assert (shown.gap, shown.newest, shown.a_day) == (600, NOW, pytest.approx(3 * 24 / 5))
    alone = show(rss(item(1, "Fri, 02 Oct 2026 10:00:00 GMT")))
    assert (alone.gap, alone.a_day) == (None, None)
    empty = show(rss())
    assert (empty.entries, empty.newest, empty.language, empty.title) == (0, None, None, "شفق نيوز")


FEED = Feed("shafaq-ar", "shafaq-news", "https://shafaq.com/rss/ar", language="ar", seen="today")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "{}"),
        ("# none yet\n", "# none yet\n{}"),
        ('- {id: a, url: "http://a.example/"}', '- {id: a, url: "http://a.example/"}\n{}'),
        ('  - {id: a, url: "http://a.example/"}\n', '  - {id: a, url: "http://a.example/"}\n  {}'),
        ('- id: a  # one\n  url: "http://a.example/"\n# end\n', '- id: a  # one\n  url: "http://a.example/"\n# end\n{}'),
        (
            '- id: a\n  outlet: alsumaria\n  url: "http://a.example/"\n- {id: b, url: "http://b.example/"}\n',
            '- id: a\n  outlet: alsumaria\n  url: "http://a.example/"\n- {id: b, url: "http://b.example/"}\n{}',
        ),
        ('- {id: a, url: "http://a.example/"}\r\n# end\r\n', '- {id: a, url: "http://a.example/"}\r\n# end\r\n{}'),
    ],
)  # fmt: skip
def test_a_list_of_any_layout_keeps_every_character(tmp_path: Path, before: str, after: str) -> None:
    path, registry = tmp_path / "mine.yml", load_registry()
    path.write_text(before, encoding="utf-8", newline="")
    line = add_feed(FEED, path, registry)
    assert path.read_bytes().decode() == after.replace("{}", f"{line}\n")
    assert load_feeds(path, registry)[0][-1] == replace(FEED, title="Shafaq News")
    assert [found.name for found in tmp_path.iterdir()] == ["mine.yml"]


def test_a_list_that_cannot_take_a_line_is_left_as_it_is(tmp_path: Path) -> None:
    path, before = tmp_path / "mine.yml", '[{id: a, url: "http://a.example/"}]\n'
    path.write_text(before, encoding="utf-8")
    with pytest.raises(NotAdded, match=r"add this one yourself\n- \{id: shafaq-ar, outlet: shafaq-news"):
        add_feed(FEED, path, load_registry())
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (replace(FEED, feed_id="irna-en"), r"feeds.yml:4: the id irna-en is taken by https://en.irna.ir/rss: .* --id"),
        (replace(FEED, feed_id="Irna EN"), "'Irna EN' is no id"),
        (replace(FEED, url="http://www.shafaq.com/rss/en/"), r"feeds.yml:7: .* is listed already, as shafaq-en"),
    ],
)
def test_what_is_listed_already_is_refused_with_its_line(feeds: Path, feed: Feed, said: str) -> None:
    with pytest.raises(NotAdded, match=said):
        add_feed(feed, feeds, load_registry())
    assert feeds.read_text(encoding="utf-8") == LISTED


def test_a_link_to_a_list_stays_a_link_and_its_rights_stay(feeds: Path, tmp_path: Path) -> None:
    feeds.chmod(0o640)
    (tmp_path / "link.yml").symlink_to(feeds)
    add_feed(FEED, tmp_path / "link.yml", load_registry())
    assert (tmp_path / "link.yml").is_symlink()
    assert feeds.stat().st_mode & 0o777 == 0o640
    assert "shafaq-ar" in feeds.read_text(encoding="utf-8")


def test_the_list_that_ships_can_take_a_feed(tmp_path: Path) -> None:
    path, registry = tmp_path / "feeds.yml", load_registry()
    path.write_bytes((ROOT / "feeds.yml").read_bytes())
    feed = replace(FEED, feed_id="shafaq-fa", url="https://shafaq.com/rss/fa", language="fa")
    line = add_feed(feed, path, registry)
    lines = path.read_text(encoding="utf-8").splitlines()
    iraq, kurdistan = lines.index("# Iraq"), lines.index("# Kurdistan Region")
    assert iraq < lines.index(line) < kurdistan
    lines.remove(line)
    assert lines == (ROOT / "feeds.yml").read_text(encoding="utf-8").splitlines()


def test_an_empty_feed_is_listed_as_off(newsroom: Newsroom, feeds: Path, add: Any) -> None:
    newsroom.pages["http://shafaq.com/rss/fa"] = rss()
    assert add("http://shafaq.com/rss/fa", "--save").returncode == 0
    (feed,) = [feed for feed in load_feeds(feeds, load_registry())[0] if feed.url == "http://shafaq.com/rss/fa"]
    assert (feed.feed_id, feed.language, feed.seen) == ("shafaq-news", None, None)
    assert str(feed.off).startswith("no entries came when it was added 20")


@pytest.mark.parametrize(("typed", "listed"), [("y", True), ("n", False), ("", False)])
def test_a_person_at_a_terminal_is_asked(newsroom: Newsroom, feeds: Path, typed: str, listed: bool) -> None:
    newsroom.pages["http://shafaq.com/rss/ar"] = HOURLY
    command = [ZAGROS, "feeds", "add", "http://shafaq.com/rss/ar", "--pace", "0", "--feeds", str(feeds)]
    ours, theirs = pty.openpty()
    environment = {**CLEAN, "HTTP_PROXY": newsroom.address, "COLUMNS": "200"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT.parent, env=environment) as asked:
        os.close(theirs)
        said = b""
        while b"[y/N]" not in said:
            said += os.read(ours, 10_000)
        os.write(ours, f"{typed}\n".encode())
        assert asked.wait(60) == 0
    os.close(ours)
    assert ("shafaq-news-ar" in feeds.read_text(encoding="utf-8")) == listed
