"""Who says what through whom, and how two stand to one another as somebody says it, in three languages."""

from __future__ import annotations

import pytest

from tests.coding import code


def claims(text: str, language: str = "en") -> list[tuple[str, tuple[str, ...], str]]:
    """List what is said: the words, who vouches for them, the stance."""
    return [(text[said.start : said.end], said.chain, said.stance) for said in code(text, language).said]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "Muqtada al-Sadr said that Iraq needs calm.", ("Iraq needs calm", ("muqtada-al-sadr",), "asserts")),
        ("en", "“Iraq needs calm now,” Muqtada al-Sadr said.", ("Iraq needs calm now", ("muqtada-al-sadr",), "asserts")),
        ("en", "Iraq needs calm now, Muqtada al-Sadr said.", ("Iraq needs calm now", ("muqtada-al-sadr",), "asserts")),
        ("en", "According to Fararu, Iran has a new plan.", ("Iran has a new plan", ("fararu",), "asserts")),
        ("en", "Iran denied that it had armed the Houthis.", ("it had armed the Houthis", ("iran",), "denies")),
        ("fa", "مقتدی صدر گفت: «عراق به آرامش نیاز دارد.»", ("عراق به آرامش نیاز دارد", ("muqtada-al-sadr",), "asserts")),
        ("fa", "مقتدی صدر گفت که عراق به آرامش نیاز دارد.", ("عراق به آرامش نیاز دارد", ("muqtada-al-sadr",), "asserts")),
        ("ar", "قال مقتدى الصدر إن العراق بحاجة إلى الهدوء.", ("العراق بحاجة إلى الهدوء", ("muqtada-al-sadr",), "asserts")),
        ("ar", "نفت إيران أن تكون قد سلحت الحوثيين.", ("تكون قد سلحت الحوثيين", ("iran",), "denies")),
    ],
)
def test_what_is_said_is_found_with_who_says_it(language: str, text: str, wanted: tuple[str, tuple[str, ...], str]) -> None:
    assert wanted in [(words.rstrip(".»«"), chain, stance) for words, chain, stance in claims(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "chain"),
    [
        ("en", "Turkey attacked the PKK on Monday, IRNA reported quoting Javad Zarif.", ("irna", "mohammad-javad-zarif")),
        ("fa", "به گزارش ایرنا به نقل از فرارو، ایران برنامه تازه‌ای در عراق دارد.", ("irna", "fararu")),
        ("en", "Citing two Iraqi officials, Reuters reported that Iran has a new plan.", ("reuters", "text:iraq:officials")),
        ("en", "Reuters, citing two Iraqi officials, reported that Iran has a new plan.", ("reuters", "text:iraq:officials")),
        ("en", "Fars quoted Nouri al-Maliki as saying that Iran has a new plan.", ("fars-news", "nouri-al-maliki")),
        ("en", "Nouri al-Maliki was quoted by Fars as saying that Iran has a new plan.", ("fars-news", "nouri-al-maliki")),
        ("en", "Nouri al-Maliki was quoted as saying that Iran has a new plan.", ("nouri-al-maliki",)),
        ("fa", "به گزارش رویترز به نقل از یک منبع عراقی، ایران برنامه تازه‌ای دارد.", ("reuters", "text:یک منبع عراقی")),
        ("fa", "یک مقام آمریکایی به رویترز گفت ایران برنامه تازه‌ای دارد.", ("reuters", "text:usa:officials")),
        ("fa", "آسوشیتدپرس به نقل از دو مقام عراقی گزارش داد ایران برنامه تازه‌ای دارد.", ("ap", "text:iraq:officials")),
        ("ar", "ونقلت رويترز عن نوري المالكي أن إيران لديها خطة جديدة.", ("reuters", "nouri-al-maliki")),
        ("ar", "نقلت صحيفة العالم الجديد عن مصدر عراقي أن إيران لديها خطة.", ("al-alam-al-jadid", "text:مصدر عراقي")),
        ("ar", "ونقل الموقع عن نوري المالكي قوله إن إيران لديها خطة جديدة.", ("text:الموقع", "nouri-al-maliki")),
        ("fa", "محمدجواد ظریف در گفت‌وگو با الجزیره گفت: «عراق به آرامش نیاز دارد.»", ("al-jazeera", "mohammad-javad-zarif")),
    ],
)
def test_the_chain_of_speakers_is_outermost_first(language: str, text: str, chain: tuple[str, ...]) -> None:
    assert chain in [said for _, said, _ in claims(text, language)]


def test_a_quotation_over_several_sentences_is_one_claim() -> None:
    text = "“Iraq needs calm. The streets are full of anger,” Muqtada al-Sadr said."
    assert claims(text) == [("Iraq needs calm. The streets are full of anger", ("muqtada-al-sadr",), "asserts")]


def test_he_added_goes_on_with_who_spoke() -> None:
    text = "Muqtada al-Sadr said that Iraq needs calm. Iran is near. He added that the streets are full."
    assert [chain for _, chain, _ in claims(text)] == [("muqtada-al-sadr",), ("muqtada-al-sadr",)]


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("en", "An Iraqi source said that Iran has a new plan.", "text:source"),
        ("en", "According to an Iraqi source, Iran has a new plan.", "text:Iraqi source"),
        ("en", "According to an Iraqi security source, Iran has a new plan.", "text:Iraqi security source"),
        ("fa", "به گفته یک منبع عراقی، ایران برنامه تازه‌ای دارد.", "text:یک منبع عراقی"),
        ("fa", "یک منبع عراقی گفت ایران برنامه تازه‌ای دارد.", "text:یک منبع عراقی"),
        ("fa", "به گفته شاهدان عینی، نیروهای امنیتی برنامه تازه‌ای دارند.", "text:شاهدان عینی"),
        ("fa", "به نوشته روزنامه الاخبار، قاسم سلیمانی برنامه تازه‌ای دارد.", "text:الاخبار"),
        ("ar", "وبحسب مصدر أمني عراقي فإن إيران لديها خطة جديدة.", "text:مصدر أمني عراقي"),
    ],
)
def test_a_source_without_a_name_is_typed_and_is_not_its_state(language: str, text: str, who: str) -> None:
    assert [chain for _, chain, _ in claims(text, language)] == [(who,)]


def test_who_is_quoted_vouches_for_what_is_told() -> None:
    (act,) = code("Fars quoted Nouri al-Maliki as saying that Iran attacked Turkey.", "en").acts
    assert (act.type, act.actors, act.said_by) == ("ASSAULT", ("iran",), ("fars-news", "nouri-al-maliki"))


def test_who_is_told_of_acts_and_not_who_tells() -> None:
    (act,) = code("Nouri al-Maliki told Reuters that Saudi Arabia supports ISIS.", "en").acts
    assert (act.actors, act.recipients, act.said_by) == (("saudi-arabia",), ("isis",), ("reuters", "nouri-al-maliki"))


def test_what_is_carried_elsewhere_is_not_said() -> None:
    assert claims("نقلت القوات الأميركية معداتها من قاعدة عين الأسد.", "ar") == []


def test_nouns_and_passives_say_nothing() -> None:
    assert claims("The report was denied by Iran last week. His claims are known in Iraq.") == []


def test_an_event_within_a_claim_is_vouched_for_by_its_speaker_and_a_demand_by_nobody_else() -> None:
    acts = code("Javad Zarif said that Turkey attacked the PKK. Javad Zarif called on Turkey to leave Iraq.").acts
    assert {act.type: act.said_by for act in acts} == {"ASSAULT": ("mohammad-javad-zarif",), "REQUEST": ()}


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "Iran has turned to Muqtada al-Sadr.", ("iran", "muqtada-al-sadr", "closer")),
        ("en", "The rift between Nouri al-Maliki and Muqtada al-Sadr is old.", ("nouri-al-maliki", "muqtada-al-sadr", "apart")),
        ("en", "Iran's allies, including Nouri al-Maliki, were silent.", ("iran", "nouri-al-maliki", "allied")),
        ("en", "Iran distanced itself from Nouri al-Maliki.", ("iran", "nouri-al-maliki", "apart")),
        ("fa", "ایران از نوری المالکی فاصله گرفت.", ("iran", "nouri-al-maliki", "apart")),
    ],
)
def test_how_two_stand_is_taken_from_words_that_say_so(language: str, text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in [(stand.a, stand.b, stand.direction) for stand, _ in code(text, language).stands]


def test_what_would_bring_two_together_has_not() -> None:
    assert not code("Barham Salih hopes that the measure would cement ties between Iran and Iraq.").stands
    assert code("The measure cemented ties between Iran and Iraq.").stands


def test_words_that_are_denied_and_outlets_make_no_alignment() -> None:
    assert code("Iran has not turned to Muqtada al-Sadr.").stands == ()
    assert code("Fararu, a website close to Iran, is read in Qom.").stands == ()


def test_who_threatens_for_his_state_vouches_for_nothing_more() -> None:
    text = "به گزارش رویترز، محمد جواد ظریف گفت اگر آمریکا واکنش نشان دهد ایران بیکار نخواهد نشست."
    warned = next(act for act in code(text, "fa").acts if act.type == "THREATEN")
    assert warned.actors == ("mohammad-javad-zarif", "iran") and "mohammad-javad-zarif" not in warned.said_by
