"""A text's words for how two sides stand to one another in, who is allied, closer, apart or opposed out, as sentences say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.lexicon import Hit, Hits
from extractors.party import Party
from extractors.scene import CLAUSE, FAR, WEAK, Scene, cheapest
from extractors.wording import Wording

# What marks the other side: ties with, rift between, distance from, hostility to, a blow against.
ANY = frozenset({"with", "between", "to", "from", "of", "against", "on", "by", "for"})


# English words for who is friend or foe, what says of somebody that he is one, and how many small words stand before them.
FRIENDS = frozenset(
    "enemy enemies rival rivals foe foes adversary adversaries ally allies opponent opponents critic supporter supporters proxy "
    "proxies".split()
)
COPULAS = frozenset("is was are were be been as became remains remained considered called named".split())
ARTICLES = 3
# Nobody is left out who stands so near; and before a participle whose subject its own sentence does not name.
NEAR = 5
ADJOINED = frozenset({"for", "of", "and", "by", ""})


class Stand(NamedTuple):
    """How two actors stand to one another, and the characters of the words that say so."""

    a: str
    b: str
    direction: str
    start: int
    end: int


def find_alignments(words: Wording, hits: Hits, scenes: Sequence[Scene], negated: set[int], media: set[str]) -> list[Stand]:
    """Find what a text says of who stands how to whom; a pair that a sentence names twice alike counts once, an outlet not."""
    longest: dict[int, Hit] = {}
    for hit in hits.of("align"):
        if hit.first not in negated:
            known = longest.get(hit.first)
            if known is None or known.last < hit.last:
                longest[hit.first] = hit
    found: dict[tuple[int, frozenset[str], str], Stand] = {}
    end = 0
    for _, hit in sorted(longest.items()):
        number = words.sentence_of(hit.first)
        if hit.first < end or number < 0 or hit.last > scenes[number].last:
            continue
        end = hit.last
        for stand in pairs(words, hit, scenes, number, media):
            if not media & {stand.a, stand.b}:
                found.setdefault((number, frozenset((stand.a, stand.b)), stand.direction), stand)
    return list(found.values())


def pairs(words: Wording, hit: Hit, scenes: Sequence[Scene], number: int, media: set[str]) -> Iterator[Stand]:
    """Pair those on one side of the words with those on the other."""
    scene = scenes[number]
    direction, frame = hit.value
    one, two = sides(scene, hit, frame)
    first, before = words.forms[hit.first], words.forms[hit.first - 1] if hit.first > scene.first else ""
    if first.endswith("ing") and before in ADJOINED and number:  # for setting aside its allies: whom the sentence before is about
        one = next(
            (p for p in scenes[number - 1].parties if p.named and not p.marker and p.kind != "people" and not media & {*p.who}),
            None,
        )
    if one is None or two is None:
        return
    start, end = words.span(hit.first, hit.last)
    for a in one.who:
        for b in two.who:
            if a != b and not a.startswith("text:") and not b.startswith("text:"):
                yield Stand(a, b, direction, start, end)
    if one is two:
        named = [who for who in one.who if not who.startswith("text:")]
        yield from (Stand(a, b, direction, start, end) for i, a in enumerate(named) for b in named[i + 1 :])


def sides(scene: Scene, hit: Hit, frame: str) -> tuple[Party | None, Party | None]:
    """Find the two sides: an owner or subject before the words and whoever is named next after them, or a list of both."""
    named = [p for p in scene.parties if p.named and p.kind != "people"]
    inside = next((p for p in named if hit.first <= p.first and p.last <= hit.last), None)
    owner = next(
        (p for p in reversed(named) if (p.owner or (p.last == hit.first and not p.marker)) and 0 <= hit.first - p.last <= 2), None
    )
    beside = next((p for p in reversed(named) if 0 <= hit.first - p.last <= NEAR), None)  # called by X, a cleric close to Y
    subject = scene.left(hit.first, scene.subject_cost, CLAUSE + WEAK)
    if inside and frame == "with" and len(inside.who) > 1:
        return inside, inside
    left = inside or owner or (subject if subject in named else None) or beside
    follows = [
        (scene.between(hit.last, p.first), p.first, p) for p in named if p.first >= hit.last and not (left and p.who == left.who)
    ]
    if inside:  # Iran's allies, including X: further away they are the subject of something else
        follows = [f for f in follows if f[1] - hit.last <= NEAR]
    right = next((p for _, _, p in follows if p.first == hit.last), None) or cheapest(
        [f for f in follows if f[2].marker in ("", *ANY) and f[1] - hit.last <= NEAR], CLAUSE + NEAR * FAR
    )
    both = right if right and right.marker == "between" else left if right is None else None
    if frame == "with" and both and len(both.who) > 1:
        return both, both
    stray = left is not None and not (inside or owner) and not is_said_of(scene, left, hit)
    if stray or (right and right.owner and frame == "does"):  # backing the United States' assassination
        return None, None
    if right is None and (owner or inside) and subject in named and subject is not left:
        right = subject  # Maliki is Iran's closest ally
        if inside and inside.marker:
            return right, inside  # ایران حمایت خود را از العبادی برداشت
    if right is None and not inside and (frame == "with" or scene.language == "fa"):
        near = (p for p in reversed(named) if 0 <= hit.first - p.last <= NEAR and p is not left and p.marker in (*ANY, "object"))
        right = next(near, None)
    return left, right


def is_said_of(scene: Scene, party: Party, hit: Hit) -> bool:
    """Tell whether English words for a friend or foe are said of the party before them: not X warned of enemies."""
    forms = scene.words.forms
    if scene.language != "en" or not FRIENDS & {*forms[hit.first : hit.last]}:
        return True
    beside = scene.words.marks[party.last - 1][:1] == "," and hit.first - party.last <= ARTICLES
    return beside or hit.first == party.last or bool(COPULAS & {*forms[party.last : hit.first]})
