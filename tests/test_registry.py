"""The registry: what is in it, and how it refuses what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.registry import ROOT, RegistryError, load_feeds, load_registry, read_opml
from flows.opml import add_feeds, write_opml


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_projects_own_registry_is_whole() -> None:
    registry = load_registry()
    feeds, outlets = load_feeds(ROOT / "feeds.yml", registry)
    assert len(registry.actors) >= 60
    assert {"en", "fa", "ar"} <= {name.language for name in registry.names if name.actor_id == "muqtada-al-sadr"}
    assert {feed.outlet_id for feed in feeds} == set(outlets)
    assert all(outlet.domains or outlet.outlet_id in ("bbc-persian", "bbc-arabic", "dw-persian") for outlet in outlets.values())


def test_every_feed_that_ships_was_seen_working_or_is_off() -> None:
    feeds, _ = load_feeds(ROOT / "feeds.yml", load_registry())
    polled = [feed for feed in feeds if not feed.off]
    assert len(polled) >= 60
    assert {"en", "fa", "ar", "ckb"} <= {feed.language for feed in polled}
    assert [feed.feed_id for feed in feeds if bool(feed.seen) == bool(feed.off)] == []


def test_tells_all_problems_at_once_with_their_files(tmp_path: Path) -> None:
    write(tmp_path, "people/a.yml", "kind: person\nname: A\nnmae: B\nnames: {en: [Same]}\n")
    write(tmp_path, "people/b.yml", "kind: wizard\nname: B\nnames: {xx: [B]}\nweak: {en: B}\n")
    write(tmp_path, "people/c.yml", "kind: person\nname: C\nname: D\n")
    write(tmp_path, "people/d.yml", "- no\n- keys\n")
    write(tmp_path, "outlets/e.yml", "name: E\nzone: Asia/Nowhere\npage: {selekt: [x]}\n")
    with pytest.raises(RegistryError) as problem:
        load_registry(tmp_path)
    told = str(problem.value)
    for words in (
        "a.yml:3: unknown key 'nmae'",
        "'wizard'",
        "unknown language 'xx'",
        "`weak: en` must be a list",
        "c.yml:3",
        "d.yml",
        "Asia/Nowhere",
        "'selekt'",
    ):
        assert words in told


def test_refuses_a_strong_name_of_two_actors_and_an_unknown_parent(tmp_path: Path) -> None:
    write(tmp_path, "people/a.yml", "kind: person\nname: A\nnames: {en: [Same]}\n")
    write(tmp_path, "people/b.yml", "kind: person\nname: B\nparent: nobody\nnames: {en: [Same]}\n")
    with pytest.raises(RegistryError, match=r"'nobody'.*(.|\n)*'Same' belongs to a"):
        load_registry(tmp_path)


PERSON = "kind: person\nname: A\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("offices/x.yml", "name: X\nholders: nobody\n", "x.yml:2: `holders` must be a list"),
        ("offices/x.yml", "name: X\nholders: [a]\n", "`holders` must be a list"),
        ("offices/x.yml", "name: X\nholders:\n  - {from: '2003'}\n", "a holder needs an `actor`"),
        ("offices/x.yml", "name: X\norgan: nobody\n", "`organ` 'nobody' is no file"),
        ("people/a.yml", PERSON + "note: 2003\n", "a.yml:3: `note` must be text"),
        ("people/a.yml", PERSON + "side: [IR]\n", "`side` must be text"),
        ("people/a.yml", PERSON + "active: {since: '2003'}\n", "`active` must be {from"),
        ("people/a.yml", PERSON + "names:\n  en: ['-']\n", "with letters or digits"),
        ("people/a.yml", PERSON + "names: {en: [Omar A]}\nnever: {en: [Omar A]}\n", "under `names` and under `never`"),
        ("people/a.yml", PERSON + "names:\n  en:\n    - Ok\nweak:\n  en: Bad\n", "a.yml:7: `weak: en` must be a list"),
        ("people/A b.yml", PERSON, "the file's name is its id"),
        ("people/a.yaml", PERSON, "this file is not read"),
        ("person/a.yml", PERSON, "this file is not read"),
        ("people/a.yml", "kind: person\nname: \x07\n", "cannot be read"),
        ("outlets/a.yml", "name: A\ndomains: example.com\n", "`domains` must be a list"),
        ("places/a.yml", "name: A\nkind: city\npoint: [1]\n", "`point` must be [latitude, longitude]"),
        ("lexicon/common.yml", "en: in\n", "must hold a list of words"),
        ("lexicon/demonyms.yml", "en: [Iraqi]\n", "each demonym is a side and a word"),
        ("lexicon/comon.yml", "en: [in]\n", "no lexicon is called 'comon'"),
    ],
)
def test_tells_what_editors_get_wrong(tmp_path: Path, name: str, text: str, told: str) -> None:
    write(tmp_path, name, text)
    with pytest.raises(RegistryError) as problem:
        load_registry(tmp_path)
    assert told in str(problem.value)


def test_refuses_one_id_twice_and_names_that_contradict_each_other(tmp_path: Path) -> None:
    write(tmp_path, "people/iran/a.yml", PERSON)
    write(tmp_path, "people/iraq/a.yml", PERSON)
    with pytest.raises(RegistryError, match="the id a is taken by"):
        load_registry(tmp_path)
    (tmp_path / "people" / "iraq" / "a.yml").unlink()
    write(tmp_path, "people/b.yml", PERSON + "names: {fa: [کتاب‌خانه]}\n")
    write(tmp_path, "people/c.yml", PERSON + "names: {fa: [کتاب خانه]}\n")
    for office in ("x", "y"):
        write(tmp_path, f"offices/{office}.yml", f"name: {office}\nnames: {{en: [Head of It]}}\n")
    with pytest.raises(RegistryError) as problem:
        load_registry(tmp_path)
    assert "belongs to b as well" in str(problem.value)
    assert "names the office x as well" in str(problem.value)


def test_an_overlay_adds_to_a_file_of_the_same_name(tmp_path: Path) -> None:
    write(tmp_path, "outlets/tehran-times.yml", "page: {select: [.body], prune: [aside]}\n")
    plain, laid = load_registry(), load_registry(overlays=[tmp_path])
    assert (laid.outlets["tehran-times"].name, laid.outlets["tehran-times"].select) == (
        plain.outlets["tehran-times"].name,
        (".body",),
    )
    with pytest.raises(RegistryError, match="no such folder"):
        load_registry(overlays=[tmp_path / "gone"])


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://fa.shafaqna.com/news/1", "shafaqna"),
        ("http://www.irna.ir/rss", "irna"),
        ("http://notirna.ir/", None),
        ("http://irna.ir.evil.example/", None),
        ("https://WWW.Tehrantimes.com:443/x", "tehran-times"),
    ],
)
def test_finds_the_outlet_of_an_address(url: str, outlet: str | None) -> None:
    found = load_registry().outlet_of(url)
    assert (found and found.outlet_id) == outlet


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("feeds: 1\n", "must be a list"),
        ("- {id: a}\n", "feed 1: it needs a `url`"),
        ("- {url: 'ftp://a.example/'}\n", "feed 1"),
        ("- {url: 'http://a.example/', colour: red}\n", "unknown key 'colour'"),
        ("- {url: 'http://a.example/', outlet: nobody}\n", "'nobody'"),
        ("- {id: a, url: 'http://a.example/'}\n- {id: a, url: 'http://b.example/'}\n", "stands twice"),
        ("- {id: a, id: b}\n", "feeds.yml:1"),
        ("- {id: 5, url: 'http://a.example/', title: 2020}\n", "`id`, `title` must be text"),
        ("- {url: 'http://a.example/', off: true}\n", "`off` must be text"),
        (
            "- {id: a, url: 'http://a.example/'}\n- {id: b, url: 'http://a.example/'}\n",
            "the address http://a.example/ stands twice",
        ),
        ("", "must be a list"),
    ],
)
def test_refuses_wrong_feeds_in_words(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path, "feeds.yml", text)
    with pytest.raises(RegistryError) as problem:
        load_feeds(path, load_registry())
    assert words in str(problem.value)


def test_opml_goes_out_and_comes_back(tmp_path: Path) -> None:
    registry = load_registry()
    feeds, _ = load_feeds(ROOT / "feeds.yml", registry)
    opml = write(tmp_path, "feeds.opml", write_opml(feeds))
    assert [(o["url"], o["language"]) for o in read_opml(opml)] == [(f.url, f.language) for f in feeds]
    mine = tmp_path / "feeds.yml"
    assert (add_feeds(opml, mine, registry), add_feeds(opml, mine, registry)) == (len(feeds), 0)
    again, _ = load_feeds(mine, registry)
    assert {f.url for f in again} == {f.url for f in feeds}


def test_no_entity_of_an_opml_file_is_opened(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret", "secret")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    body = f'{doctype}<opml><body><outline xmlUrl="http://a.example/" text="t"/>&e;</body></opml>'
    (feed,) = read_opml(write(tmp_path, "x.opml", body))
    assert "secret" not in str(feed)
    with pytest.raises(RegistryError, match="no OPML"):
        read_opml(write(tmp_path, "y.opml", "<opml"))
