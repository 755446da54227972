"""Sentences whose actor, speaker or victim stands elsewhere in, who is meant out: in a clause before, a quotation, a headline."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from extractors.article import split_sentences
from tests.coding import READ, code, finder

Told = tuple[str, tuple[str, ...], tuple[str, ...]]


def acts(text: str, language: str) -> list[Told]:
    """List the acts of a text: type, actors, recipients."""
    return [(act.type, act.actors, act.recipients) for act in code(text, language).acts]


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "Mass protests continue in Basra.", ("PROTEST", ("text:protesters",), ())),
        ("fa", "اعتراضات در بغداد ادامه دارد.", ("PROTEST", ("text:protesters",), ())),
        (
            "en",
            "The U.S. attacks on Baghdad airport led to the martyrdom of Qassem Soleimani.",
            ("ASSAULT", ("usa",), ("qasem-soleimani",)),
        ),
        (
            "fa",
            "حملات هوایی آمریکا و اسرائیل که موجب شهادت علی خامنه‌ای شد محکوم است.",
            ("ASSAULT", ("usa", "israel"), ("ali-khamenei",)),
        ),
        (
            "en",
            "The U.S. responded to the attack with airstrikes on Kataib Hezbollah in Iraq.",
            ("ASSAULT", ("usa",), ("kataib-hezbollah",)),
        ),
        ("en", "Iran had vowed revenge over the US attack.", ("THREATEN", ("iran",), ("usa",))),
        ("en", "U.S. troops were deployed to Anbar.", ("MOBILIZE", ("text:usa:troops",), ())),
        ("fa", "حشد الشعبی در مرز سوریه مستقر شد.", ("MOBILIZE", ("pmf",), ())),
        ("fa", "گروهی ناشناس سه ایرانی را در بغداد ربودند.", ("ASSAULT", (), ("text:iran:people",))),
        ("fa", "کردها خواستار الحاق کرکوک به اقلیم هستند.", ("REQUEST", ("text:Kurds",), ())),
        ("fa", "حیدر العبادی از مواضع ایران قدردانی کرد.", ("SUPPORT", ("haider-al-abadi",), ("iran",))),
        ("ar", "واستدعت البحرين، في اليوم نفسه، سفيرها لدى طهران للتشاور.", ("SANCTION", ("bahrain",), ("iran",))),
        (
            "ar",
            "تظاهر عشرات الأكراد في السليمانية احتجاجا على الغارات الجوية التركية على أهداف لحزب العمال الكردستاني.",
            ("PROTEST", ("text:Kurds",), ("turkey",)),
        ),
        ("ar", "انتقد عادل الجبير دعم طهران لنظام بشار الأسد.", ("SUPPORT", ("iran",), ("bashar-al-assad",))),
        ("ar", "زار وفد عراقي السعودية.", ("CONSULT", ("text:iraq:delegation",), ("saudi-arabia",))),
        ("ar", "والإمارات واحدة من دول عديدة في الخليج تتهم إيران بإثارة القلاقل.", ("ACCUSE", ("uae",), ("iran",))),
    ],
)
def test_who_is_meant_is_found_where_the_act_names_nobody(language: str, text: str, act: Told) -> None:
    assert act in acts(text, language)


def test_a_verb_that_goes_with_its_noun_tells_one_act() -> None:
    assert [kind for kind, _, _ in acts("واستدعت البحرين سفيرها لدى طهران للتشاور.", "ar")] == ["SANCTION"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ali Shamkhani said that Iran supports Barham Salih."),
        ("fa", "علی شمخانی گفت: ایران از برهم صالح حمایت می‌کند."),
        ("ar", "قال علي شمخاني إن إيران تدعم برهم صالح."),
    ],
)
def test_who_speaks_for_his_state_acts_with_it_and_nobody_else_vouches(language: str, text: str) -> None:
    (act,) = (act for act in code(text, language).acts if act.type == "SUPPORT")
    assert (act.actors, act.recipients, act.said_by) == (("ali-shamkhani", "iran"), ("barham-salih",), ())


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("fa", "سردار سلامی گفت: سپاه پایگاه‌های آمریکا را هدف قرار خواهد داد.", "irgc"),
        ("en", "The IRGC said that it will attack U.S. bases in Iraq.", "irgc"),
    ],
)
def test_an_attack_that_a_speaker_announces_of_his_own_side_is_a_threat(language: str, text: str, who: str) -> None:
    told = {(act.type, act.modality) for act in code(text, language).acts if who in act.actors}
    assert told == {("THREATEN", "actual")}


def test_who_stands_outside_a_quotation_does_nothing_in_it() -> None:
    text = "“Vengeance for killing General Qassem Soleimani is a right,” Hassan Rouhani said."
    assert not [act for act in code(text).acts if act.type == "ASSAULT" and "hassan-rouhani" in act.actors]


def test_what_somebody_quotes_is_not_done_by_him() -> None:
    text = "مقتدی صدر در گفت‌وگو با شبکه المنار گفت: «گروگان‌های فرانسوی را آزاد کنند، زیرا فرانسه اشغالگر نیست.»"
    (act,) = code(text, "fa").acts
    assert (act.type, act.actors) == ("RETREAT", ())


def test_what_stands_behind_the_noun_of_another_act_goes_with_that_one() -> None:
    (act,) = code("The U.S. responded to the rocket attack days later with deadly airstrikes on Kataib Hezbollah in Iraq.").acts
    assert (act.mode, act.actors, act.recipients) == ("aerial", ("usa",), ("kataib-hezbollah",))


def test_an_arabic_sentence_that_opens_with_its_subject_is_said_by_it() -> None:
    text = "رئيس الوزراء العراقي نوري المالكي وفقا للمسؤول التركي أكد خلال الاجتماع أن واشنطن تراقب العلاقة بين بغداد وطهران."
    (said,) = code(text, "ar").said
    assert said.chain[-1] == "nouri-al-maliki"


def test_an_act_on_like_groups_is_told_twice() -> None:
    text = (
        "Iran's Ministry of Foreign Affairs called on Iranians to postpone traveling to Iraq. "
        "The ministry urged Iranian travelers and pilgrims to put off traveling to Iraq."
    )
    (act,) = (act for act in code(text).acts if act.type == "REQUEST")
    assert len(act.tellings) == 1


def test_what_others_demand_is_not_demanded_by_who_tells_of_it() -> None:
    text = "“The measures of the nation, who have demanded to oust U.S. forces in huge rallies, deserve gratitude,” Ali Shamkhani said."
    (act,) = (act for act in code(text).acts if act.type == "REQUEST")
    assert "ali-shamkhani" not in act.actors


@pytest.mark.parametrize(
    ("language", "text", "both"),
    [
        ("en", "Tehran and Riyadh held talks.", {"iran", "saudi-arabia"}),
        ("fa", "بین تهران و ریاض گفت‌وگوهایی انجام شده است.", {"iran", "saudi-arabia"}),
        ("ar", "اتفقت طهران والرياض على فتح السفارات.", {"iran", "saudi-arabia"}),
    ],
)
def test_two_capitals_that_and_joins_are_their_states(language: str, text: str, both: set[str]) -> None:
    assert both in [{*act.actors} for act in code(text, language).acts]


def test_the_points_of_a_short_form_part_no_expression() -> None:
    assert "CONCEDE" in {kind for kind, _, _ in acts("Turkey lifted all U.S. sanctions on Syria.", "en")}


def test_a_land_that_somebody_visited_visits_nobody() -> None:
    assert acts("وأشار المصدر إلى أن الموقوف مهدي كان يتنقل، حيث زار السعودية 13 مرة.", "ar") == []


def test_who_adds_something_is_no_object_of_it() -> None:
    (act,) = code("Iran’s approach is supporting the country’s unity, Iraj Masjedi added.").acts
    assert act.recipients == ()


def test_the_family_of_somebody_is_not_he() -> None:
    for language, text in (
        ("en", "Hassan Rouhani met with the family of General Qassem Soleimani."),
        ("fa", "حسن روحانی با خانواده قاسم سلیمانی دیدار کرد."),
    ):
        (act,) = code(text, language).acts
        assert {*act.actors, *act.recipients} == {"hassan-rouhani", "text:qasem-soleimani:family"}


@pytest.mark.parametrize(
    ("language", "text", "chain"),
    [
        ("fa", "تهران ـ خبرگزاری جمهوری اسلامی: وزیر خارجه عراق گفت: عراق با طرح ترکیه مخالف است.", "iran"),
        ("fa", "بغداد - ایرنا - وزارت خارجه عراق خواستار توضیح دولت سعودی شد.", "iraq"),
    ],
)
def test_the_town_of_a_dateline_says_nothing(language: str, text: str, chain: str) -> None:
    coded = code(text, language)
    assert coded.acts
    assert not any(chain in act.said_by for act in coded.acts)
    assert not any(chain in said.chain for said in coded.said)


def test_the_president_is_whoever_a_text_names_so() -> None:
    text = (
        "Iraqi Prime Minister Adil Abdul-Mahdi will resign if a replacement is found, the president has said. "
        "President Barham Salih is drafting a law."
    )
    assert ("barham-salih",) in {said.chain for said in code(text, day=date(2019, 11, 29)).said}


def test_what_is_done_by_saying_it_is_vouched_for_by_who_passed_it_on() -> None:
    text = "Adil Abdul-Mahdi has announced that he would visit Tehran soon, according to Iraqi media."
    (act,) = (act for act in code(text).acts if act.type == "AGREE")
    assert act.said_by == ("text:Iraqi media",)


def test_a_date_that_opens_a_sentence_is_of_all_of_it() -> None:
    text = "In 2014, when Daesh unleashed its campaign in Iraq, Iran rushed to the aid of Iraqi forces."
    assert {(act.type, act.when.begin.year) for act in code(text).acts if act.when} == {("ASSAULT", 2014), ("AID", 2014)}


@pytest.mark.parametrize("sources", ["مصادر روسية", "تقارير تركية", "مصادر إيرانية"])
def test_an_arabic_adjective_of_a_state_is_not_its_persian_name(sources: str) -> None:
    (said,) = code(f"أوضحت {sources} أن قاسم سليماني زار بغداد.", "ar").said
    assert said.chain == (f"text:{sources}",)


def test_an_arabic_office_and_the_name_behind_it_are_one() -> None:
    (said,) = code("قال المفاوض النووي الإيراني الكبير عباس عراقجي إن الاتفاق النووي بات قريبا.", "ar").said
    assert said.chain == ("abbas-araghchi",)


def test_he_is_the_person_with_whom_the_headline_opens() -> None:
    text, title = "وی افزود: عراق از ایران تشکر می‌کند.", "نوری المالکی: عراق قدردان است"
    moment = datetime(READ.year, READ.month, READ.day, tzinfo=UTC)
    decisions = finder().detector.find({"title": title, "text": text}, "fa", moment)
    spans = [(s.start_char, s.end_char) for s in split_sentences(1, text, "fa")]
    assert {said.chain for said in finder().code(text, "fa", spans, decisions, READ).said} == {("nouri-al-maliki",)}
    assert not code(text, "fa").said


@pytest.mark.parametrize("end", ["نیروهای", "نیروهای مسلح", "معترضان", "مقامات"])
def test_a_text_that_ends_with_a_group_is_read(end: str) -> None:
    assert code(f"ایران به عراق حمله کرد و {end}", "fa").acts


def test_who_is_told_something_is_not_acted_on_in_it() -> None:
    found = acts("سوریه به آمریکا گفت: مرز خود را با عراق بسته است.", "fa")
    assert found
    assert not any("usa" in recipients for _, _, recipients in found)
