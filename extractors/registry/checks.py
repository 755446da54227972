"""What the registry's files hold in, every problem out: one line each, with file and line and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from extractors.dates import first_day
from extractors.registry.files import Files, line_of
from extractors.script import fold_word

LANGUAGES = {"en", "fa", "ar", "ckb", "ku-latn"}
KINDS = {"person", "state", "government_body", "party", "coalition", "movement", "militia", "military", "religious_body"}
KINDS |= {"international_org", "company", "mission"}
ACTOR_KEYS = {"kind", "name", "side", "wikidata", "parent", "active", "note", "names", "weak", "never", "seen"}
KEYS = {
    "people": ACTOR_KEYS,
    "groups": ACTOR_KEYS,
    "outlets": (ACTOR_KEYS - {"kind", "side"}) | {"domains", "languages", "country", "owner", "leaning", "zone", "page"},
    "offices": {"name", "wikidata", "names", "organ", "holders", "note", "seen"},
    "places": {"kind", "name", "country", "wikidata", "point", "precision", "names", "note"},
}
# Lexicons of what pages say that are no article, or not the whole of one, and the code of reason for such a page.
SIGNS = {"walls": "paywall", "consents": "consent", "challenges": "challenge", "missing": "missing"}
LEXICONS = {*SIGNS, "common", "titles", "former", "deputies", "place", "organ", "demonyms", "given_names", "belongings"}
LEXICONS |= {"towards", "travel", "and", "modified", "reports", "group_words", "naming"}
# As in extractors.spelling, which stands on this package: capitals of at most six letters are an acronym.
ACRONYM = 6
PAGE_KEYS = {"select", "prune", "captions"}
HOLDER_KEYS = {"actor", "from", "to", "uncertain"}
SHAPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(
        ("kind", "name", "side", "wikidata", "parent", "owner", "organ", "note", "country", "leaning", "zone", "precision"),
        (lambda found: isinstance(found, str), "text: put it in quotation marks if it is a number"),
    ),
    **dict.fromkeys(("domains", "languages"), (lambda found: is_list_of(found, str), "a list of texts")),
    "holders": (lambda found: is_list_of(found, dict), "a list of {actor: ..., from: ..., to: ...}"),
    "page": (lambda found: isinstance(found, dict), "{select: [...], prune: [...], captions: ...}"),
    "point": (lambda found: is_list_of(found, (int, float)) and len(found) == 2, "[latitude, longitude]"),
}
BY_LANGUAGE = ("names", "weak", "never", "seen")


def problems_of(files: Files) -> list[str]:
    """Find all problems of all files."""
    alone = [p for room, found in files.rooms.items() for i in found for p in problems_of_file(files, room, i)]
    alone += [p for name, found in files.words.items() for p in problems_of_lexicon(files.paths["lexicon", name], found)]
    # What stands between files is only worth saying of files that are whole.
    return [*files.problems, *alone] or [*problems_between(files), *problems_of_words(files)]


def problems_of_file(files: Files, room: str, name: str) -> Iterator[str]:
    """Tell what is wrong with one file taken alone."""
    path, found = files.paths[room, name], files.rooms[room][name]
    if wrong := list(problems_of_shapes(path, found)):
        yield from wrong
        return
    for unknown in found.keys() - KEYS[room]:
        yield f"{line_of(path, f'{unknown}:')}: unknown key {unknown!r}; known are {', '.join(sorted(KEYS[room]))}"
    if not isinstance(found.get("name"), str):
        yield f"{path}: `name` is missing: how our reports call it"
    if room in ("people", "groups") and found.get("kind") not in KINDS:
        yield f"{line_of(path, 'kind:')}: `kind` is {found.get('kind')!r}; it must be one of {', '.join(sorted(KINDS))}"
    for part in BY_LANGUAGE:
        if part in found:
            yield from problems_of_names(path, part, found[part])
    yield from problems_of_period(path, found.get("active") or {}, "active")
    if not is_zone(found.get("zone", "UTC")):
        yield f"{line_of(path, 'zone:')}: `zone` {found['zone']!r} is no IANA time zone, such as Asia/Tehran"
    for unknown in (found.get("page") or {}).keys() - PAGE_KEYS:
        yield f"{line_of(path, unknown)}: unknown key {unknown!r} under `page`; known are {', '.join(sorted(PAGE_KEYS))}"
    if room == "offices":
        yield from problems_of_holders(files, path, found.get("holders") or [])


def is_list_of(found: Any, kind: type | tuple[type, ...]) -> bool:
    """Tell whether something is a list of one kind of things."""
    return isinstance(found, list) and all(isinstance(one, kind) for one in found)


def problems_of_shapes(path: Path, found: dict[str, Any]) -> Iterator[str]:
    """Tell which keys hold something of the wrong shape: what else is said of a file stands on these."""
    for key, (fits, must) in SHAPES.items():
        if found.get(key) is not None and not fits(found[key]):
            yield f"{line_of(path, f'{key}:')}: `{key}` must be {must}"


def problems_of_lexicon(path: Path, found: dict[str, Any]) -> Iterator[str]:
    """Tell what is wrong with a lexicon: an unknown name or language, words that are no words, a demonym without its side."""
    if path.stem not in LEXICONS:
        yield f"{path}: no lexicon is called {path.stem!r}; known are {', '.join(sorted(LEXICONS))}"
    for language, words in found.items():
        where = line_of(path, f"{language}:")
        if language not in LANGUAGES:
            yield f"{where}: unknown language {language!r}; known are {', '.join(sorted(LANGUAGES))}"
        if not isinstance(words, list) or not all(isinstance(word, str) and is_word(word) for word in words):
            yield f"{where}: {language!r} must hold a list of words"
        elif path.stem == "demonyms" and not all(len(word.split(" ", 1)) == 2 for word in words):
            yield f"{where}: each demonym is a side and a word, such as `IR Iranian`"


def is_word(text: str) -> bool:
    """Tell whether anything of a word is left when it is folded."""
    return any(char.isalnum() for char in fold_word(text))


def is_zone(name: Any) -> bool:
    """Tell whether a name is an IANA time zone that this machine knows."""
    try:
        return bool(ZoneInfo(name))
    except (ValueError, OSError, TypeError, LookupError):
        return False


def problems_of_names(path: Path, part: str, names: Any) -> Iterator[str]:
    """Tell what is wrong with one list of names by language."""
    if not isinstance(names, dict):
        yield f"{line_of(path, f'{part}:')}: `{part}` must hold languages, each with a list of names"
        return
    for language, listed in names.items():
        where = line_of(path, f"{language}:", f"{part}:")
        if language not in LANGUAGES:
            yield f"{where}: `{part}` has an unknown language {language!r}; known are {', '.join(sorted(LANGUAGES))}"
        if not isinstance(listed, list) or not all(isinstance(name, str) and is_word(name) for name in listed):
            yield f"{where}: `{part}: {language}` must be a list of names with letters or digits"


def problems_of_period(path: Path, period: Any, what: str) -> Iterator[str]:
    """Tell what is wrong with a period of two dates."""
    if not isinstance(period, dict) or (what == "active" and period.keys() - {"from", "to"}):
        yield f"{line_of(path, what)}: `{what}` must be {{from: ..., to: ...}}"
        return
    try:
        since, until = (first_day(period[end]) if period.get(end) else None for end in ("from", "to"))
    except (ValueError, TypeError):
        yield f"{line_of(path, what)}: {period} has a date that is neither a year, a month nor a day"
        return
    if since and until and until < since:
        yield f"{line_of(path, str(period['to']))}: {what} ends ({period['to']}) before it begins ({period['from']})"


def problems_of_holders(files: Files, path: Path, holders: list[dict[str, Any]]) -> Iterator[str]:
    """Tell what is wrong with the holders of an office: unknown actors, reversed dates, two at once."""
    periods = []
    for number, holder in enumerate(holders):
        where = line_of(path, "actor:", "holders:", number)
        if not isinstance(holder.get("actor"), str):
            yield f"{where}: a holder needs an `actor`"
            continue
        for unknown in holder.keys() - HOLDER_KEYS:
            yield f"{where}: unknown key {unknown!r}; known are {', '.join(sorted(HOLDER_KEYS))}"
        if not any(holder.get("actor") in files.rooms[room] for room in ("people", "groups")):
            yield f"{where}: the holder {holder.get('actor')!r} is no actor of the registry"
        wrong = list(problems_of_period(path, holder, "holders"))
        yield from wrong
        if not wrong:
            since = first_day(holder["from"]) if holder.get("from") else date.min
            until = first_day(holder["to"]) if holder.get("to") else date.max
            periods.append((since, until, holder["actor"], number))
    for (_, until, one, _), (since, _, other, number) in pairwise(sorted(periods)):
        if since < until:
            yield f"{line_of(path, 'actor:', 'holders:', number)}: {one} and {other} hold this office at once from {since}"


def problems_between(files: Files) -> Iterator[str]:
    """Tell what is wrong between files: unknown parents, one id twice, strong names that two actors own."""
    actors = {i: room for room in ("people", "groups", "outlets") for i in files.rooms[room]}
    for office_id, found in files.rooms["offices"].items():
        if (named := found.get("organ")) and named not in actors:
            yield f"{line_of(files.paths['offices', office_id], 'organ:')}: `organ` {named!r} is no file of the registry"
    owners: dict[tuple[str, bool], dict[str, str]] = defaultdict(dict)
    for room in ("people", "groups", "outlets"):
        for actor_id, found in files.rooms[room].items():
            path = files.paths[room, actor_id]
            if actors[actor_id] != room:
                yield f"{path}: the id {actor_id} is taken by {files.paths[actors[actor_id], actor_id]}"
            for part in ("parent", "owner"):
                if (named := found.get(part)) and named not in actors:
                    yield f"{line_of(path, f'{part}:')}: `{part}` {named!r} is no file of the registry"
            for name in {name for names in (found.get("names") or {}).values() for name in names}:
                acronym = name.isupper() and len(name) <= ACRONYM
                for spelling in (name, name.replace("\u200c", " ")):
                    owners[fold_word(spelling), acronym].setdefault(actor_id, name)
            yield from problems_of_twofold(path, found)
    yield from problems_of_offices(files, {spelling for spelling, _ in owners})
    for owned in owners.values():
        if len(owned) > 1:
            one, other, *_ = owned
            where = line_of(files.paths[actors[other], other], owned[other])
            yield f"{where}: the name {owned[other]!r} belongs to {one} as well; make it weak in one of them"


def problems_of_twofold(path: Path, found: dict[str, Any]) -> Iterator[str]:
    """Tell which names one file holds twice in parts that contradict each other."""
    parts = {
        part: {(lang, fold_word(n)): n for lang, names in (found.get(part) or {}).items() for n in names}
        for part in ("names", "weak", "never")
    }
    for one, other in (("names", "weak"), ("names", "never"), ("weak", "never")):
        for both in sorted(parts[one].keys() & parts[other].keys()):
            where = line_of(path, parts[other][both], f"{other}:")
            yield f"{where}: {parts[other][both]!r} stands under `{one}` and under `{other}`: take one away"


def problems_of_offices(files: Files, strong: set[str]) -> Iterator[str]:
    """Tell which names of offices mean two offices, or an actor as well."""
    owners: dict[str, str] = {}
    for office, found in files.rooms["offices"].items():
        for name in {name for names in (found.get("names") or {}).values() for name in names}:
            where, folded = line_of(files.paths["offices", office], name, "names:"), fold_word(name)
            if (other := owners.setdefault(folded, office)) != office:
                yield f"{where}: {name!r} names the office {other} as well: leave it to one of them"
            if folded in strong:
                yield f"{where}: {name!r} is an actor's name as well: take it from the actor or from the office"


def problems_of_words(files: Files) -> Iterator[str]:
    """Tell which strong names are common words of their language (lexicon/common.yml)."""
    common = {(language, fold_word(word)) for language, words in files.words.get("common", {}).items() for word in words}
    for room in ("people", "groups", "outlets"):
        for actor_id, found in files.rooms[room].items():
            for language, name in ((lang, name) for lang, names in (found.get("names") or {}).items() for name in names):
                if (language, fold_word(name)) in common and not name.isupper():
                    yield f"{line_of(files.paths[room, actor_id], name)}: {name!r} is also a common word; make it weak"
