"""A light noun or adjective and the helping verbs of its sentence in, the one that is its own out, or that it is none's."""

from __future__ import annotations

from extractors.lexicon import Hit
from extractors.wording import Wording

# How far a helping verb stands from its noun: "held a second round of talks", حمله موشکی به سفارت انجام داد.
REACH = {"en": 4, "fa": 6, "ar": 8}
# And that of which a Persian noun is the object.
OBJECT = 16
# All folded. Persian adjectives whose helping verb follows at once, or after another: کشته و زخمی شدند, but not مشاغل آزاد داریم.
CLOSE = frozenset("ازاد زندانی شهید اسیر مستقر دستگیر منفجر زخمی کشته مجروح فیلتر بازداشت بازدید اخراج ربوده تخریب".split())
# Persian nouns to which a helping verb right behind them belongs: برای حمله به اسرائیل استفاده کرد is no attack made.
TAKEN = frozenset(
    "استفاده اشاره اعلام تاکید معرفی متوقف تبدیل بررسی مطرح دریافت تهیه تلقی محسوب توصیف ارزیابی عنوان بیان اظهار خاطرنشان "
    "یاداور دنبال پیگیری رصد برجسته فراهم تعیین تشریح تبیین تصویب تعریف مشخص معلوم اثبات ثابت محدود منجر مواجه روبرو روبهرو مبدل "
    "موکول متهم محکوم منتشر پخش انتخاب عرضه تولید مشاهده فراموش ادامه نتیجه پایان خاتمه افزایش کاهش گسترش توسعه تغییر شدت رونق "
    "نشان شکل جان دست تاثیر نقش اهمیت وجود ریشه اثر مشکل سابقه خبر".split()
)
# Persian forms of "have": what stands before one is had, unless a preposition marks it: گفت‌وگویی با ظریف داشت.
HAVING = frozenset("داشت داشتند دارد دارند داشته".split())
# From a noun to its own "have" stand so many words; else within so many before it stands a preposition.
OWN, NOUNS, NEARLY = 2, 3, frozenset("با به از در بر برای".split())
# Persian adjectives that have a place between them and their helping verb: راهی بیروت شد.
BOUND = frozenset("راهی عازم وارد رهسپار".split())
# Persian words that make a circumstance of the noun behind them.
CIRCUMSTANCES = frozenset(
    {("در", "پی"), ("پس", "از"), ("بعد", "از"), ("به", "دنبال"), ("بر", "اثر"), ("در", "اثر")}
    | {("در", "جریان"), ("به", "دلیل"), ("به", "علت"), ("در", "واکنش"), ("با", "اشاره"), ("در", "خصوص")}
)
# And those, of so many words, that make it the reason for something.
REASON = 2
REASONS = frozenset({("به", "دلیل"), ("به", "خاطر"), ("به", "علت"), ("به", "سبب"), ("به", "جهت"), ("به", "واسطه")})
# Persian prepositions by what they mark; the party behind one stands so many words before its noun at most.
PREPOSITIONS, WITH = {"with": "با", "to": "به", "from": "از", "object": "را"}, 8
# What leads in Persian to what somebody undertakes.
UNDERTAKING = frozenset({("اقدام", "به"), ("مبادرت", "به"), ("دست", "به")})
# What says in Persian that somebody is about something.
BUSY = frozenset("مشغول سرگرم درحال".split())
# Persian verbs, and words before one, that say of a noun only that it takes place: its parties stand at itself.
HAPPENED = frozenset("صورت رخ روی".split())
BEGUN = frozenset("گزارش ثبت اغاز شروع برگزار متوقف تمدید تکمیل کامل".split())
# Persian adjectives of wanting, active with شد too: خواستار … شد.
WANTING = frozenset("خواستار خواهان مخالف".split())
# Persian verbs of being.
BEING = frozenset("است هست هستند بود بودند شد شدند نیست نیستند باشد باشند".split())
# Behind such an adjective its object ends within so many words.
NEAR = 6


def helper_of(words: Wording, light: Hit, helpers: list[Hit], lights: set[int], language: str) -> Hit | None:
    """Find the helping verb of a noun, the nearest and longest: before it, in Persian after it, a passive English one too.

    In Persian one that stands right behind another light noun is that noun's: به حمله … تهدید کرد.
    """
    found: list[tuple[int, int, Hit]] = []
    # حملات شدیدی را علیه … انجام داد: of an object the verb is sure to come
    reach = OBJECT if language == "fa" and "را" in words.forms[light.last : light.last + 2] else REACH[language]
    for helper in helpers:
        follows = language == "fa" or (language == "en" and helper.value == "passive")
        gap = helper.first - light.last if follows else light.first - helper.last
        if not 0 <= gap <= reach:
            continue
        if language == "fa" and gap > 0 and is_anothers(words, light, helper):
            continue
        if not (language == "fa" and gap > 0 and helper.first in lights):
            found.append((gap, helper.first - helper.last, helper))
    return min(found, default=(0, 0, None), key=lambda one: one[:2])[2]


def is_circumstance(words: Wording, first: int) -> bool:
    """Tell whether a Persian noun at a word only says when or why something happened, whose verb is not its own: در پی حمله."""
    starts = (max(first - 2, 0), first)
    within = "در" in words.forms[max(first - 1, 0) : first + 1]  # در دیدار با, در حمله به
    return within or any(tuple(words.forms[start : start + 2]) in CIRCUMSTANCES for start in starts)


def is_going_on(words: Wording, first: int) -> bool:
    """Tell whether somebody is about what a Persian noun says: در حال مذاکره, مشغول گفت‌وگو."""
    before = words.forms[max(first - 2, 0) : first]
    return before == ["در", "حال"] or not BUSY.isdisjoint(before[-1:])


def undertaken(words: Wording, noun: Hit, helpers: list[Hit]) -> Hit | None:
    """Find the verb of a Persian noun that somebody undertakes or sets his hand to: اقدام به بازداشت … کردند, دست به حمله زد."""
    if tuple(words.forms[max(noun.first - 2, 0) : noun.first]) not in UNDERTAKING:
        return None
    return next((helper for helper in helpers if 0 <= helper.first - noun.last <= OBJECT), None)


def is_reason(words: Wording, place: int) -> bool:
    """Tell whether Persian words before a place say that a reason follows: به دلیل, به خاطر."""
    return tuple(words.forms[max(place - REASON, 0) : place]) in REASONS


def is_event(words: Wording, light: Hit, helper: Hit) -> bool:
    """Tell whether a Persian verb says of a noun with its parties that it took place: سفر ظریف به عراق آغاز شد."""
    gap = helper.first - light.last
    return gap > 0 and (words.forms[helper.first] in HAPPENED or (gap > 1 and words.forms[helper.first - 1] in BEGUN))


def is_anothers(words: Wording, light: Hit, helper: Hit) -> bool:
    """Tell whether a Persian helping verb some words behind a noun helps another one."""
    before, joined = words.forms[helper.first - 1], words.forms[light.last] == "و"
    alone = light.last - light.first == 1 and words.forms[light.first] in CLOSE
    bound = before in TAKEN or not BOUND.isdisjoint(words.forms[light.last : helper.first])
    if helper.first - light.last > OWN and words.forms[helper.first] in HAVING:  # اشغال عراق پیامدهای بدی داشت
        bound |= NEARLY.isdisjoint(words.forms[helper.first - NOUNS : helper.first])
    return bound or (not joined and (before in CLOSE or alone))


def is_left_out(words: Wording, light: Hit, helpers: list[Hit]) -> bool:
    """Tell whether a Persian noun leaves its verb to the end of what "and" adds: با او دیدار و درباره عراق گفت‌وگو کرد."""
    forms = words.forms
    if forms[light.last : light.last + 1] != ["و"] or words.marks[light.last - 1]:
        return False
    wanted = {PREPOSITIONS[marker] for marker in light.value.to if marker in PREPOSITIONS}
    before = forms[max(light.first - WITH, 0) : light.first]
    led = wanted & {*before} and not {"که", "و"} & {
        *before[max((i for i, form in enumerate(before) if form in wanted), default=0) :]
    }
    later = next((h for h in helpers if h.first > light.last + 1), None)
    return bool(led) and later is not None and "که" not in forms[light.last : later.first]


def shared_helper(words: Wording, adjective: Hit, helpers: list[Hit]) -> Hit | None:
    """Find the helping verb that a Persian adjective shares with another behind "and": ۱۳ سرباز کشته و ۴ نفر زخمی شدند."""
    if words.forms[adjective.last - 1] not in CLOSE or words.forms[adjective.last : adjective.last + 1] != ["و"]:
        return None
    near = (h for h in helpers if 0 < h.first - adjective.last <= REACH["fa"] and words.forms[h.first - 1] in CLOSE)
    return next(near, None)


def is_half_of_talks(words: Wording, cue: Hit) -> bool:
    """Tell whether "said" is half of the Persian word for talks, written apart: گفت و گو."""
    after = words.forms[cue.last : cue.last + 2]
    half = after[1:] if after[:1] == ["و"] else [after[0].removeprefix("و")] if after else []
    return words.forms[cue.last - 1] == "گفت" and half != [] and half[0].startswith(("گو", "شنود"))


def describes(words: Wording, hit: Hit) -> bool:
    """Tell whether a Persian adjective of wanting only says more of an object, whose mark follows before any verb of being."""
    if hit.last - hit.first > 1 or words.forms[hit.first] not in WANTING:
        return False
    after = (form for form in words.forms[hit.last : hit.last + NEAR] if form == "را" or form in BEING)
    return next(after, "") == "را"
