"""The parties of sentence after sentence in, the same with what refers back resolved out: he, the cleric, the newspaper, they."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from extractors.fitting import Fitting
from extractors.lexicon import Hit
from extractors.party import Party
from extractors.records import Actor
from extractors.wording import Wording

# Who alone is meant by such a word: the Iranian commander.
OFFICES = frozenset("commander leader cleric minister diplomat general president premier politician lawmaker envoy".split())


# So many bodies are remembered.
BODIES = 8


class Memory:
    """Who was spoken of in a text so far, so that what refers back finds whom it means."""

    def __init__(self, actors: dict[str, Actor], states: Mapping[str, str], within: bool, fitting: Fitting) -> None:
        # Whether "he" and "this country" may mean whom the same sentence names, as in English and Persian.
        self.actors, self.states, self.within, self.fitting = actors, states, within, fitting
        self.person: tuple[str, ...] = ()
        # The last person of each state, for "the Iranian commander".
        self.countrymen: dict[str, tuple[str, ...]] = {}
        # The last bodies, the latest first; that of the first words of its sentence counts as latest.
        self.bodies: list[str] = []
        self.media: tuple[str, ...] = ()
        self.state: tuple[str, ...] = ()
        self.several: tuple[str, ...] = ()
        # The last two states, for "the two countries".
        self.countries: tuple[str, ...] = ()
        # Whom a text names with an office: "the president" is he.
        self.holders: dict[str, tuple[str, ...]] = {}

    def resolve_all(self, parties: Sequence[Party], told: Set[int]) -> list[Party]:
        """Say whom the parties of a sentence mean: "his", "they", "the consulate" those before them in it, if there are any.

        `told` are the places behind words of speech, where "he" is who speaks: Zarif said he would resign.
        """
        found: list[Party] = []
        before: dict[str, tuple[str, ...]] = {}
        here: list[str] = []
        for party in parties:
            means = party.who[0][5:] if party.kind == "back" and party.who else ""
            means = "he" if means == "title:" else means
            he = means in ("he", "she") and (party.owner or party.first in told)
            known = before.get("person" if he else means if means in ("they", "states") else "", ())
            if means == "home" and (person := self.actors.get(next(iter(before.get("person", self.person)), ""))):
                known = tuple(filter(None, (self.states.get(person.side or ""),)))  # حلفاء بلاده
            elif means.startswith("body:"):
                known = self.body(means.removeprefix("body:"), here)
            elif means.startswith("title:"):
                known = self.holders.get(means.removeprefix("title:"), ())
            one = party._replace(who=known) if known else self.resolve(party)
            if self.within and not one.who and means in ("he", "she"):
                one = one._replace(who=before.get("person", ()))  # نماینده سیستانی گفت که وی …: nobody was named before
            actor = self.actors.get(one.who[0]) if one.who else None
            if one.kind == "unknown" or (actor and actor.kind == "person"):
                before["person"] = one.who[:1]
                if self.within and actor and (state := self.states.get(actor.side or "")):
                    before.setdefault("states", (state,))  # اردوغان از پارلمان این کشور خواست
            elif actor and actor.kind == "state":
                before["states"] = one.who[:1]
            elif actor and actor.kind != "media_outlet" and one.kind != "back":
                here.insert(0, one.who[0])
            if len(one.who) > 1 or one.kind == "group":
                before["they"] = one.who
                whose = one.who[0].removeprefix("text:").partition(":")[0]
                if self.within and whose in self.actors:  # فرستادگان آمریکا به این کشور, منتقدان ترامپ او را
                    before["person" if self.actors[whose].kind == "person" else "states"] = (whose,)
            self.add(found, one)
        return found

    def add(self, found: list[Party], party: Party) -> None:
        """Add a party to those before it; a Persian state that refers back goes with its group: مقامات این کشور."""
        whose = self.of_state(found[-1], party) if found else None
        found[len(found) - (whose is not None) :] = [whose or party]

    def of_state(self, group: Party, party: Party) -> Party | None:
        """Make one of a group and the state behind it that refers back, if they are one."""
        if not self.within or party.kind != "back" or not party.who or party.who[0] not in self.states.values():
            return None
        if group.kind != "group" or group.last != party.first or party.marker not in ("", group.marker, "object"):
            return None
        name = group.who[0].replace("text:", f"text:{party.who[0]}:") if group.who[0].count(":") == 1 else group.who[0]
        return group._replace(last=party.last, who=(name,), marker=group.marker or party.marker)

    def resolve(self, party: Party) -> Party:
        """Say whom a party means that refers back; one that finds nobody means nobody."""
        if party.kind == "holder":
            known = self.countrymen.get(party.who[0].split(":")[1])
            return party._replace(who=known, kind="named") if known else party._replace(kind="group")
        if party.kind != "back" or not party.who or not party.who[0].startswith("back:"):
            return party
        means = "he" if party.who[0].startswith("back:title:") else party.who[0][5:]
        if means.startswith("body:"):
            return party._replace(who=self.body(means.removeprefix("body:"), ()))
        she = self.person if self.within else self.state  # in Arabic news states are feminine, and persons seldom
        whom = {"he": self.person, "she": she, "it": tuple(self.bodies[:1]), "they": self.several}
        whom |= {"media": self.media, "states": self.state, "home": (), "countries": self.countries}
        if means == "it" and party.marker:
            return party._replace(who=())
        return party._replace(who=whom[means])

    def body(self, word: str, here: Sequence[str]) -> tuple[str, ...]:
        """Say which body a word means: the last of its sentence that fits, else of those before; "the parliament" is no army."""
        return next(((who,) for who in (*here, *self.bodies) if self.fitting.may_mean(word, who)), ())

    def remember(self, parties: Sequence[Party]) -> None:
        """Remember whom a sentence spoke of: its first person, its first body and its first list count, unmarked ones before."""
        for party in sorted(parties, key=lambda p: (p.marker != "", p.first), reverse=True):
            self.count(party)
            if party.kind in ("place", "people") or not party.who:
                continue
            actor = self.actors.get(party.who[0])
            if len(party.who) > 1 or party.kind == "group":
                self.several = party.who
            if party.kind == "unknown" or (actor and actor.kind == "person"):
                self.person = party.who[:1]
                if actor and (state := self.states.get(actor.side or "")):
                    self.countrymen[state] = self.person
            elif actor and actor.kind == "state":
                self.state = party.who[:1]
            elif actor and actor.kind == "media_outlet":
                self.media = party.who[:1]
            elif actor:
                self.bodies = [party.who[0], *(who for who in self.bodies if who != party.who[0])][:BODIES]

    def name_holders(self, words: Wording, parties: Sequence[Party]) -> None:
        """Note who is named with an English office, wherever in the text: President Barham Salih."""
        for party in parties if words.language == "en" else ():
            if party.who and (actor := self.actors.get(party.who[0])) and actor.kind == "person":
                for place in range(party.first, party.last):
                    if office := office_before(words, place):
                        self.holders.setdefault(office, party.who)

    def count(self, party: Party) -> None:
        """Remember the last two states of which a text speaks, by name or adjective."""
        here = [who for who in party.who if (actor := self.actors.get(who)) and actor.kind == "state"]
        if here and party.kind != "back":
            self.countries = tuple(dict.fromkeys((*here, *self.countries)))[:2]


def kind_of_group(words: Wording, first: int, last: int) -> str:
    """Say of what kind a group without a name is: in English with "the" and a state one person's office refers back to him."""
    holder = words.language == "en" and words.forms[first - 1] == "the" and words.forms[last - 1] in OFFICES and last - first > 1
    return "holder" if holder and first else "group"


def means_of(words: Wording, hit: Hit) -> str:
    """Say what kind of actor words that refer back mean: he, she, it, they, media, states, or a body by its last word."""
    if hit.kind == "pronoun":
        return str(hit.value)
    if hit.value == "bodies":
        form, alone = words.forms[hit.last - 1], hit.last - hit.first == 1
        bare = "ال" + form[2:] if hit.onto == "لل" else form.removeprefix(hit.onto) if alone else form
        return f"body:{bare}"
    if hit.value == "titles":
        return f"title:{office_before(words, hit.last)}" if words.language == "en" else "he"
    return str(hit.value)


def office_before(words: Wording, place: int) -> str:
    """Name the English office that ends before a word, if one does: president, prime minister."""
    office = words.forms[place - 1]
    if office not in OFFICES:
        return ""
    return f"{words.forms[place - 2]} {office}" if office == "minister" else office
