"""English and Arabic sentences in, who acted and whether it happened out: what belongs to a noun, a verb or the clause behind "and"."""

from __future__ import annotations

import pytest

from tests.coding import code

Told = tuple[str, tuple[str, ...], tuple[str, ...], str]


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        (
            "en",
            "Muqtada al-Sadr condemned the U.S. strike on Syria and called for a halt.",
            ("ASSAULT", ("usa",), ("syria",), "actual"),
        ),
        (
            "en",
            "Muqtada al-Sadr condemned the U.S. strike on Syria and called for a halt.",
            ("REQUEST", ("muqtada-al-sadr",), (), "actual"),
        ),
        (
            "en",
            "After the U.S. attack on a base of the Popular Mobilization Forces, Iran was silent.",
            ("ASSAULT", ("usa",), ("pmf",), "actual"),
        ),
        (
            "en",
            "Iraqi soldiers were killed in an Islamic State attack on a checkpoint.",
            ("ASSAULT", ("isis",), ("text:iraq:troops",), "actual"),
        ),
        (
            "en",
            "Mohammed Shia al-Sudani met U.S. ambassador Alina Romanowski in Baghdad.",
            ("CONSULT", ("mohammed-shia-al-sudani", "alina-romanowski"), (), "actual"),
        ),
        (
            "en",
            "Ammar al-Hakim welcomed an initiative by Masoud Barzani.",
            ("SUPPORT", ("ammar-al-hakim",), ("masoud-barzani",), "actual"),
        ),
        (
            "en",
            "Supporters of the Popular Mobilization Forces protested outside the U.S. embassy in Baghdad.",
            ("PROTEST", ("pmf",), ("us-embassy-baghdad",), "actual"),
        ),
        (
            "en",
            "Abbas Araghchi arrived in Najaf at the head of a delegation.",
            ("CONSULT", ("abbas-araghchi",), ("iraq",), "actual"),
        ),
        ("en", "Iraqi forces arrested a senior ISIS leader in Kirkuk.", ("COERCE", ("iraqi-armed-forces",), ("isis",), "actual")),
        (
            "en",
            "Iraq's Federal Supreme Court stripped Mohammed al-Halbousi of his seat.",
            ("SANCTION", ("federal-supreme-court",), ("mohammed-al-halbousi",), "actual"),
        ),
        (
            "en",
            "Ali al-Sistani urged the government to protect protesters.",
            ("REQUEST", ("ali-al-sistani",), ("text:government",), "actual"),
        ),
        (
            "en",
            "Donald Trump threatened sanctions if U.S. troops were expelled from Iraq.",
            ("SANCTION", (), ("us-forces-iraq",), "hypothetical"),
        ),
        (
            "en",
            "Muqtada al-Sadr, who has long opposed both the United States and Iran, called on protesters to return to their homes.",
            ("REQUEST", ("muqtada-al-sadr",), ("text:protesters",), "actual"),
        ),
        (
            "en",
            "Ali Khamenei told Adel Abdul Mahdi that U.S. troops should leave Iraq.",
            ("REQUEST", ("ali-khamenei",), ("text:usa:troops",), "actual"),
        ),
        ("en", "Turkish warplanes bombed PKK positions in Dohuk.", ("ASSAULT", ("turkey",), ("pkk",), "actual")),
        (
            "en",
            "Hadi al-Amiri said U.S. troops must leave Iraq.",
            ("REQUEST", ("hadi-al-amiri",), ("text:usa:troops",), "actual"),
        ),
        ("ar", "قتل عشرة جنود عراقيين في هجوم لتنظيم داعش في ديالى.", ("ASSAULT", ("isis",), ("text:iraq:soldiers",), "actual")),
        ("ar", "قتلت الولايات المتحدة قاسم سليماني في غارة في بغداد.", ("ASSAULT", ("usa",), ("qasem-soleimani",), "actual")),
        ("ar", "رحب عمار الحكيم بمبادرة مسعود بارزاني.", ("SUPPORT", ("ammar-al-hakim",), ("masoud-barzani",), "actual")),
        ("ar", "أدان مقتدى الصدر القصف الأميركي على سوريا ودعا إلى وقفه فورا.", ("ASSAULT", ("usa",), ("syria",), "actual")),
        ("ar", "استهدفت طائرة مسيرة منزل مقتدى الصدر في النجف.", ("ASSAULT", (), ("muqtada-al-sadr",), "actual")),
        ("ar", "اقتحم محتجون السفارة الأميركية في بغداد.", ("PROTEST", ("text:protesters",), ("us-embassy-baghdad",), "actual")),
        (
            "ar",
            "أضرم محتجون في كربلاء النار في القنصلية الإيرانية.",
            ("PROTEST", ("text:protesters",), ("iran-consulate-karbala",), "actual"),
        ),
        (
            "ar",
            "استدعت وزارة الخارجية العراقية السفير الأميركي في بغداد.",
            ("ACCUSE", ("iraq-foreign-ministry",), ("text:usa:official",), "actual"),
        ),
        ("ar", "اتهمت السعودية إيران بتسليح الحوثيين.", ("AID", ("iran",), ("houthis",), "hypothetical")),
        ("ar", "نددت وزارة الخارجية الإيرانية بالغارات الإسرائيلية على سوريا.", ("ASSAULT", ("israel",), ("syria",), "actual")),
        ("ar", "تعهدت الولايات المتحدة بدعم القوات العراقية.", ("SUPPORT", ("usa",), ("iraqi-armed-forces",), "future")),
        ("ar", "هاجمت خلية لداعش نقطة للجيش العراقي.", ("ASSAULT", ("isis",), ("iraqi-army",), "actual")),
        ("ar", "مقتل خمسة من عناصر داعش بضربة جوية للتحالف الدولي.", ("ASSAULT", ("cjtf-oir",), ("isis",), "actual")),
        ("ar", "استهدفت مسيرة تركية مقرا لحزب العمال الكردستاني.", ("ASSAULT", ("turkey",), ("pkk",), "actual")),
        (
            "ar",
            "قال مقتدى الصدر: يجب أن تستقيل الحكومة العراقية.",
            ("REQUEST", ("muqtada-al-sadr",), ("iraq-government",), "actual"),
        ),
    ],
)
def test_each_party_stands_where_its_sentence_puts_it(language: str, text: str, act: Told) -> None:
    assert act in {(one.type, one.actors, one.recipients, one.modality) for one in code(text, language).acts}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Muqtada al-Sadr announced the establishment of a group named Resistance and called for a million-strong march in Iraq.",
            ("PROTEST", ("muqtada-al-sadr",), (), "actual"),
        ),
        (
            "On Tuesday Muqtada al-Sadr called for a mass march in Baghdad against the American presence.",
            ("PROTEST", ("muqtada-al-sadr",), ("usa",), "actual"),
        ),
        ("In 2014 Iran sent weapons to the Peshmerga.", ("AID", ("iran",), ("peshmerga",), "historical")),
        (
            "Iran is following a new plan to strengthen its influence in Iraq in collaboration with Hezbollah.",
            ("COOPERATE", ("iran", "hezbollah"), (), "actual"),
        ),
        (
            "Iraqi protesters attacked and set fire to the Iranian Consulate in Najaf.",
            ("PROTEST", ("text:iraq:protesters",), ("iran-consulate-najaf",), "actual"),
        ),
    ],
)
def test_a_call_to_march_a_plan_and_a_riot_are_what_plover_makes_of_them(text: str, act: Told) -> None:
    told = [(one.type, one.actors, one.recipients, one.modality) for one in code(text, "en").acts]
    assert told == [act]


def test_recep_is_no_month() -> None:
    (act,) = code("التقى محمد شياع السوداني الرئيس التركي رجب طيب أردوغان.", "ar").acts
    assert act.when is not None
    assert act.when.basis == "publication"


def test_when_somebody_said_so_is_not_when_it_was_done() -> None:
    text = 'Fararu wrote in early December 2019, " Iraqi protesters attacked the Iranian Consulate in Najaf on 3 December 2019."'
    coded = code(text, "en")
    assert [act.when and str(act.when.begin) for act in coded.acts] == ["2019-12-03"]
    assert [text[said.start :][:16] for said in coded.said] == ["Iraqi protesters"]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "وصل مقتدى الصدر إلى إيران. والتقى قاسم سليماني.",
            ("CONSULT", ("muqtada-al-sadr", "qasem-soleimani")),
        ),
        ("استدعت وزارة الخارجية العراقية السفير التركي. وطالبت بوقف الغارات.", ("REQUEST", ("iraq-foreign-ministry",))),
        ("استدعت وزارة الخارجية العراقية السفير التركي. ورفضت أنقرة الطلب.", ("REJECT", ("turkey",))),
    ],
)
def test_a_subject_goes_on_where_an_arabic_verb_opens_its_sentence(text: str, act: tuple[str, tuple[str, ...]]) -> None:
    assert act in {(one.type, one.actors) for one in code(text, "ar").acts}


def test_the_commander_of_a_state_is_its_last_person() -> None:
    text = "Esmail Qaani met Mohammed Shia al-Sudani in Baghdad. The Iranian commander urged Hadi al-Amiri to back Sudani."
    (asked,) = [act for act in code(text, "en").acts if act.type == "REQUEST"]
    assert (asked.actors, asked.recipients) == (("esmail-qaani",), ("hadi-al-amiri",))
    assert code("The Iranian commander met Hadi al-Amiri.", "en").acts[0].actors == ("text:iran:commanders", "hadi-al-amiri")


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        (
            "en",
            "Qassem Soleimani was martyred in a U.S. air strike on Baghdad’s international airport.",
            ("ASSAULT", ("usa",), ("qasem-soleimani",), "actual"),
        ),
        (
            "en",
            "Barham Salih condemned the attack and urged restraint from all parties.",
            ("ACCUSE", ("barham-salih",), (), "actual"),
        ),
        ("en", "The NCRI hailed Qassem Soleimani’s assassination in a blog post.", ("SUPPORT", ("ncri",), (), "actual")),
        (
            "en",
            "Barham Salih said Prime Minister Adel Abdul-Mahdi is ready to step down.",
            ("CONCEDE", ("adil-abdul-mahdi",), (), "future"),
        ),
        (
            "en",
            "Mohammed Allawi, who served under Nouri al-Maliki, said he would resign, and called on protesters to continue.",
            ("REQUEST", ("mohammed-tawfiq-allawi",), ("text:protesters",), "actual"),
        ),
        (
            "en",
            "Iraqis burned flags, chanting slogans against Saudi Arabia.",
            ("PROTEST", ("text:iraq:people",), ("saudi-arabia",), "actual"),
        ),
        ("en", "TEHRAN – The United States threatened Iraq.", ("THREATEN", ("usa",), ("iraq",), "actual")),
        ("en", "Ammar al-Hakim announced that he would visit Tehran.", ("AGREE", ("ammar-al-hakim",), ("iran",), "future")),
        (
            "en",
            "Muqtada al-Sadr’s supporters stormed the Iranian consulate.",
            ("PROTEST", ("text:muqtada-al-sadr:supporters",), ("iran",), "actual"),
        ),
        (
            "en",
            "Critics of Nouri al-Maliki accused Iran of meddling.",
            ("ACCUSE", ("text:nouri-al-maliki:critics",), ("iran",), "actual"),
        ),
        (
            "ar",
            "هاجم أنصار مقتدى الصدر السفارة الأميركية.",
            ("ASSAULT", ("text:muqtada-al-sadr:supporters",), ("usa",), "actual"),
        ),
        (
            "ar",
            "وكان عادل الجبير قد التقى نوري المالكي في الدوحة.",
            ("CONSULT", ("adel-al-jubeir", "nouri-al-maliki"), (), "actual"),
        ),
    ],
)
def test_sentences_of_real_reports_that_were_misread(language: str, text: str, act: Told) -> None:
    assert act in {(one.type, one.actors, one.recipients, one.modality) for one in code(text, language).acts}


def test_who_meets_one_and_another_meets_twice() -> None:
    text = "Mohammad Javad Zarif arrived in Baghdad and held talks with Barham Salih. Zarif also met Nouri al-Maliki."
    acts = [(act.mode, act.actors, act.recipients) for act in code(text, "en").acts if act.type == "CONSULT"]
    assert acts == [
        ("visit", ("mohammad-javad-zarif",), ("iraq",)),
        (None, ("mohammad-javad-zarif", "barham-salih"), ()),
        (None, ("mohammad-javad-zarif", "nouri-al-maliki"), ()),
    ]


def test_a_word_for_a_body_means_one_that_fits_it() -> None:
    text = "The Iraqi parliament met in Baghdad. The Iranian army shelled a village. The parliament condemned the shelling."
    assert ("ACCUSE", ("council-of-representatives",)) in {(act.type, act.actors) for act in code(text, "en").acts}


def test_an_arabic_title_that_speaks_is_whoever_spoke_before() -> None:
    text = (
        "أكد وزير الخارجية السعودي عادل الجبير أن المملكة حريصة على السلام. واستمرار المأساة مرده إلى بشار الأسد. "
        "ورأى معالي وزير الخارجية أن امتناع إيران عن دخول المفتشين خطأ."
    )
    assert [said.chain for said in code(text, "ar").said] == [("adel-al-jubeir",)] * 2
