"""The files of registry/ in, one checked Registry out; every problem of every file is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from extractors.feed import absolute, key
from extractors.records import Actor, ActorName, Feed, Outlet

PARSER = YAML(typ="safe")
ROOT = Path(__file__).resolve().parent.parent / "registry"
LANGUAGES = {"en", "fa", "ar", "ckb", "ku-latn"}
KINDS = {"person", "state", "government_body", "party", "coalition", "movement", "militia", "military", "religious_body"}
KINDS |= {"international_org", "company", "media_outlet", "mission"}
STRENGTHS = {"names": "strong", "weak": "weak", "never": "never"}
ACTOR_KEYS = {"kind", "name", "side", "wikidata", "parent", "active", "note", *STRENGTHS}
OUTLET_KEYS = {"domains", "languages", "country", "owner", "leaning", "zone", "page"}
PAGE_KEYS = {"select", "prune", "captions"}
FEED_KEYS = {"id", "url", "outlet", "title", "language"}
# Capitals' zones for outlets whose file names none: a feed's zoneless date is local time where it is written.
ZONES = {"IR": "Asia/Tehran", "IQ": "Asia/Baghdad", "IQ-KRG": "Asia/Baghdad", "SA": "Asia/Riyadh", "LB": "Asia/Beirut"}
ZONES |= {"TR": "Europe/Istanbul", "SY": "Asia/Damascus", "QA": "Asia/Qatar", "AE": "Asia/Dubai"}


class RegistryError(ValueError):
    """The registry cannot be used; the text lists every problem with its file."""


class UnknownFeed(ValueError):
    """A feed was named that no list holds."""


@dataclass(frozen=True)
class Registry:
    """Everything that people know and files hold: who acts, how they are named, who publishes, what walls say."""

    actors: dict[str, Actor] = field(default_factory=dict)
    names: tuple[ActorName, ...] = ()
    outlets: dict[str, Outlet] = field(default_factory=dict)
    walls: tuple[str, ...] = ()

    def outlet_of(self, url: str) -> Outlet | None:
        """Find the outlet that publishes at an address, by the longest domain that fits."""
        host = urlsplit(url).netloc.lower().split(":")[0]
        labels = host.split(".")
        owners = {domain: outlet for outlet in self.outlets.values() for domain in outlet.domains}
        return next((owners[d] for i in range(len(labels)) if (d := ".".join(labels[i:])) in owners), None)


def load_yaml(path: Path) -> Any:
    """Read one YAML 1.2 file, refusing duplicate keys; raises RegistryError with file and line."""
    try:
        return PARSER.load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RegistryError(f"{path}:{line}: {error.problem}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path}: cannot be read: {error}") from error


def load_files(folders: Iterable[Path]) -> tuple[dict[str, tuple[Path, dict[str, Any]]], list[str]]:
    """Read all actor and outlet files; a later folder's file adds to an earlier one of its name, key by key."""
    files: dict[str, tuple[Path, dict[str, Any]]] = {}
    problems: list[str] = []
    for path in (
        p for folder in folders for kind in ("people", "groups", "outlets") for p in sorted((folder / kind).glob("*.yml"))
    ):
        try:
            found = load_yaml(path)
            if not isinstance(found, dict):
                raise RegistryError(f"{path}: this file must hold keys and values, see registry/README.md")
        except RegistryError as error:
            problems.append(str(error))
            continue
        known = files.get(path.stem, (path, {}))[1]
        files[path.stem] = (path, {**known, **found})
    return files, problems


def problems_of(path: Path, found: dict[str, Any]) -> Iterator[str]:
    """Tell what is wrong with one file taken alone."""
    outlet = path.parent.name == "outlets"
    for unknown in found.keys() - ACTOR_KEYS - (OUTLET_KEYS if outlet else set()):
        yield f"{path}: unknown key {unknown!r}; known are {', '.join(sorted(ACTOR_KEYS | (OUTLET_KEYS if outlet else set())))}"
    if not isinstance(found.get("name"), str):
        yield f"{path}: `name` is missing: how our reports call this actor"
    if not outlet and found.get("kind") not in KINDS:
        yield f"{path}: `kind` is {found.get('kind')!r}; it must be one of {', '.join(sorted(KINDS))}"
    for strength in STRENGTHS.keys() & found.keys():
        yield from problems_of_names(path, strength, found[strength])
    if not is_zone(found.get("zone", "UTC")):
        yield f"{path}: `zone` {found['zone']!r} is no IANA time zone, such as Asia/Tehran"
    for unknown in (found.get("page") or {}).keys() - PAGE_KEYS:
        yield f"{path}: unknown key {unknown!r} under `page`; known are {', '.join(sorted(PAGE_KEYS))}"


def is_zone(name: Any) -> bool:
    """Tell whether a name is an IANA time zone that this machine knows."""
    try:
        return bool(ZoneInfo(name))
    except (ValueError, OSError, TypeError, LookupError):
        return False


def problems_of_names(path: Path, strength: str, names: Any) -> Iterator[str]:
    """Tell what is wrong with one list of names by language."""
    if not isinstance(names, dict):
        yield f"{path}: `{strength}` must hold languages, each with a list of names"
        return
    for language, listed in names.items():
        if language not in LANGUAGES:
            yield f"{path}: `{strength}` has an unknown language {language!r}; known are {', '.join(sorted(LANGUAGES))}"
        if not isinstance(listed, list) or not all(isinstance(name, str) and name.strip() for name in listed):
            yield f"{path}: `{strength}: {language}` must be a list of names"


def problems_between(files: dict[str, tuple[Path, dict[str, Any]]]) -> Iterator[str]:
    """Tell what is wrong between files: unknown parents, and strong names that two actors own."""
    owner: dict[str, str] = {}
    for actor_id, (path, found) in files.items():
        if (parent := found.get("parent")) and parent not in files:
            yield f"{path}: `parent` {parent!r} is no file of the registry"
        for name in {name for names in (found.get("names") or {}).values() for name in names}:
            if owner.setdefault(name, actor_id) != actor_id:
                yield f"{path}: the name {name!r} belongs to {owner[name]} as well; make it weak in one of them"


def make_actor(actor_id: str, found: dict[str, Any]) -> Actor:
    """Make the record of an actor from its file."""
    active = found.get("active") or {}
    since, until = (str(active[end]) if active.get(end) is not None else None for end in ("from", "to"))
    return Actor(
        actor_id=actor_id,
        name=found["name"],
        kind=found.get("kind", "media_outlet"),
        side=found.get("side"),
        wikidata=found.get("wikidata"),
        parent=found.get("parent"),
        active_from=since,
        active_to=until,
        note=found.get("note"),
    )


def make_names(actor_id: str, found: dict[str, Any]) -> Iterator[ActorName]:
    """Make the records of an actor's names from its file."""
    for part, strength in STRENGTHS.items():
        for language, names in (found.get(part) or {}).items():
            yield from (ActorName(actor_id, name, language, strength) for name in names)


def make_outlet(outlet_id: str, found: dict[str, Any]) -> Outlet:
    """Make the record of an outlet from its file."""
    country, page = found.get("country"), found.get("page") or {}
    return Outlet(
        outlet_id=outlet_id,
        name=found["name"],
        domains=tuple(found.get("domains") or ()),
        languages=tuple(found.get("languages") or ()),
        country=country,
        owner=found.get("owner"),
        leaning=found.get("leaning"),
        zone=found.get("zone") or ZONES.get(country or "", "UTC"),
        select=tuple(page.get("select") or ()),
        prune=tuple(page.get("prune") or ()),
        captions=page.get("captions", "figcaption"),
    )


def load_registry(root: Path = ROOT, overlays: Iterable[Path] = ()) -> Registry:
    """Load registry/ and the folders laid over it; raises RegistryError that lists all problems at once."""
    folders = [root, *overlays]
    missing = [f"{folder}: no such folder" for folder in folders if not folder.is_dir()]
    files, problems = load_files(folders)
    problems += missing + [problem for path, found in files.values() for problem in problems_of(path, found)]
    if not problems:
        problems += problems_between(files)
    if problems:
        raise RegistryError("the registry has problems:\n" + "\n".join(f"  {problem}" for problem in problems))
    walls = (load_yaml(path) for folder in folders for path in sorted((folder / "lexicon").glob("walls.yml")))
    outlets = {i: make_outlet(i, found) for i, (path, found) in files.items() if path.parent.name == "outlets"}
    return Registry(
        actors={i: make_actor(i, found) for i, (_, found) in files.items() if found.get("names") or i not in outlets},
        names=tuple(name for i, (_, found) in files.items() for name in make_names(i, found)),
        outlets=outlets,
        walls=tuple(phrase.lower() for wall in walls for phrases in wall.values() for phrase in phrases),
    )


def read_opml(path: Path) -> list[dict[str, Any]]:
    """Read the outlines of an OPML 2.0 file as feed descriptions; raises RegistryError."""
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, etree.XMLSyntaxError) as error:
        raise RegistryError(f"{path}: no OPML: {error}") from error
    outlines = (outline.attrib for outline in root.iter("outline") if outline.get("xmlUrl"))
    return [{"url": o["xmlUrl"], "title": o.get("title") or o.get("text"), "language": o.get("language")} for o in outlines]


def slug(text: str) -> str:
    """Make a file-name-like id of an address or title."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def feed_id_of(url: str) -> str:
    """Name a feed that has no name of its own: its host and, for uniqueness, a hash of its address."""
    return f"{slug(urlsplit(url).netloc.removeprefix('www.'))}-{key(url) % 0xFFFF:04x}"


def load_feeds(path: Path, registry: Registry) -> tuple[list[Feed], dict[str, Outlet]]:
    """Load a list of feeds (project YAML or OPML) with the outlets that answer there, known ones or made of the list.

    Raises RegistryError that names every wrong line's feed.
    """
    listed = read_opml(path) if path.suffix.lower() in (".opml", ".xml") else load_yaml(path)
    if not isinstance(listed, list):
        raise RegistryError(f"{path}: this file must be a list of feeds, each with id, url and outlet")
    if problems := list(problems_of_feeds(path, listed, registry)):
        raise RegistryError("the feeds have problems:\n" + "\n".join(f"  {problem}" for problem in problems))
    feeds, outlets = [], {}
    for item in listed:
        outlet = registry.outlets.get(item.get("outlet", "")) or registry.outlet_of(item["url"])
        if outlet is None:
            host = urlsplit(item["url"]).netloc.lower().removeprefix("www.")
            outlet = Outlet(slug(host), item.get("title") or host, domains=(host,))
        outlets[outlet.outlet_id] = outlet
        feed_id = item.get("id") or feed_id_of(item["url"])
        feeds.append(Feed(feed_id, outlet.outlet_id, item["url"], item.get("title") or outlet.name, item.get("language")))
    return feeds, outlets


def choose_named(feeds: list[Feed], only: list[str] | None) -> list[Feed]:
    """Choose the feeds named, or all where none is; raises UnknownFeed for a name that no feed has."""
    ids = {feed.feed_id for feed in feeds}
    if unknown := [name for name in only or () if name not in ids]:
        raise UnknownFeed(f"no feed is called {', '.join(unknown)}: `zagros feeds` lists their ids")
    return [feed for feed in feeds if not only or feed.feed_id in only]


def problems_of_feeds(path: Path, listed: list[Any], registry: Registry) -> Iterator[str]:
    """Tell what is wrong with a list of feeds."""
    seen: set[str] = set()
    for number, item in enumerate(listed, 1):
        where = f"{path}: feed {number}"
        if not isinstance(item, dict) or absolute("", str(item.get("url", ""))) is None:
            yield f"{where}: it needs a `url` that begins with http:// or https://"
            continue
        for unknown in item.keys() - FEED_KEYS:
            yield f"{where}: unknown key {unknown!r}; known are {', '.join(sorted(FEED_KEYS))}"
        if (outlet := item.get("outlet")) and outlet not in registry.outlets:
            yield f"{where}: outlet {outlet!r} is no file of registry/outlets"
        feed_id = item.get("id") or feed_id_of(item["url"])
        if feed_id in seen:
            yield f"{where}: the id {feed_id!r} stands twice"
        seen.add(feed_id)
