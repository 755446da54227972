"""The files of registry/ in, their contents out: YAML read once and remembered by content, problems with file and line."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

ROOT = Path(__file__).resolve().parent.parent.parent / "registry"
# Reading a thousand YAML files takes a second, reading their contents from one JSON file a fiftieth of it.
CACHE = ROOT.parent / ".cache"
# Contents of so many folders are remembered: two a folder laid over the registry.
REMEMBERED = 16
PARSER = YAML(typ="safe")
CHECKS = Path(__file__).with_name("checks.py")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ROOMS = ("people", "groups", "outlets", "offices", "places")
# What stands in lexicon/en and the like tells events (registry/README.md); some of its files are lists of entries.
GRAMMARS = ("triggers", "grammar", "speech", "people", "alignments", "dates")
LISTS = ("triggers", "alignments")
# What kinds of events there are is read apart (extractors/ontology.py), from the registry itself and no folder laid over it.
ONTOLOGIES = ("plover", "alignments")


class RegistryError(ValueError):
    """The registry cannot be used; the text lists every problem with its file."""


def load_yaml(path: Path, text: str | None = None) -> Any:
    """Read one YAML 1.2 file, refusing duplicate keys; raises RegistryError with file and line."""
    try:
        return PARSER.load(path.read_text(encoding="utf-8") if text is None else text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RegistryError(f"{path}:{line}: {error.problem}") from error
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise RegistryError(f"{path}: cannot be read: {error}") from error


def line_of(path: Path, words: str, under: str = "", nth: int = 0) -> str:
    """Say where in a file some words stand, after the line that begins with `under`: path:line, or the path alone."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    first = next((number for number, line in enumerate(lines) if line.startswith(under)), 0)
    found = [number for number, line in enumerate(lines[first:], first + 1) if words in line]
    return f"{path}:{found[min(nth, len(found) - 1)]}" if found else str(path)


class Files:
    """What the registry's files hold, by room and id, with the paths they came from; later folders add key by key."""

    def __init__(self) -> None:
        self.rooms: dict[str, dict[str, dict[str, Any]]] = {room: {} for room in ROOMS}
        self.words: dict[str, dict[str, list[str]]] = {}
        self.grammars: dict[str, dict[str, Any]] = {}  # by language: triggers, grammar, speech, people, alignments
        self.contents: dict[str, list[Any]] = {}  # by a digest of their folder's files
        self.paths: dict[tuple[str, str], Path] = {}
        self.roots: dict[tuple[Path, str, str], Path] = {}
        self.problems: list[str] = []
        self.digest = ""
        self.checked = False  # whether exactly these files were found whole before

    def add(self, root: Path, room: str, path: Path, found: Any) -> None:
        """Add one file's contents; one of the same id in a folder before adds key by key, in the same folder it is a problem."""
        if not ID.fullmatch(path.stem) and room != "lexicon":
            self.problems.append(f"{path}: the file's name is its id: small letters, digits and hyphens")
        if room == "lexicon" and path.parent.name != room:
            self.add_grammar(path, found)
            return
        if (twin := self.roots.setdefault((root, room, path.stem), path)) != path:
            self.problems.append(f"{path}: the id {path.stem} is taken by {twin}")
            return
        if not isinstance(found, dict):
            self.problems.append(f"{path}: this file must hold keys and values, see registry/README.md")
            return
        if room == "lexicon":
            self.words[path.stem] = found
            self.paths[room, path.stem] = path
            return
        self.rooms[room][path.stem] = {**self.rooms[room].get(path.stem, {}), **found}
        self.paths[room, path.stem] = path

    def add_grammar(self, path: Path, found: Any) -> None:
        """Add what tells events in one language: a later folder's list is joined to the one before, of keys the later counts."""
        kept = self.grammars.setdefault(path.parent.name, {})
        before = kept.get(path.stem) or {}
        if path.stem not in GRAMMARS:
            self.problems.append(f"{path}: no file of a language's lexicon is called so; known are {', '.join(GRAMMARS)}")
        elif not isinstance(found, list if path.stem in LISTS else dict):
            self.problems.append(f"{path}: this file must hold {'a list' if path.stem in LISTS else 'keys and values'}")
        else:
            kept[path.stem] = kept[path.stem] + found if path.stem in LISTS and path.stem in kept else found
            if isinstance(found, dict):
                kept[path.stem] = {**before, **found}


def load_files(folders: Sequence[Path]) -> Files:
    """Read all files of some folders, each folder from the cache where nothing in it changed."""
    rooms = (*ROOMS, "lexicon")
    files = Files()
    files.problems += [p for root in folders for p in strays(root, (*rooms, "ontology") if root == folders[0] else rooms)]
    for root in folders:
        load_folder(files, root, rooms)
    # What an older Zagros found whole is checked anew by a newer one.
    files.digest = digest_of([CHECKS.read_bytes(), *(digest.encode() for digest in files.contents)])
    files.checked = not files.problems and read_cache(files.digest) is not None
    return files


def load_folder(files: Files, root: Path, rooms: Iterable[str]) -> None:
    """Read the files of one folder: of the registry itself, which seldom changes, or of one laid over it."""
    found = [(room, path, path.read_bytes()) for room in rooms for path in sorted((root / room).rglob("*.yml"))]
    digest = digest_of(part for _, path, body in found for part in (str(path.relative_to(root)).encode(), body))
    cached = read_cache(digest)
    contents = files.contents[digest] = []
    for i, (room, path, body) in enumerate(found):
        try:
            content = cached[i] if cached else load_yaml(path, body.decode("utf-8"))
        except (RegistryError, UnicodeDecodeError) as error:
            wrong = error if isinstance(error, RegistryError) else f"{path}: not written in UTF-8: {error}"
            files.problems.append(str(wrong))
            continue
        contents.append(content)
        files.add(root, room, path, content)


def digest_of(parts: Iterable[bytes]) -> str:
    """Reckon what says that some parts, in this order, are the same as ever."""
    known = hashlib.blake2b(digest_size=16)
    for part in parts:
        known.update(len(part).to_bytes(8, "big") + part)
    return known.hexdigest()


def load_exchange(root: Path = ROOT) -> frozenset[str]:
    """Read which actors those who label and score articles know by their id; raises RegistryError."""
    found = load_yaml(root / "exchange.yml")
    ids = found.get("ids") if isinstance(found, dict) else None
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise RegistryError(f"{root / 'exchange.yml'}: `ids` must be a list of actors' ids")
    return frozenset(ids)


def strays(root: Path, rooms: Iterable[str]) -> list[str]:
    """List files that would be left out without a word: of another ending, or in a folder that is no room."""
    wrong = [path for path in sorted(root.rglob("*")) if path.suffix in (".yaml", ".json")]
    wrong += [path for path in sorted(root.glob("*/**/*.yml")) if path.relative_to(root).parts[0] not in rooms]
    told = [f"{path}: this file is not read: files end in .yml and stand in {', '.join(rooms)}" for path in wrong]
    read = {root / "ontology" / f"{name}.yml" for name in ONTOLOGIES}
    left = [path for path in sorted((root / "ontology").rglob("*.yml")) if "ontology" in rooms and path not in read]
    return told + [f"{path}: this file is not read: the ontology's are {', '.join(ONTOLOGIES)}" for path in left]


def remember(files: Files) -> None:
    """Keep the contents of folders whose files were found whole together, and that they were."""
    if not files.checked:
        for digest, contents in (*files.contents.items(), (files.digest, [])):
            write_cache(digest, contents)


def cache_of(digest: str) -> Path:
    """Say where contents are remembered."""
    return CACHE / f"registry-{digest}.json"


def read_cache(digest: str) -> list[Any] | None:
    """Read the remembered contents of exactly these files, and note that they are in use."""
    try:
        remembered: list[Any] = json.loads(cache_of(digest).read_text(encoding="utf-8"))
        os.utime(cache_of(digest))
    except (OSError, ValueError):
        return None
    return remembered


def write_cache(digest: str, contents: list[Any]) -> None:
    """Remember the contents of some files in place of what was longest not used; a folder that cannot be written is no harm."""
    try:
        CACHE.mkdir(exist_ok=True)
        if not cache_of(digest).is_file():
            part = CACHE / f".{digest}.part"
            part.write_text(json.dumps(contents, default=str), encoding="utf-8")
            part.replace(cache_of(digest))
        for old in sorted(CACHE.glob("registry-*.json"), key=lambda path: path.stat().st_mtime)[:-REMEMBERED]:
            old.unlink(missing_ok=True)
    except OSError:
        return
