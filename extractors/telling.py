"""An act's parties and the claim in which it stands in, out who acts where a speaker does, who vouches for it, and its type."""

from __future__ import annotations

from collections.abc import Set

from extractors.claims import Said
from extractors.frames import Roles
from extractors.scene import CLAUSE, EZAFE, Scene
from extractors.triggers import Trigger
from extractors.wording import Wording

# Acts of speech, whose actor is the speaker where the sentence names none.
SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
# What opens a quotation, and what stands before one that is a sentence of its own.
QUOTES, OPENING = ('"', "“", "«", "„"), (",", ":", ".", "،", "؛", "\n", "”", "»")
# Blanks before a quotation, and the mark before them, take so many characters at most.
BLANKS = 9
# What is done for a state by whoever says it.
WARNED = frozenset({"THREATEN", "REQUEST", "ACCUSE", "REJECT", "SUPPORT"})
# Persian forms that say what may or shall be; behind می they are the present.
SUBJUNCTIVE = frozenset(
    "کند کنند کنیم کنم نکند نکنند بکند بکنند دهد دهند دهیم ندهد ندهند بدهد بدهند شود شوند شویم نشود نشوند بشود گردد گردند نگردد "
    "گیرد گیرند نگیرد بگیرد بگیرند زند زنند نزند بزند بزنند باشد باشند نباشد سازد سازند نسازد نماید نمایند یابد یابند گذارد "
    "گذارند پذیرد پذیرند نپذیرد بپذیرد رود روند برود بروند اید ایند بیاید".split()
)
# What Persian verbs of the present begin with.
PRESENT = ("می", "نمی")
# Persian words that ask with the subjunctive behind them.
MUST = frozenset({"باید", "بایستی", "میبایست", "میبایستی"})
# Who riots where others attack, and how.
RIOTERS, RIOTOUS = (":protesters", ":rioters"), frozenset({None, "destroy", "primitive"})


def speak(roles: Roles, trigger: Trigger, own: Said | None, claim: Said | None, ours: bool) -> Roles:
    """Let the speaker act where a sentence of speech names nobody, says "we", or is itself what tells who speaks."""
    if trigger.entry.type not in SPOKEN:
        if claim is None or not ours or trigger.voice != "active" or roles.actors:
            return roles
        return roles._replace(actors=tuple(w for w in claim.chain[-1:] if w not in roles.recipients))
    spoken = {*(claim.chain[-1:] if claim else ())} & {*roles.recipients}
    if claim and spoken and trigger.entry.type == "REQUEST":  # X said that … must: he asks, and is not asked
        roles = roles._replace(recipients=tuple(w for w in roles.recipients if w not in spoken), actors=claim.chain[-1:])
    if own and own.chain[-1] not in (*roles.recipients, *roles.actors):
        return roles._replace(actors=own.chain[-1:])
    if claim and (ours or not roles.actors):
        return roles._replace(actors=tuple(w for w in claim.chain[-1:] if w not in roles.recipients))
    return roles


def is_first_person(words: Wording, trigger: Trigger) -> bool:
    """Tell whether a Persian verb is in the first person: خواهیم داد, خارج شدم."""
    forms = words.forms[trigger.low : trigger.high]
    helped = trigger.high > trigger.last or any(trigger.verb) or forms[-1].startswith(PRESENT)
    return any(form.endswith("یم") for form in forms) or "خواهم" in forms or (helped and forms[-1].endswith("م"))


def is_subjunctive(words: Wording, trigger: Trigger) -> bool:
    """Tell whether the helping verb of a Persian act says what may or shall be: از ترکیه خواست نیرو اعزام کند."""
    verb, before = words.forms[trigger.high - 1], words.forms[trigger.high - 2]
    own = words.forms[trigger.first] in MUST
    return trigger.high > trigger.last and verb in SUBJUNCTIVE and before not in PRESENT and not own


def inside(words: Wording, roles: Roles, claim: Said | None) -> Roles:
    """Leave out whom only words outside a quotation of whole sentences name: "Vengeance for killing him …," Rouhani said.

    Whoever is told something is not acted on in what is told.
    """
    if claim is None or not claim.start:
        return roles
    first, last = words.at(claim.start), words.at(claim.end - 1)
    told = {who for party in roles.parties if party.last <= first and party.marker == "to" for who in party.who}
    roles = roles._replace(recipients=tuple(who for who in roles.recipients if who not in told))
    before = words.text[max(claim.start - 1 - BLANKS, 0) : claim.start - 1].rstrip()[-1:]
    if words.text[claim.start - 1 : claim.start] not in QUOTES or (before and before not in OPENING):
        return roles
    within = {who for party in roles.parties if first <= party.first <= last for who in party.who}
    return roles.without({who for party in roles.parties for who in party.who} - within)


def opened(scene: Scene, trigger: Trigger, roles: Roles, claim: Said) -> Roles:
    """Let who opens what is said in Persian be its subject, and not who says so: شمخانی گفت: ایران حمایت می‌کند."""
    first = scene.words.at(claim.start)
    inner = next((p for p in scene.parties if p.first == first and not p.marker and p.last <= trigger.low), None)
    outer = {who for p in roles.parties if p.last <= first for who in p.who}
    if inner is None or not roles.actors or not {*roles.actors} <= outer or {*inner.who} & {*roles.recipients}:
        return roles
    return roles if scene.between(inner.last, trigger.low) >= CLAUSE else roles._replace(actors=inner.who)


def planned(trigger: Trigger, modality: str, actors: tuple[str, ...]) -> tuple[str, str | None, str]:
    """Say of what type, mode and modality an act is, as PLOVER 2.0 does.

    Future cooperation is an agreement, a future retreat a concession, and an attack by protesters a riot.
    """
    entry, future = trigger.entry, modality == "future"
    if entry.type == "ASSAULT" and entry.mode in RIOTOUS and actors and all(who.endswith(RIOTERS) for who in actors):
        return "PROTEST", "riot", modality
    if future and entry.type in ("CONSULT", "COOPERATE", "AID"):
        return "AGREE", None, modality
    return ("CONCEDE", None, modality) if future and entry.type == "RETREAT" else (entry.type, entry.mode, modality)


def joined(roles: Roles, kind: str, claim: Said | None, own: Set[str]) -> Roles:
    """Let who speaks for his `own` state or its organs act with it, where he says that it supports, rejects or threatens."""
    if claim is None or kind not in WARNED or not own & {*roles.actors} or claim.chain[-1] in roles.recipients:
        return roles
    return roles._replace(actors=tuple(dict.fromkeys((claim.chain[-1], *roles.actors))))


def is_known(scene: Scene, trigger: Trigger, first: int) -> bool:
    """Tell whether a claim that begins at a word takes an act for known, in a relative clause: the deal that he signed."""
    return any(place in scene.relatives for place in range(max(trigger.low - EZAFE, first), trigger.low))


def vouching(claim: Said | None, own_words: Said | None, actors: tuple[str, ...], kind: str, own: Set[str]) -> tuple[str, ...]:
    """Say who vouches for an act: the speakers of its claim; who demands or accuses in his own words does so himself.

    So does who speaks for his `own` state: an envoy said that Iran would not sit idle. What is done by saying it, in no other's
    claim, is vouched for by those who passed on the words: he announced that he would visit Tehran, according to Iraqi media.
    """
    if claim is None:
        return own_words.chain[:-1] if own_words and own_words.chain[-1] in actors else ()
    himself = kind in SPOKEN and claim.chain[-1] in actors
    return claim.chain[:-1] if himself or (kind in WARNED and own & {*actors}) else claim.chain
