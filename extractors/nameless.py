"""A sentence and its sources without a name in, who they are and whose words they pass on out."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lexicon import Hit
from extractors.party import Party
from extractors.scene import Scene
from extractors.wording import Wording

# How far a source stands from a state that says whose it is, from the verb, and the verb from the cue that closes it.
BESIDE, NEAR, FAR = 3, 6, 12
# Arabic verbs of passing on, without what joins them; what stands before whose words are passed on, and behind him.
PASSES_ON = frozenset("نقلت نقل تنقل ينقل نقلوا".split())
QUOTES, QUOTED = frozenset({"quoted", "quotes", "cited", "cites"}), frozenset({"was", "were", "been", "being", "is", "are"})
FROM, WORDS_OF = "عن", frozenset("قوله قولها قولهم".split())


def said(words: Wording, first: int, last: int) -> tuple[str, ...]:
    """Name somebody whom the registry lacks by the words for him."""
    return (f"text:{words.text[slice(*words.span(first, last))]}",)


def typed(words: Wording, sources: Sequence[Hit], state: Party, first: int) -> Party | None:
    """Take the source without a name that a state only says more of: یک منبع امنیتی عراق, مصدر أمني عراقي."""
    hits = (h for h in sources if first <= h.first and -1 <= state.first - h.last < BESIDE)
    if state.last - state.first > 1 or (hit := next(hits, None)) is None:
        return None
    return Party(hit.first, state.last, said(words, hit.first, state.last), "unknown")


def passes_on(words: Wording, cue: Hit) -> bool:
    """Tell whether an Arabic word is one of passing on, which says something only where it is told of whom, or what."""
    return words.language == "ar" and words.forms[cue.first].lstrip("وف") in PASSES_ON


def passed_on(words: Wording, scene: Scene, cue: Hit, sources: Sequence[Hit]) -> tuple[str, ...]:
    """Name who passes on whose words: ونقلت رويترز عن مصدر عراقي أن, Fars quoted Maliki as saying; else nobody."""
    forms, passes = words.forms, passes_on(words, cue)
    if words.language == "en":
        return quoted_as(words, scene, cue)
    if words.language != "ar" or not (passes or forms[cue.first] in WORDS_OF):
        return ()
    end = min(cue.last + NEAR, scene.last) if passes else cue.first
    back = range(end - 1, max(end - FAR, scene.first) - 1, -1)
    verb = next((place for place in back if forms[place].lstrip("وف") in PASSES_ON), end)
    of = next((place for place in range(verb + 1, end) if forms[place] == FROM), end)
    source = next((p for p in scene.parties if 0 <= p.first - of - 1 <= 1), None)
    named = next((h for h in sources if h.first == of + 1), None)
    meant = (typed(words, sources, source, of + 1) if source else None) or (None if named else source)
    inner = meant.who[:1] if meant else said(words, named.first, named.last) if named else ()
    outlet = next((p.who[:1] for p in scene.parties if verb < p.first and p.last <= of and p.who), None)
    return (*(said(words, verb + 1, of) if outlet is None and of > verb + 1 else outlet or ()), *inner) if inner else ()


def quoted_as(words: Wording, scene: Scene, cue: Hit) -> tuple[str, ...]:
    """Name who quotes whom in English: Fars quoted Maliki as saying, Maliki was quoted by Fars as saying; else nobody."""
    forms = words.forms
    if forms[cue.last - 2 : cue.last] != ["as", "saying"]:
        return ()
    back = range(cue.last - 2, max(cue.last - FAR, scene.first), -1)
    verb = next((place for place in back if forms[place] in QUOTES), scene.first)
    behind = [p for p in scene.parties if verb < p.first < cue.last and p.who]
    before = next((p for p in reversed(scene.parties) if p.last <= verb and p.who and not p.marker), None)
    if forms[verb - 1] in QUOTED:
        outer = next((p for p in behind if p.marker == "by"), None)
        return (*(outer.who[:1] if outer else ()), *before.who[:1]) if before else ()
    return (*before.who[:1], *behind[0].who[:1]) if before and behind and before.last == verb else ()
