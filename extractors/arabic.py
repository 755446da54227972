"""What only Arabic sentences need: a subject before its verb, the gender of both, and whose a blow is that somebody condemns."""

from __future__ import annotations

from bisect import bisect_right

from extractors.party import Party
from extractors.scene import Scene

# States that are masculine in Arabic; all others are feminine.
MASCULINE_STATES = frozenset({"iraq", "lebanon", "jordan", "yemen", "sudan", "morocco"})
# First words of bodies, folded, that are masculine.
MASCULINE = frozenset(
    "جیش الجیش حزب الحزب الحشد الحرس حرس مجلس البرلمان التحالف الاطار التیار تنظیم رییس وزیر البنتاغون جهاز".split()
)
# Marks between a subject and its verb.
QUOTES = " \"»”'"
# Nouns of a blow by which somebody was hit, folded, without what is written onto them.
BLOWS = (
    "هجوم",
    "هجمات",
    "ضربه",
    "ضربات",
    "غاره",
    "غارات",
    "قصف",
    "القصف",
    "انفجار",
    "تفجیر",
    "رصاص",
    "نیران",
    "عدوان",
    "العدوان",
)
# Last words, folded, of verbs that hold their own subject: استهدفت طائرة مسيرة منزل الصدر.
WEAPONS = frozenset("مسیره مسیرات طاءره طایره طاءرات طایرات صاروخ صواریخ".split())
FLYING = WEAPONS | frozenset("غاره غارات ضربه ضربات قذیفه قذایف قنبله قنابل".split())
# Verbs, folded, that are active and passive alike, and what leads to the blow that somebody suffered.
KILLED = frozenset("قتل قتلت جرح جرحت اصیب اصیبت سقط سقطت لقی لقیت".split())
CAUSES = frozenset("فی اثر جراء خلال نتیجه بعد عقب".split())
# The first so many words after a noun or verb in which the blow stands.
REACH = 12
# Letters of a verb by which "we" did something: قصفنا, but not هنأ.
OURS = 5
# Nouns that tell whom something befell, not who did it.
SUFFERED = ("مقتل", "استشهاد", "مصرع", "اصابه", "اغتیال", "اعدام", "ابادة", "مجزره")
# What an announcement tells as the announcer's own deed.
DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "AID", "RETREAT", "SANCTION"})
# Verbs, folded, whose subject or object does what a noun with ب behind them tells.
ANSWERS = frozenset(
    "رد ردت ردوا یرد قام قامت قاموا یقوم تقوم بدا بدات باشر باشرت اتهم اتهمت اتهموا یتهم تتهم متهما متهمه".split()
)
# Of answering alone: the blow that follows is the answer.
ANSWERED = frozenset("رد ردت ردوا یرد سترد انتقم انتقمت".split())
# Words right behind a verb, folded, that are nobody: with them, in it, any, all.
NOBODY = frozenset(
    "معه معها معهم معهما فیه فیها فیهم خلاله خلالها الیه الیها الیهم علیه علیها علیهم عنه عنها منه منها منهم له لها لهم ای کل "
    "کافه انه انها اکثر نحو حوالی قرابه مءات مئات عشرات الاف الیوم امس غدا ایضا کذلک هنا هناک ذلک هذا هذه تلک ان عدم ضروره "
    "اهمیه امام قبل بعد خلال حول بشان بین ضد تجاه ثلاثه ثلاث اربعه اربع خمسه خمس سته ست سبعه سبع ثمانیه ثمانی تسعه تسع عشره عشر "
    "صاروخ صاروخان صاروخین صواریخ قذیفه قذاءف قذایف طاءره طایره طاءرتان مسیره".split()
)
# Words, folded, for who speaks for the body that follows: المتحدث باسم, العلاقات العامة ل.
SPOKESMEN = frozenset("المتحدث المتحدثه الناطق العلاقات المکتب مکتب القیاده قیاده الامانه مندوب ممثل داءره هییه قسم".split())
# Letters of a verb at least whose last or first letter tells its gender.
LONG = 4
# Between the noun of an act and whose it is stand so many words at most: الهجوم الوحشي الصهيوني.
NEAR = 2


# Verbs of having done, folded, whose subject stands before what it has done.
WERE = frozenset({"کان", "کانت", "یکون", "تکون"})


def leading(scene: Scene, place: int, onto: str) -> Party | None:
    """Take the party right before a verb that opens its clause with it, as headlines do: إيران تقصف إسرائيل.

    A verb onto which "and" is written has its subject elsewhere.
    """
    if onto in ("و", "ف"):
        return None
    perfect = scene.words.forms[place - 1] == "قد"  # وكان الجبير قد التقى لافروف
    party = next((p for p in scene.parties if p.last == place - perfect and not p.marker and not p.owner), None)
    if perfect and party and scene.words.forms[party.first - 1].removeprefix("و") in WERE:
        return party
    ends = QUOTES + ":" * is_ours(scene.words.forms[place])  # حزب الله: استهدفنا …
    if party is None or scene.words.marks[place - 1].strip(ends):
        return None
    verb = max((v for v in scene.places_of_verbs if v < party.first), default=None)
    if verb is None:
        return party
    parted = any(scene.words.marks[p][:1] in (":", "،", ",", "؛") for p in range(verb, party.first))
    return party if parted or scene.opened(verb + 1, party.first + 1) > 0 else None


def nominal_subject(scene: Scene, place: int) -> Party | None:
    """Take the party with which a sentence opens that has its first verb at a place: والإمارات واحدة من دول عديدة تتهم إيران."""
    party = next((p for p in scene.parties if p.first == scene.first and not p.marker), None)
    between = party and any(party.last <= verb < place for verb in scene.places_of_verbs)
    return None if between or party is None or scene.words.marks[party.last - 1].strip(QUOTES) else party


def agrees(scene: Scene, form: str, party: Party) -> bool:
    """Tell whether a party may be the subject of a verb before it: دعا has no feminine subject, دعت no masculine one."""
    verb, who = gender_of_verb(form), gender_of(scene, party)
    return not verb or not who or verb == who


def gender_of_verb(form: str) -> str:
    """Tell the gender of a folded verb where its form does: "m", "f" or nothing."""
    form = form.removeprefix("و").removeprefix("س")
    if len(form) < LONG or form.endswith(("وا", "ون", "ان", "نا", "ه", "ها", "هم", "تا")):
        return ""
    if form.endswith("ت"):
        return "f"
    return "m" if form.startswith("ی") or (form[0] not in "تن" and not form.endswith("ا")) else ""


def gender_of(scene: Scene, party: Party) -> str:
    """Tell the gender of a party where a word of it does; of persons, crowds and lists it is not known."""
    if len(party.who) != 1 or party.kind not in ("named", "state") or {*party.who} & scene.people:
        return ""
    word = scene.words.forms[party.first].removeprefix("و")
    if word in MASCULINE:
        return "m"
    if word.endswith("ه") and len(word) >= LONG:
        return "f"
    if party.kind == "state":
        return "m" if party.who[0] in MASCULINE_STATES else "f"
    return ""


def culprit(scene: Scene, first: int, last: int) -> Party | None:
    """Take whose the first act is that a sentence names between two places: أدان العراق القصف الأميركي على …"""
    noun = next(iter(scene.nouns[bisect_right(scene.nouns, first) : bisect_right(scene.nouns, last)]), None)
    if noun is None:
        return None
    return next((p for p in scene.parties if 0 <= p.first - noun <= NEAR and p.marker in ("", "of")), None)


def possessor(scene: Scene, place: int) -> Party | None:
    """Take whose the thing is that a verb has as its object: قصفت مواقع لحزب العمال."""
    near = [p for p in scene.parties if 0 < p.first - place <= NEAR + 1 and p.marker in ("to", "of")]
    return near[0] if near and scene.between(place, near[0].first) < 1 else None


def is_ours(form: str) -> bool:
    """Tell whether a folded verb says that we did something: استهدفنا."""
    return len(form) >= OURS and form.endswith("نا")


def attached(scene: Scene, last: int, party: Party) -> bool:
    """Tell whether an adjective of a state goes with an act itself: الهجوم الجوي الإسرائيلي, not اعتقال مواطن عراقي."""
    between = scene.words.forms[last : party.first]
    return not between or all(word.endswith(("ی", "یه")) for word in between)


def second(scene: Scene, genitive: Party) -> Party | None:
    """Take the object that follows whoever did what a noun tells: اغتيال إسرائيل لهنية."""
    near = [p for p in scene.parties if p.first == genitive.last and p.marker in ("", "to", "object")]
    apart = scene.words.marks[genitive.last - 1] or not near or near[0].joined or near[0].kind == "people"
    return None if apart else near[0]


def owner_behind(scene: Scene, last: int) -> Party | None:
    """Take whose the thing is that a preposition behind a noun marks: غارات على مواقع لحزب الله."""
    places = (place for place in range(last, min(last + NEAR + 2, scene.last)) if place in scene.prepositions)
    return next((party for place in places if (party := possessor(scene, place))), None)


def striker(scene: Scene, place: int) -> Party | None:
    """Take whose the blow is by which somebody was hit: مقتل قائد بضربة أميركية, في هجوم لداعش."""
    for at in range(place, min(place + REACH, scene.last)):
        if scene.words.forms[at].removeprefix("ب").startswith(BLOWS) and scene.between(place, at) < 1:
            near = [p for p in scene.parties if 0 <= p.first - at - 1 <= NEAR and p.marker in ("", "of", "to")]
            return near[0] if near and not is_answer(scene, at) else None
    return None


def is_answer(scene: Scene, place: int) -> bool:
    """Tell whether a blow is how somebody answers: ردت إيران على اغتيال سليماني بقصف قاعدتين أميركيتين."""
    return scene.words.forms[place].startswith("ب") and bool(ANSWERED & {*scene.words.forms[scene.first : place]})


def is_suffered(scene: Scene, kind: str, low: int, high: int) -> bool:
    """Tell whether a verb written alike in both voices is passive, since a blow is named behind it: قتل جنود في هجوم."""
    words = scene.words.forms
    if kind != "ASSAULT" or words[low].removeprefix("و") not in KILLED:
        return False
    for at in range(high, min(high + REACH, scene.last)):
        if words[at].removeprefix("ب").startswith(BLOWS) and (words[at].startswith("ب") or words[at - 1] in CAUSES):
            return sum(low < p.first < at and not p.marker for p in scene.parties) == 1
    return False


def judged(scene: Scene, start: int) -> Party | None:
    """Take whose the thing is of which a verb speaks behind ب: رحب بمبادرة بارزاني, أشاد بدور إيران."""
    words = scene.words.forms
    near = (p for p in scene.parties if p.first > start and not p.marker and not p.joined and scene.between(start, p.first) < 1)
    party = next(near, None)
    led = party and any(
        len(words[at]) > NEAR + 1 and words[at].startswith("ب") for at in range(max(party.first - NEAR, start), party.first)
    )
    return party if led else None


def announces(scene: Scene, form: str, cue: int, first: int) -> bool:
    """Tell whether somebody announces as his own what a noun at a place tells: أعلن الحرس الثوري استهداف قاعدة."""
    said = scene.words.forms[cue].removeprefix("و")
    near = first - cue <= REACH and not scene.opened(cue, first)
    return near and said.startswith(("اعلن", "یعلن", "تعلن", "تبن", "یتبن", "معلن")) and not form.lstrip("ب").startswith(SUFFERED)


def accusative(scene: Scene, party: Party) -> bool:
    """Tell whether an adjective of a state goes with an indefinite object: رتلا أميركيا."""
    return party.kind == "people" and scene.words.forms[party.last - 1].endswith("یا")


def apposed(scene: Scene, party: Party | None, verb: int) -> Party | None:
    """Take the person who has the office that a verb's subject names first: الأمين العام للمشروع العربي الشيخ فلان."""
    if party is None or ({*party.who} & scene.people and party.kind != "back"):
        return party
    after = (p for p in scene.parties if p.first >= party.last and not p.marker and not p.joined and p.kind == "named")
    person = next((p for p in after if {*p.who} & scene.people), None)
    if person is None or any(scene.words.marks[place] for place in range(party.last - 1, person.first)):
        return party
    gap = person.first - party.last
    body = party.kind == "named" and party.first > verb + 1 and gap <= 1  # أمين عام الأمم المتحدة فلان
    if not (body or (party.kind == "back" and gap <= REACH // 2)) or scene.between(party.last, person.first) >= 1 / 2:
        return party
    return person._replace(first=party.first)


def spoken_for(scene: Scene, place: int) -> Party | None:
    """Take the body for which somebody at a place speaks: أعلنت العلاقات العامة للحرس الثوري."""
    if place >= scene.last or scene.words.forms[place] not in SPOKESMEN:
        return None
    near = next((p for p in scene.parties if 0 < p.first - place <= NEAR + 2 and p.kind == "named"), None)
    return near if near and near.marker in ("to", "for", "of", "in") else None


def after_verb(scene: Scene, place: int) -> int:
    """Find the word after a verb, whose negation may be the first word of what tells the act: لن تقبل."""
    return place + 1 + (scene.words.forms[place] in ("لن", "لم", "لا", "قد", "وقد", "ولن", "ولم", "ولا"))
