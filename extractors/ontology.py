"""What registry/ontology says of kinds of events in, one checked Ontology out that knows their quads, scores and moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from extractors.registry import ROOT, RegistryError, read_ontology

NOBODY = "nobody"


@dataclass(frozen=True)
class EventType:
    """A kind of event; `together` where all who take part are its actors, `recipient` where there must be a second party."""

    quad: int
    score: float
    recipient: bool
    together: bool
    definition: str


@dataclass(frozen=True)
class Mode:
    """A narrower kind of one event type, with a score of its own; `context` is what it always is about."""

    score: float
    definition: str
    context: str | None = None


@dataclass(frozen=True)
class Context:
    """What events may be about, and by language the words that say so in a paragraph."""

    definition: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Direction:
    """How two actors stand or move: sign 1 nearer, -1 apart."""

    sign: int
    weight: float
    definition: str


@dataclass(frozen=True)
class Ontology:
    """Kinds of events, what they may be about, and how they move a pair; modes by type and name."""

    version: str
    types: Mapping[str, EventType]
    modes: Mapping[tuple[str, str], Mode]
    contexts: Mapping[str, Context]
    directions: Mapping[str, Direction]
    closer_from: float
    apart_from: float
    exceptions: Mapping[tuple[str, str], str]

    def quad(self, kind: str) -> int:
        """Look up a type's quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
        return self.types[kind].quad

    def score(self, kind: str, mode: str | None = None) -> float:
        """Look up the score of a mode, or of the type where there is none; raises KeyError for what is not known."""
        return self.modes[kind, mode].score if mode else self.types[kind].score

    def direction(self, kind: str, mode: str | None = None) -> str | None:
        """Tell whether such an event, once done, moves its parties closer or apart, if at all."""
        score = self.score(kind, mode)
        by_score = "closer" if score >= self.closer_from else "apart" if score <= self.apart_from else NOBODY
        found = self.exceptions.get((kind, mode or ""), by_score)
        return None if found == NOBODY else found

    def pull(self, kind: str, mode: str | None = None) -> float:
        """Tell how far such an event moves its parties: above 0 nearer, below 0 apart."""
        if (found := self.direction(kind, mode)) is None:
            return 0.0
        word = self.directions[found]
        return word.sign * word.weight * abs(self.score(kind, mode)) / 10


class Must(NamedTuple):
    """What a field must hold, as a test and in words."""

    fits: Callable[[Any], bool]
    words: str


class Many(NamedTuple):
    """A field that holds a list, or names with something each, all of one shape."""

    kind: type
    shape: Any


def is_number(found: Any, low: float, high: float) -> bool:
    """Tell whether something is a number between two others."""
    return isinstance(found, int | float) and not isinstance(found, bool) and low <= found <= high


TEXT = Must(lambda found: isinstance(found, str) and bool(found.strip()), "text: put it in quotation marks")
FLAG = Must(lambda found: isinstance(found, bool), "true or false")
SCORE = Must(lambda found: is_number(found, -10, 10), "a number from -10 to 10")
QUAD = Must(lambda found: type(found) is int and found in (1, 2, 3, 4), "1, 2, 3 or 4")
# A ? ends the name of a field that may be missing.
MODE = {"score": SCORE, "definition": TEXT, "context?": TEXT}
TYPE = {"quad": QUAD, "score": SCORE, "recipient": FLAG, "together": FLAG, "definition": TEXT, "modes": Many(dict, MODE)}
CONTEXT = {"definition": TEXT, "words": dict.fromkeys(("en", "fa", "ar"), Many(list, TEXT))}
CHANGE = {"type": TEXT, "mode?": TEXT, "key": TEXT, "from?": SCORE, "to": SCORE}
DECISION = {**dict.fromkeys(("about", "defect", "decided", "why"), TEXT), "changes?": Many(list, CHANGE)}
PLOVER = {"version": TEXT, "types": Many(dict, TYPE), "contexts": Many(dict, CONTEXT), "decisions": Many(list, DECISION)}
SIGN = Must(lambda found: type(found) is int and found in (1, -1), "1 or -1")
DIRECTION = {"sign": SIGN, "weight": Must(lambda found: is_number(found, 0, 1), "a number from 0 to 1"), "definition": TEXT}
MOVES = Must(lambda found: found in ("closer", "apart", NOBODY), f"closer, apart or {NOBODY}")
EXCEPTION = {"type": TEXT, "mode": TEXT, "moves": MOVES, "why": TEXT}
ALIGNMENTS = {
    "directions": dict.fromkeys(("allied", "closer", "apart", "opposed"), DIRECTION),
    "events": {"closer": SCORE, "apart": SCORE, "except": Many(list, EXCEPTION)},
}


def load_ontology(root: Path = ROOT) -> Ontology:
    """Load registry/ontology; raises RegistryError that lists all problems, each with file and field."""
    (plover_path, plover), (moves_path, moves) = read_ontology(root).items()
    problems = [*problems_of(f"{plover_path}: ", "", plover, PLOVER), *problems_of(f"{moves_path}: ", "", moves, ALIGNMENTS)]
    # What stands between fields is only worth saying of files that are whole.
    if problems := problems or list(problems_between(plover_path, plover, moves_path, moves)):
        raise RegistryError("the ontology has problems:\n" + "\n".join(f"  {problem}" for problem in problems))
    return make_ontology(plover, moves)


def problems_of(where: str, field: str, found: Any, shape: Any) -> Iterator[str]:
    """Tell where something has not the shape it must have, field by field."""
    named = f"{where}`{field}`" if field else where.rstrip(": ") + ": this file"
    if isinstance(shape, Must):
        if not shape.fits(found):
            yield f"{named} is {found!r}; it must be {shape.words}"
    elif not isinstance(found, shape.kind if isinstance(shape, Many) else dict):
        yield f"{named} must hold {'a list' if isinstance(shape, Many) and shape.kind is list else 'keys and values'}"
    else:
        yield from problems_inside(where, field, found, shape)


def problems_inside(where: str, field: str, found: Any, shape: Any) -> Iterator[str]:
    """Tell what is wrong with the fields of a field."""
    if isinstance(shape, Many):
        parts = enumerate(found, 1) if isinstance(found, list) else found.items()
        for name, one in parts:
            yield from problems_of(where, f"{field}.{name}".lstrip("."), one, shape.shape)
        return
    known = {key.rstrip("?"): one for key, one in shape.items()}
    for name in found.keys() - known.keys():
        yield f"{where}unknown field `{f'{field}.{name}'.lstrip('.')}`; known are {', '.join(known)}"
    for key, one in shape.items():
        name = key.rstrip("?")
        full = f"{field}.{name}".lstrip(".")
        if name in found:
            yield from problems_of(where, full, found[name], one)
        elif name == key:
            yield f"{where}`{full}` is missing"


def problems_between(plover_path: Path, plover: Any, moves_path: Path, moves: Any) -> Iterator[str]:
    """Tell which fields name a type, mode or context that is none, and whether the two scores that move a pair make sense."""
    types = plover["types"]
    for kind, one in types.items():
        for name, mode in one["modes"].items():
            if "context" in mode and mode["context"] not in plover["contexts"]:
                yield f"{plover_path}: `types.{kind}.modes.{name}.context` is {mode['context']!r}, which is no context"
    changes = [(i, change) for i, one in enumerate(plover["decisions"], 1) for change in one.get("changes", ())]
    named = [(f"{plover_path}: `decisions.{i}.changes`", change) for i, change in changes]
    named += [(f"{moves_path}: `events.except.{i}`", one) for i, one in enumerate(moves["events"]["except"], 1)]
    for field, one in named:
        if one["type"] not in types:
            yield f"{field} names {one['type']!r}, which is no type"
        elif "mode" in one and one["mode"] not in types[one["type"]]["modes"]:
            yield f"{field} names {one['mode']!r}, which is no mode of {one['type']}"
    if not moves["events"]["apart"] < moves["events"]["closer"]:
        yield f"{moves_path}: `events.apart` must be below `events.closer`"


def make_ontology(plover: Any, moves: Any) -> Ontology:
    """Make an Ontology of files without problems."""
    types = {kind: {key: value for key, value in one.items() if key != "modes"} for kind, one in plover["types"].items()}
    words = {name: {lang: tuple(said) for lang, said in one["words"].items()} for name, one in plover["contexts"].items()}
    return Ontology(
        version=plover["version"],
        types={kind: EventType(**one) for kind, one in types.items()},
        modes={(kind, name): Mode(**mode) for kind, one in plover["types"].items() for name, mode in one["modes"].items()},
        contexts={name: Context(one["definition"], words[name]) for name, one in plover["contexts"].items()},
        directions={word: Direction(**one) for word, one in moves["directions"].items()},
        closer_from=moves["events"]["closer"],
        apart_from=moves["events"]["apart"],
        exceptions={(one["type"], one["mode"]): one["moves"] for one in moves["events"]["except"]},
    )
