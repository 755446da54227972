"""The parties of a sentence one by one in, those that belong together made one out: titles and holders, groups, lists."""

from __future__ import annotations

from extractors.apposition import apposed, are_states, titled
from extractors.definite import is_whole
from extractors.party import FILLERS, OFFICIAL, Party
from extractors.records import Actor
from extractors.wording import Wording

COMMAS = frozenset({",", "،", "", "؛"})
QUOTES = frozenset({"", '"', "»", "«", "”", "“", "(", ")"})
AND = frozenset({"and", "or", "و", "یا", "او", "ثم", "نیز"})
# Arabic offices with which another party begins, without their article.
RANKED = frozenset("سفیر سفیره رییس وزیر قاید زعیم مرشد امین نایب مستشار مدیر ملک امیر قنصل مبعوث ممثل قایم".split())
# Endings of Arabic plurals that have no genitive, folded: a plural that has one loses its nun.
WHOLE = ("ون", "ین")
# Kinds of parties that go on with a list behind a comma.
LISTED = frozenset({"named", "state", "unknown", "group", "foreign"})
# Endings of Arabic subjects that are more than one.
MANY = ("ون", "ات")
# Groups that belong to a body.
MEMBERS = frozenset({"commanders", "leaders", "members", "forces", "fighters", "soldiers"})
# Groups around somebody who are not he.
SUPPORTERS, OF_PERSONS = "supporters", frozenset({"supporters", "family"})
AROUND = frozenset({*OF_PERSONS, "critics", "opposition"})
# Arabic words, folded, for who speaks for the state whose adjective follows.
ENVOYS = frozenset("السفیر السفیره القایم القنصل المندوب الجانب الوفد".split())


class Joiner:
    """Joins the parties of sentences; `walls` are words over which no list goes on: verbs, prepositions, clause openers.

    `roles` are words with which an office begins.
    """

    def __init__(self, words: Wording, actors: dict[str, Actor], taken: bytearray, walls: set[int], roles: set[int]) -> None:
        self.words, self.actors, self.taken, self.walls, self.roles = words, actors, taken, walls, roles

    def merge(self, parties: list[Party]) -> list[Party]:
        """Make one of names side by side that mean one: a title and its holder, a group and the state or body it is of."""
        kept: list[Party] = []
        for party in parties:
            kept.append(party)
            while len(kept) > 1 and not self.is_against(kept[-2]) and (one := self.as_one(kept[-2], kept[-1])) is not None:
                kept[-2:] = [one]
        return kept

    def is_against(self, party: Party) -> bool:
        """Tell whether an English name only says against whom somebody is: the anti-Iran MKO."""
        return self.words.language == "en" and self.words.forms[party.first - 1] == "anti"

    def as_one(self, a: Party, b: Party) -> Party | None:  # noqa: PLR0911
        """Make one party of two neighbours, if they are one."""
        between = self.words.forms[a.last : b.first]
        kinds = (self.kind_of(a), self.kind_of(b)) if self.words.language == "en" else ("", "")
        if not between and kinds[0] and are_states(self.words, a, b, kinds):
            return a._replace(last=b.last, who=(*a.who, *b.who), kind=b.kind, owner=b.owner)  # US-Israeli strikes
        if not between and "people" in (a.kind, b.kind):
            return self.official(a, b) or self.adjective(a, b)
        if a.who and a.who == b.who and self.is_same(a, b, between):
            return a._replace(last=b.last)
        if between == ["ان"] and a.kind == "group" and self.kind_of(b) == "person" and not self.crosses(a.last, b.first):
            return b._replace(first=a.first, marker=a.marker or b.marker)  # رهبر آن قیس خزعلی
        if self.words.language == "en" and (one := titled(self.words, a, b, kinds) or apposed(self.words, a, b, kinds)):
            return one
        if self.is_office_behind(a, b, between):
            return a._replace(last=b.last, marker=a.marker or b.marker * (b.marker == "object"))
        if self.holds(a, b, between):
            return b._replace(first=a.first, marker=a.marker or b.marker, joined=a.joined)
        return self.near(a, b, between)

    def near(self, a: Party, b: Party, between: list[str]) -> Party | None:
        """Make one party of two that stand side by side, or with no more than a small word between them."""
        if len(between) > 2 or b.joined or any(self.taken[a.last : b.first]):
            return None
        end = "." if len(self.words.forms[a.last - 1]) == 1 else ""  # U.S. troops: it ends a short form
        if any(mark.strip(end) not in QUOTES for mark in self.words.marks[a.last - 1 : b.first]):
            return None
        if not between and (not b.marker.strip("of") or self.belongs(a, b)):
            return self.beside(a, b)
        if not between and self.words.language == "ar" and a.kind == "group" and b.marker == "to" and self.is_body(b):
            return a._replace(last=b.last, who=b.who, kind="named")  # خلية لداعش
        of = a.kind == "group" and b.marker == "of" and set(between) <= {"of", "the"}
        if of and self.is_around(a, b):
            return self.around(a, b)
        if self.words.language == "ar" and a.kind == "group" and between in (["فی"], ["من"]):
            of = self.kind_of(b) not in ("person", "media_outlet", "")  # قيادي في حركة النجباء
        return a._replace(last=b.last, who=b.who, kind="named") if of and self.is_body(b) else None

    def belongs(self, a: Party, b: Party) -> bool:
        """Tell whether Persian leaders or fighters go with the body behind them, which bears their mark: فرماندهان سپاه را."""
        if self.words.language != "fa" or a.kind != "group" or b.marker != "object":
            return False
        if self.kind_of(b) == "state":  # شیعیان عراق را, and not شورشی‌ها عراق را
            return not self.words.forms[a.last - 1].endswith("ها")
        return a.who[0].rpartition(":")[2] in MEMBERS and self.is_body(b) and self.kind_of(b) != "person"

    def is_office_behind(self, a: Party, b: Party, between: list[str]) -> bool:
        """Tell whether behind a Persian name stands whose official he is: رامسفلد، وزیر دفاع آمریکا; متکی همتای ایرانی خود."""
        if self.words.language != "fa" or between or b.marker not in ("", "object"):
            return False
        if not b.who or not (self.kind_of(a) == "person" or a.kind == "unknown"):
            return False
        comma = self.words.marks[a.last - 1].strip('"»') in ("،", ",")
        if b.who[0].endswith(OFFICIAL):
            return comma or b.kind == "group"
        return comma and a.kind == "unknown" and b.first in self.roles  # not who holds it today

    def is_around(self, a: Party, b: Party) -> bool:
        """Tell whether a group stands around somebody and is not he: Sadr's supporters, منتقدان ترامپ."""
        around = a.kind == "group" and b.named and a.who[0].removeprefix("text:")
        return around in AROUND and (around not in OF_PERSONS or self.kind_of(b) == "person")

    def around(self, a: Party, b: Party) -> Party:
        """Name those who stand around somebody."""
        who = tuple(a.who[0].replace("text:", f"text:{one}:") for one in b.who if not one.startswith("text:"))
        return a._replace(last=b.last, who=who, marker=a.marker or b.marker * (b.marker != "of"))

    def holds(self, a: Party, b: Party, between: list[str]) -> bool:
        """Tell whether a Persian or Arabic official is the person behind his office: مساعد وزير … للشؤون القانونية X."""
        if self.words.language == "en" or not a.who or not a.who[0].endswith(OFFICIAL) or self.kind_of(b) != "person":
            return False
        near = len(between) <= FILLERS and not any(self.words.marks[a.last - 1 : b.first - 1]) and not b.marker and not b.joined
        return near and not self.crosses(a.last, b.first)

    def official(self, a: Party, b: Party) -> Party | None:
        """Make one party of a Persian office and whose it is: وزیر دفاع آمریکا."""
        if self.words.language != "fa" or a.kind != "back" or b.kind != "people" or a.last - a.first < 2:
            return None
        office = (f"text:{b.who[0]}{OFFICIAL}",)
        return a._replace(last=b.last, who=office, kind="group", marker=a.marker or b.marker * (b.marker == "object"))

    def adjective(self, a: Party, b: Party) -> Party | None:
        """Make one party of a name and the adjective of a state beside it: the name's."""
        if self.words.language == "ar" and b.last - b.first > 1 and self.words.forms[b.first] in ENVOYS:
            return None  # استقبل المالكي السفير الأميركي
        both = a.kind == b.kind == "people" and a.who != b.who
        if self.words.language == "ar" and both and not b.marker and not self.words.marks[a.last - 1].strip("-–—/"):
            return a._replace(last=b.last, who=(*a.who, *b.who))  # العدوان الأميركي الإسرائيلي
        whole = is_whole(self.words.forms[a.first])  # الفرنسي فرنسوا هولاند, and not قتلت غارة أميركية سليماني
        if (
            self.words.language == "ar"
            and a.kind == "people"
            and whole
            and not (b.marker or b.joined)
            and self.kind_of(b) == "person"
        ):
            return b._replace(first=a.first, marker=a.marker, joined=a.joined)  # الرئيسين الفرنسي فرنسوا هولاند
        if self.words.language == "ar" and a.kind == "back" and self.words.forms[a.first].removeprefix("و") in ENVOYS:
            return b._replace(first=a.first, marker=a.marker, joined=a.joined)  # السفير الأميركي
        if self.words.language == "en" and a.kind == "people" and b.who:
            return b._replace(first=a.first, marker=a.marker or b.marker)
        return a._replace(last=b.last) if self.words.language != "en" and a.kind != "people" and a.who else None

    def is_same(self, a: Party, b: Party, between: list[str]) -> bool:
        """Tell whether two names of one actor are one party, as of an office and who holds it: X, the minister."""
        apart = b.joined or b.marker == "by" or bool(AND & set(between))
        apart |= self.words.language == "fa" and self.crosses(a.last, b.first)  # با تهران از ایران
        return a.kind != "back" and len(between) <= FILLERS and not apart

    def is_body(self, party: Party) -> bool:
        """Tell whether a party is an actor that groups belong to: named, and no state."""
        return party.kind == "named" and self.kind_of(party) != "state"

    def beside(self, a: Party, b: Party) -> Party | None:
        """Make one party of two that stand side by side with nothing between: whose the other is goes under."""
        if self.words.language != "en" and self.is_around(a, b):
            return self.around(a, b)
        if self.words.language == "fa" and self.kind_of(a) == "media_outlet" and b.kind != "people":
            return None  # به گزارش فارس جرج بوش گفت
        wide = a._replace(last=b.last, owner=b.owner)
        person = self.kind_of(a) == "person"
        if not b.who or (b.kind in ("place", "state") and self.words.language == "en") or self.is_another(a, b):
            return None
        named = self.kind_of(b) == "person" or b.kind == "unknown"
        # Of two English persons side by side the first is an office that the second may have held: Quds Force chief Soleimani.
        two = person and (self.words.language != "en" or b.kind == "unknown")
        if named and not two and not a.owner:
            return wide._replace(who=b.who, kind=b.kind, marker=a.marker or b.marker)
        if self.words.language == "en":
            return self.english(a, b, wide, person)
        return self.genitive(a, b, wide, person)

    def is_another(self, a: Party, b: Party) -> bool:
        """Tell whether of two Arabic parties side by side the second is another: استقبل المالكي السفير الأميركي."""
        if self.words.language != "ar":
            return False
        first, kind = self.words.forms[b.first], self.kind_of(a)
        if kind == "state" and a.kind in ("named", "state") and self.kind_of(b) == "person":
            return True  # قتلت الولايات المتحدة سليماني
        person = self.kind_of(b) == "person" and kind != "person"
        many = kind in ("military", "militia") or (a.kind == "group" and self.words.forms[a.first].endswith(MANY))
        if person and many and a.first - 1 in self.walls and not self.is_office(a):
            return True  # اغتال مسلحون هشام الهاشمي
        if kind == "person":
            return first in ENVOYS
        return a.kind != "back" and first.removeprefix("ال") in RANKED  # استدعت وزارة الخارجية العراقية السفير الإيراني

    def is_office(self, a: Party) -> bool:
        """Tell whether Arabic words for a body or group say whose office somebody has: زعيم حركة النجباء أكرم الكعبي."""
        before = range(max(a.first - 2, 0), a.first + 1)
        ranked = {self.words.forms[place].removeprefix("و").removeprefix("ال") for place in before} & (RANKED | {"باسم"})
        return bool(ranked or {*before} & self.roles or a.who[0].endswith(OFFICIAL))

    def english(self, a: Party, b: Party, wide: Party, person: bool) -> Party | None:
        """Make one party of two English ones: a body's people are the body, else what stands last is meant."""
        if self.is_around(b, a):
            return self.around(b, a)._replace(first=a.first, last=b.last, marker=a.marker)  # Sadr's supporters
        if b.kind == "group" and not a.owner and not person and self.is_body(a):
            return wide
        if b.kind == "group" and self.kind_of(a) == "state" and b.who[0].count(":") == 1:  # U.S. forces, Iraq's forces
            return wide._replace(who=(b.who[0].replace("text:", f"text:{a.who[0]}:"),), kind="group")
        return wide._replace(who=b.who, kind=b.kind) if not person or (b.kind == "back" and not a.owner) else None

    def genitive(self, a: Party, b: Party, wide: Party, person: bool) -> Party | None:
        """Make one party of a Persian or Arabic one and its genitive: a group's body, a group of a state, a state's body."""
        state = self.kind_of(b) == "state" or b.kind == "foreign"
        whole = self.words.forms[a.last - 1].startswith("ال") or self.words.forms[a.last - 1].endswith(WHOLE)
        if self.words.language == "ar" and whole and not b.marker and b.kind != "people":
            return None  # اقتحم محتجون السفارة, حذر الحرس الثوري الولايات المتحدة
        if state and a.kind == "group" and a.who[0].count(":") > 1:
            return None  # زار وفد عراقي السعودية
        if a.kind in ("group", "back") and state:
            whose = b.who[0].removeprefix("text:")
            office = f"text:{whose}{OFFICIAL}" if self.kind_of(b) == "state" else f"text:{whose}"
            name = a.who[0].replace("text:", f"text:{whose}:") if a.kind == "group" else office
            return wide._replace(who=(name,), kind="group", marker=a.marker or b.marker * (b.marker == "object"))
        if a.kind == "back" and b.kind == "group" and b.who[0].endswith(OFFICIAL):
            return wide._replace(
                who=b.who, kind="group", marker=a.marker or b.marker * (b.marker == "object")
            )  # معاون وزیر خارجه ترکیه
        if a.kind in ("group", "back") and b.kind == "named":
            inner = "" if self.words.language == "ar" and b.marker == "of" else b.marker  # الأمين العام للأمم المتحدة
            return wide._replace(who=b.who, kind="named", marker=a.marker or inner)
        chief = self.words.language == "fa" and person and a.first in self.roles  # رئیس قوه قضائیه جمهوری اسلامی
        own = self.words.language != "fa" or self.side_of(a) in (None, "other", self.side_of(b))  # not حشدالشعبی آمریکا
        return wide if state and own and (chief or (not person and self.is_body(a))) else None

    def side_of(self, party: Party) -> str | None:
        """Say on whose side a party is."""
        actor = self.actors.get(party.who[0])
        return actor.side if actor else None

    def kind_of(self, party: Party) -> str:
        """Say what kind of actor a party is."""
        actor = self.actors.get(party.who[0]) if party.who else None
        return actor.kind if actor else ""

    def join(self, parties: list[Party]) -> list[Party]:
        """Join what stands on one list: A, B and C. Only where the last is joined by a word are those with commas its part."""
        kept: list[Party] = []
        pending: list[Party] = []
        for party in parties:
            if pending and (link := self.link(pending[-1], party)):
                pending.append(party)
                if link == "and":
                    head = pending[0]
                    who = tuple(dict.fromkeys(one for p in pending for one in p.who))
                    pending = [
                        head._replace(
                            last=party.last,
                            who=who,
                            kind=(min(p.kind == "place" for p in pending) and "place") or head.kind,
                            owner=party.owner,
                        )
                    ]
            else:
                kept += pending
                pending = [party]
        return kept + pending

    def link(self, a: Party, b: Party) -> str:
        """Say what links two neighbours: "and", "comma" or nothing."""
        between, marks = self.words.forms[a.last : b.first], self.words.marks[a.last - 1 : b.first]
        if b.first < a.last:
            return ""
        if (a.kind == "place") != (b.kind == "place") or (b.marker and b.marker not in (a.marker, "object")):
            return ""
        if any(mark not in COMMAS | QUOTES for mark in marks[: len(between) + 1]):
            return ""
        if b.joined and len(between) <= 3:
            return "and"
        if between and between[0] in AND and len(between) <= 4 and not self.crosses(a.last + 1, b.first):
            return "and"
        near = len(between) <= 2 and b.kind in LISTED and not self.crosses(a.last, b.first)
        kinds = {self.kind_of(a), self.kind_of(b)}
        told = "media_outlet" in kinds and len(kinds) > 1  # according to Mehr, Iran and Iraq
        return "comma" if near and not told and marks[0][:1] in ",،" and marks[0] else ""

    def crosses(self, first: int, last: int) -> bool:
        """Tell whether a verb, preposition or clause opener stands between."""
        return any(place in self.walls for place in range(first, last))
