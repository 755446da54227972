"""A text's words and what the lexicon found in them in, the words that tell an act out: by which entry, in which voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractors.auxiliaries import (
    WANTING,
    describes,
    helper_of,
    is_circumstance,
    is_event,
    is_going_on,
    is_left_out,
    shared_helper,
    undertaken,
)
from extractors.lexicon import Entry, Hit, Hits
from extractors.object_mark import without_object
from extractors.wording import Wording

# By which somebody speaks of the words and deeds of another.
JUDGED = frozenset({"SUPPORT", "ACCUSE", "REJECT"})
# Acts that answer another: revenge is vowed for an attack.
ANSWERING = JUDGED | {"THREATEN"}
# How far before an English verb its auxiliary stands: "was reportedly again attacked".
AUXILIARY = 3
# Letters of an Arabic root, and what makes a noun of the word behind it, folded.
ROOT = 3
BEFORE_MASDAR = frozenset(
    "فی من علی عن الی بعد قبل منذ عقب اثر خلال جراء بسبب نتیجه عملیه عملیات وراء ضد بین مع حول بشان".split()
)
# A treaty is named so many words after the verb at most, and within its clause; forces that leave come first.
PACT = 9
PACTS = frozenset("deal pact accord accords agreement treaty jcpoa npt convention".split())
PACT_ENDS = frozenset({",", ";", ":"})
FORCES = frozenset("troops forces soldiers under after as".split())

# Persian verbs that help no noun and end one that its parties split: اتهامات … بی‌اساس خواند.
FINITE = frozenset(
    "خواند خواندند دانست دانستند نامید پذیرفت پذیرفتند بخشید بخشیدند افتاد افتادند فراخواند فراخواندند فروخت رفت رفتند فرستاد "
    "فرستادند میفرستد میفرستند فرستاده دراورد دراوردند دراورده بازگشت بازگشتند بازمیگردد بازمیگردند میگردد میگردند گشت".split()
)
# Who goes of himself, with شد: از دولت عبادی خارج شد.
LEAVING = frozenset({"خارج"})


class Trigger(NamedTuple):
    """Words that tell an act: those of the entry, and with `low` and `high` those of its helping verb as well.

    `voice` is active, passive or nominal; `verb` is where that of a split Persian one stands.
    """

    first: int
    last: int
    entry: Entry
    voice: str
    low: int
    high: int
    onto: str = ""
    verb: tuple[int, int] = (0, 0)


def find_triggers(words: Wording, hits: Hits, taken: bytearray, language: str) -> list[Trigger]:
    """Find what tells an act, longest first, none over another or within somebody's name."""
    against: dict[tuple[int, int], list[Hit]] = {}
    for number, found in words.by_sentence(hits.of("not"), lambda hit: hit.first).items():
        for hit in found:
            against.setdefault((number, hit.value), []).append(hit)
    helpers = words.by_sentence(longest(hits.of("helper")), lambda hit: hit.first)
    lights = {hit.last for hit in hits.of("light")}
    lights |= {place for hit in hits.of("verb") for place in range(hit.first + 1, hit.last)}
    voices = hits.under("passive")
    doubles = double(words, hits, taken) if language == "en" else set()
    told = (hit for hit in hits if hit.kind in ("verb", "light", "noun", "phrase", "apart"))
    triggers = [
        trigger
        for hit in (without_object(words, hit, taken) if language == "fa" else hit for hit in told)
        if not any(taken[hit.first : hit.last]) and not (hit.kind == "verb" and (hit.first, hit.last) in doubles)
        for trigger in make(words, hit, helpers.get(words.sentence_of(hit.first), []), lights, voices, language)
        if not any(kills(one, trigger) for one in against.get((words.sentence_of(trigger.first), trigger.entry.number), ()))
    ]
    chosen = list(choose(triggers, len(words)))
    if language == "ar":  # استدعت … سفيرها: the verb goes with what follows it
        led = {trigger.low: trigger.first for trigger in chosen if trigger.low < trigger.first}
        return [trigger for trigger in chosen if trigger.first >= led.get(trigger.low, trigger.first)]
    return [leaving(words, trigger) for trigger in chosen] if language == "en" else chosen


def leaving(words: Wording, trigger: Trigger) -> Trigger:
    """Take who leaves a treaty in English for no troops that leave: withdrew from Iran's nuclear deal."""
    if trigger.entry.type != "RETREAT" or trigger.entry.mode != "withdraw":
        return trigger
    for place in range(trigger.high, min(trigger.high + PACT, len(words))):
        if words.forms[place] in PACTS:
            return trigger._replace(entry=trigger.entry._replace(type="SANCTION"))
        if words.marks[place][:1] in PACT_ENDS or words.forms[place] in FORCES:
            break
    return trigger


def longest(helpers: Iterable[Hit]) -> Iterator[Hit]:
    """Leave out helping verbs that are the end of a longer one: گرفت of قرار گرفت."""
    first: dict[int, int] = {}
    found = list(helpers)
    for hit in found:
        first[hit.last] = min(hit.first, first.get(hit.last, hit.first))
    yield from (hit for hit in found if hit.first == first[hit.last])


def double(words: Wording, hits: Hits, taken: bytearray) -> set[tuple[int, int]]:
    """Find English words that may be verb or noun and here are nouns: not after a name, an auxiliary or a pronoun."""
    nouns = {(hit.first, hit.last) for hit in hits.of("noun")}
    both = {(hit.first, hit.last) for hit in hits.of("verb")} & nouns
    return {
        (first, last)
        for first, last in both
        if not first
        or not (
            words.forms[first - 1] in BEFORE_VERB
            or is_continuous(words, first)
            or is_gerund(words, first, last, taken)
            or (taken[first - 1] and not owns(words, first - 1) and not is_attribute(words, first, last, taken))
        )
    }


def is_attribute(words: Wording, first: int, last: int, taken: bytearray) -> bool:
    """Tell whether an English name only says whose the noun behind it is: the U.S. strike on Syria, an Islamic State attack."""
    start = first
    while start and taken[start - 1]:
        start -= 1
    tail = words.forms[last : last + 1]
    told = words.forms[first].endswith(("ed", "ing"))
    return not told and (words.forms[start - 1 : start] in DETERMINERS or tail in AGAINST)


def is_continuous(words: Wording, place: int) -> bool:
    """Tell whether an English word goes on: is bombing."""
    return words.forms[place].endswith("ing") and words.forms[place - 1] in ("is", "are", "was", "were", "been", "be", "am")


def is_gerund(words: Wording, first: int, last: int, taken: bytearray) -> bool:
    """Tell whether an English word in -ing has an object: for killing General …, …, killing at least 25."""
    if not words.forms[first].endswith("ing") or last >= len(words) or words.marks[last - 1]:
        return False
    led = words.forms[first - 1] in BEFORE_GERUND or words.marks[first - 1][:1] == ","
    return led and (any(taken[last : last + GERUND]) or words.forms[last] in OBJECT_OPENERS or words.forms[last].isdigit())


def owns(words: Wording, place: int) -> bool:
    """Tell whether a name's word ends as an owner's: Iran's, the United States'."""
    return words.text[words.ends[place] - 2 : words.ends[place]] in ("'s", "’s") or words.marks[place][:1] in ("'", "’")


def kills(phrase: Hit, trigger: Trigger) -> bool:
    """Tell whether a phrase that means something else covers or touches a trigger."""
    return phrase.first <= trigger.last and trigger.first <= phrase.last


def choose(found: list[Trigger], size: int) -> Iterator[Trigger]:
    """Choose the longest; a noun with its helping verb comes before the noun alone."""
    taken = bytearray(size)
    kept = []
    for trigger in sorted(found, key=lambda t: (t.low - t.high, t.first - t.last, t.voice == "nominal", t.first)):
        places = {*range(trigger.first, trigger.last), *range(*trigger.verb)}
        if not any(taken[place] for place in places):
            for place in places:
                taken[place] = 1
            kept.append(trigger)
    yield from sorted(kept)


# Between these an English participle is a noun.
BEFORE_NOUN = frozenset("the a an this that his her its their".split())
AFTER_NOUN = (["of"], ["between"], ["with"], ["by"], ["against"])
# What makes a noun of an English word behind a name: a determiner before both, or what only a noun has after it.
DETERMINERS, AGAINST = (["the"], ["a"], ["an"], ["this"], ["that"], ["another"], ["any"]), (["on"], ["against"])
# Before an English gerund, and what opens its object; a name is it within so many words.
BEFORE_GERUND = frozenset("by for of from after before while when without and".split())
OBJECT_OPENERS = frozenset(
    "a an the his her its their at dozens hundreds scores several many more some two three four five six seven eight nine ten "
    "nearly over about around civilians people".split()
)
GERUND = 3
# Before a word that is verb and noun at once, these make it a verb: to attack, who attacks, will attack.
BEFORE_VERB = frozenset("to will would can could may might must should shall who which that not also they we i he she it".split())


def make(words: Wording, hit: Hit, helpers: list[Hit], lights: set[int], voices: set[int], language: str) -> Iterator[Trigger]:
    """Make triggers of words found: a light noun needs its helping verb, a verb its voice."""
    if language == "fa" and hit.kind in ("light", "noun") and (helper := undertaken(words, hit, helpers)):
        yield Trigger(hit.first, hit.last, hit.value, "active", hit.first - 2, helper.last)
    elif hit.kind == "apart" and language == "fa":
        entry, first, last = hit.value
        fit = (h for h in helpers if h.first == last or (h.last == last and h.first >= first))
        if helper := next(fit, None):
            voice = "active" if words.forms[last - 1] in LEAVING else str(helper.value)
            yield Trigger(hit.first, hit.last, entry, voice, hit.first, helper.last, verb=(first, last))
        elif words.forms[last - 1] in FINITE:
            yield Trigger(hit.first, hit.last, entry, "active", hit.first, last, verb=(first, last))
    elif hit.kind == "apart" and language == "en":
        entry, _, last = hit.value
        yield Trigger(hit.first, last, entry, "active", hit.first, last)
    elif hit.kind == "apart":
        entry, first, last = hit.value
        yield Trigger(first, last, entry, "active", hit.first, last, hit.onto)
    elif hit.kind == "light":
        yield from make_light(words, hit, helpers, lights, language)
    elif hit.kind == "verb" and language == "fa" and describes(words, hit):
        return  # گروه‌های مخالف ایران را هدف قرار داد
    elif hit.kind == "verb" and language == "fa" and (helper := next((h for h in helpers if h.first == hit.last), None)):
        voice = "active" if words.forms[hit.first] in WANTING else str(helper.value)
        yield Trigger(hit.first, hit.last, hit.value, voice, hit.first, helper.last)
    elif hit.kind == "verb" and language == "fa" and (helper := shared_helper(words, hit, helpers)):
        yield Trigger(hit.first, hit.last, hit.value, str(helper.value), hit.first, hit.last)
    elif hit.kind == "verb":
        yield Trigger(hit.first, hit.last, hit.value, voice_of(words, hit, voices, language), hit.first, hit.last, hit.onto)
    else:
        voice = "active" if hit.kind == "phrase" and is_verbal(words, hit, language) else "nominal"
        yield Trigger(hit.first, hit.last, hit.value, voice, hit.first, hit.last, hit.onto)


def make_light(words: Wording, hit: Hit, helpers: list[Hit], lights: set[int], language: str) -> Iterator[Trigger]:
    """Make the trigger of a light noun and its helping verb, if it has one; in Persian also where it does without."""
    if language == "fa" and is_going_on(words, hit.first):
        yield Trigger(hit.first, hit.last, hit.value, "active", hit.first, hit.last)
    elif language == "fa" and is_circumstance(words, hit.first) and not is_put(words, hit, helpers):
        yield Trigger(hit.first, hit.last, hit.value, "nominal", hit.first, hit.last)
    elif helper := helper_of(words, hit, helpers, lights, language):
        low, high = min(hit.first, helper.first), max(hit.last, helper.last)
        # An English noun whose verb is passive has its parties at itself: Turkey's attack on the PKK began.
        apart = language == "en" or (language == "fa" and is_event(words, hit, helper))
        voice = "nominal" if apart and helper.value == "passive" else str(helper.value)
        yield Trigger(hit.first, hit.last, hit.value, voice, low, high)
    elif language == "fa" and hit.first and words.forms[hit.first - 1] == "را" and words.forms[hit.last : hit.last + 1] == ["و"]:
        yield Trigger(hit.first, hit.last, hit.value, "active", hit.first, hit.last)  # را محکوم و … گفت: its کرد is left out
    elif language == "fa" and is_left_out(words, hit, helpers):
        yield Trigger(hit.first, hit.last, hit.value, "active", hit.first, hit.last)


def is_put(words: Wording, hit: Hit, helpers: list[Hit]) -> bool:
    """Tell whether Persian words with their preposition have their verb right behind them: در فهرست تروریستی قرار داد."""
    return words.forms[hit.first] == "در" and any(helper.first == hit.last for helper in helpers)


def is_verbal(words: Wording, hit: Hit, language: str) -> bool:
    """Tell whether an English phrase is a verb with its subject before it: would take revenge, will target."""
    led = words.forms[hit.first] in ("will", "would", "take", "must", "should")
    return language == "en" and words.forms[hit.first + 1 : hit.first + 2] != ["be"] and led


# English participles that tell of their noun what was done to it, where only circumstances follow.
SUFFERED = frozenset("killed injured wounded martyred assassinated arrested detained captured abducted kidnapped".split())
CIRCUMSTANCE = frozenset("in by during following at near since after when while as".split())
# From the auxiliary of one participle to another that shares it.
SHARED = 8


def voice_of(words: Wording, hit: Hit, voices: set[int], language: str) -> str:  # noqa: PLR0911
    """Tell whether a verb is passive: by its auxiliary in English, by itself or the verb before it in Arabic.

    Persian forms that spell their own auxiliary are active as their entry means them (registry/README.md).
    """
    if language == "ar":
        if hit.last - hit.first == 1 and hit.first and is_masdar(words, hit.first):
            return "nominal"
        return "passive" if hit.first in voices or hit.first - 1 in voices else "active"
    if language == "en" and words.forms[hit.first].endswith("ing"):
        is_noun = hit.first and words.forms[hit.first - 1] in BEFORE_NOUN and words.forms[hit.last : hit.last + 1] in AFTER_NOUN
        return "nominal" if is_noun else "active"  # the meeting of X with Y
    if language == "en":
        near = range(max(hit.first - AUXILIARY, 0), hit.first)
        if any(place in voices for place in near) and words.forms[hit.first - 1] not in ("to", "and"):
            return "passive"
        if words.forms[hit.first] in SUFFERED and (words.forms[hit.last : hit.last + 1] or [""])[0] in CIRCUMSTANCE:
            return "passive"  # the troops injured in the attack
        shared = "and" in words.forms[max(hit.first - AUXILIARY, 0) : hit.first]
        if words.forms[hit.first] in SUFFERED and shared and any(p in voices for p in range(hit.first - SHARED, hit.first)):
            return "passive"  # 157 people were killed and 5,494 wounded
        if words.forms[hit.last : hit.last + 1] == ["by"] and words.forms[hit.first].endswith(("ed", "en")):
            return "passive"
    return "active"


def is_masdar(words: Wording, place: int) -> bool:
    """Tell whether an Arabic word that may be verb or noun is a noun, behind a preposition: تحقيق في قصف حقل."""
    return len(words.forms[place]) == ROOT and words.forms[place - 1] in BEFORE_MASDAR and not words.marks[place - 1]
