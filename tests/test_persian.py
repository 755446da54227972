"""Persian sentences in, who acted and whether it happened out: what a clause, a preposition or "and" parts, and who is asked."""

from __future__ import annotations

import pytest

from tests.coding import code

Told = tuple[str, tuple[str, ...], tuple[str, ...], str]


def told(text: str) -> set[Told]:
    return {(act.type, act.actors, act.recipients, act.modality) for act in code(text, "fa").acts}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "مقتدی صدر حمله آمریکا به سوریه را محکوم کرد و خواستار وحدت شد.",
            ("ACCUSE", ("muqtada-al-sadr",), ("usa",), "actual"),
        ),
        ("مقتدی صدر حمله آمریکا به سوریه را محکوم کرد و خواستار وحدت شد.", ("ASSAULT", ("usa",), ("syria",), "actual")),
        ("نوری مالکی از این طرح دست نمی‌کشد و به آمریکا هشدار داد.", ("THREATEN", ("nouri-al-maliki",), ("usa",), "actual")),
        ("در پی حمله آمریکا ایران خواستار نشست شورای امنیت شد.", ("ASSAULT", ("usa",), (), "actual")),
    ],
)
def test_what_happened_is_not_what_the_clause_behind_it_asks_or_denies(text: str, act: Told) -> None:
    assert act in told(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("عمار حکیم ضمن محکومیت حملات اسرائیل، خواستار وحدت شد.", ("REQUEST", ("ammar-al-hakim",), (), "actual")),
        (
            "جریان صدر در اعتراض به دیدار نوری مالکی با جرج بوش مشارکت خود را در دولت عراق به حال تعلیق درآورد.",
            ("PROTEST", ("sadrist-movement",), ("iraq-government",), "actual"),
        ),
        ("هوشیار زیباری با اشاره به روابط با تهران از ایران قدردانی کرد.", ("SUPPORT", ("hoshyar-zebari",), ("iran",), "actual")),
    ],
)
def test_who_goes_with_another_noun_or_preposition_does_not_act(text: str, act: Told) -> None:
    assert act in told(text)


def test_this_country_is_the_last_one_of_its_sentence() -> None:
    text = "ایران از عراق شکایت کرد. عراق پس از تهاجم این کشور به کویت تنها ماند."
    assert ("ASSAULT", ("iraq",), ("kuwait",), "actual") in told(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("مقتدی صدر گفت: نیروهای آمریکایی باید عراق را ترک کنند.", {("text:usa:forces",)}),
        ("مقتدی صدر گفت: دولت عراق باید استعفا دهد.", {("iraq-government",)}),
        ("مقتدی صدر گفت: روابط ایران و عراق باید گسترش یابد.", set()),
        ("مقتدی صدر گفت: این مسائل باید از راه گفت‌وگو با ایران حل شود.", set()),
    ],
)
def test_who_must_do_something_is_asked_by_the_speaker(text: str, asked: set[tuple[str, ...]]) -> None:
    found = {(act.actors, act.recipients) for act in code(text, "fa").acts if act.type == "REQUEST"}
    assert found == {(("muqtada-al-sadr",), who) for who in asked}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "آیت‌الله سیستانی حمله آمریکا به فرودگاه بغداد را نقض حاکمیت عراق دانست.",
            ("ACCUSE", ("ali-al-sistani",), ("usa",), "actual"),
        ),
        ("آمریکا پشت ترور فرماندهان حشد الشعبی است.", ("ASSAULT", ("usa",), ("pmf",), "actual")),
        ("نوری مالکی گفت سه راکت به سفارت آمریکا در بغداد اصابت کرد.", ("ASSAULT", (), ("us-embassy-baghdad",), "actual")),
    ],
)
def test_who_is_accused_who_is_blamed_and_whose_no_rocket_is(text: str, act: Told) -> None:
    assert act in told(text)


@pytest.mark.parametrize("who", ["یک منبع امنیتی عراق", "منابع عراقی", "رسانه‌های عراقی"])
def test_a_source_without_a_name_is_not_the_state_of_which_it_is(who: str) -> None:
    assert [said.chain for said in code(f"{who} گفتند سه راکت شلیک شد.", "fa").said] == [(f"text:{who}",)]


def test_an_act_that_is_condemned_convicts_nobody() -> None:
    assert {act[0] for act in told("حمله ترکیه به عراق محکوم شد.")} == {"ASSAULT"}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "قاسم سلیمانی و ابومهدی المهندس در حمله پهپادی آمریکا کشته شدند.",
            ("ASSAULT", ("usa",), ("qasem-soleimani", "abu-mahdi-al-muhandis"), "actual"),
        ),
        ("در حمله داعش ۱۳ سرباز عراقی کشته و ۴ نفر دیگر زخمی شدند.", ("ASSAULT", ("isis",), ("text:iraq:soldiers",), "actual")),
        ("عراق دو دیپلمات ایرانی را اخراج کرد.", ("SANCTION", ("iraq",), ("text:iran:diplomats",), "actual")),
        ("ایران بدهی‌های عراق را بخشید.", ("AID", ("iran",), ("iraq",), "actual")),
        ("علی لاریجانی پس از پایان سفر خود به بغداد راهی بیروت شد.", ("CONSULT", ("ali-larijani",), ("iraq",), "actual")),
        (
            "ایران در پاسخ به ترور قاسم سلیمانی پایگاه عین‌الاسد را موشک‌باران کرد.",
            ("ASSAULT", (), ("qasem-soleimani",), "actual"),
        ),
        ("ایران در پاسخ به ترور قاسم سلیمانی پایگاه عین‌الاسد را موشک‌باران کرد.", ("ASSAULT", ("iran",), (), "actual")),
        (
            "محمدباقر قالیباف در دیدار با محمود المشهدانی بر ضرورت اجرای توافق تأکید کرد.",
            ("CONSULT", ("mohammad-bagher-ghalibaf", "mahmoud-al-mashhadani"), (), "actual"),
        ),
        (
            "حزب‌الله لبنان ترور قاسم سلیمانی را محکوم و به ایران تسلیت گفت.",
            ("ACCUSE", ("hezbollah",), (), "actual"),
        ),
        (
            "حزب‌الله لبنان ترور قاسم سلیمانی را محکوم و به ایران تسلیت گفت.",
            ("ASSAULT", (), ("qasem-soleimani",), "actual"),
        ),
        (
            "پارلمان عراق به کابینه مصطفی الکاظمی رأی اعتماد داد.",
            ("SUPPORT", ("council-of-representatives",), ("mustafa-al-kadhimi",), "actual"),
        ),
        (
            "گروهی از مردم بصره مقابل کنسولگری ایران تجمع کردند.",
            ("PROTEST", ("text:residents",), ("iran-consulate-basra",), "actual"),
        ),
        (
            "مردم در اعتراض به حمله آمریکا به مقر حشد شعبی راهپیمایی کردند.",
            ("PROTEST", ("text:residents",), ("usa",), "actual"),
        ),
        (
            "نوری المالکی در دیدار با عمار حکیم با تمدید حضور نظامیان آمریکایی مخالفت کرد.",
            ("CONSULT", ("nouri-al-maliki", "ammar-al-hakim"), (), "actual"),
        ),
        ("مقتدی صدر از حمایت ایران قدردانی کرد.", ("SUPPORT", ("muqtada-al-sadr",), ("iran",), "actual")),
        ("عراق و ترکیه برای مقابله با پ‌ک‌ک عملیات مشترک انجام دادند.", ("COOPERATE", ("iraq", "turkey"), (), "actual")),
        ("برهم صالح استعفای عادل عبدالمهدی را پذیرفت.", ("RETREAT", ("adil-abdul-mahdi",), (), "actual")),
        ("آمریکا کمک نظامی در اختیار پیشمرگه قرار داد.", ("AID", ("usa",), ("peshmerga",), "actual")),
        (
            "معترضان عراقی در کربلا به کنسولگری ایران حمله کردند.",
            ("PROTEST", ("text:iraq:protesters",), ("iran-consulate-karbala",), "actual"),
        ),
        (
            "سخنگوی کتائب حزب‌الله آمریکا را تهدید کرد که هرگونه حمله به عراق بی‌پاسخ نخواهد ماند.",
            ("THREATEN", ("kataib-hezbollah",), ("usa",), "actual"),
        ),
        (
            "پلیس عراق علیه معترضان از گاز اشک‌آور استفاده کرد.",
            ("ASSAULT", ("iraqi-federal-police",), ("text:protesters",), "actual"),
        ),
    ],
)
def test_whom_a_blow_hit_and_what_a_split_verb_does(text: str, act: Told) -> None:
    assert act in told(text)


def test_a_deputy_is_an_official_of_his_state_and_not_the_minister() -> None:
    acts = code("معاون وزیر خارجه ترکیه حملات اسرائیل را محکوم کرد.", "fa").acts
    assert ("text:turkey:official",) in {act.actors for act in acts}


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("خبرگزاری رویترز به نقل از منابع آگاه نوشت ایران سه پهپاد به عراق فرستاد.", ("reuters", "text:منابع آگاه")),
        ("شبکه الجزیره به نقل از یک مقام عراقی گزارش داد که سه راکت شلیک شد.", ("al-jazeera", "text:iraq:officials")),
    ],
)
def test_an_outlet_that_quotes_somebody_says_it_in_his_name(text: str, chain: tuple[str, ...]) -> None:
    assert [said.chain for said in code(text, "fa").said] == [chain]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "مقتدی صدر که با ایاد علاوی دیدار کرده بود، حمله آمریکا را محکوم کرد.",
            ("CONSULT", ("muqtada-al-sadr", "ayad-allawi"), (), "actual"),
        ),
        (
            "حیدر العبادی با محمد جواد ظریف که به بغداد سفر کرده است، دیدار کرد.",
            ("CONSULT", ("mohammad-javad-zarif",), ("iraq",), "actual"),
        ),
        ("نوری مالکی از گروه‌هایی که به سفارت آمریکا حمله کردند انتقاد کرد.", ("ASSAULT", (), ("usa",), "actual")),
        (
            "هادی عامری که پیش از این با آمریکا همکاری می‌کرد، از ایران حمایت کرد.",
            ("SUPPORT", ("hadi-al-amiri",), ("iran",), "actual"),
        ),
    ],
)
def test_a_relative_clause_has_its_own_subject_and_lends_none(text: str, act: Told) -> None:
    assert act in told(text)


def test_of_people_without_a_name_the_subject_and_the_speaker_do_nothing() -> None:
    text = "نوری مالکی گفت: جناح‌هایی که آرای ائتلاف وطنیه را زیر سؤال می‌برند، قصد دارند موقعیت خود را بهبود بخشند."
    assert all(not actors for kind, actors, _, _ in told(text) if kind == "ACCUSE")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "رجب طیب اردوغان نخست وزیر ترکیه از پارلمان این کشور خواست درباره عراق تصمیم بگیرد.",
            ("REQUEST", ("recep-tayyip-erdogan",), ("turkey",), "actual"),
        ),
        ("ایران حمله ترکیه به سنجار را محکوم کرد و خواستار توقف آن شد.", ("ACCUSE", ("iran",), ("turkey",), "actual")),
        ("به دلیل حمایت دولت عراق از ملت بحرین برخی ناراضی شدند.", ("SUPPORT", ("iraq-government",), ("bahrain",), "actual")),
        (
            "محمدجواد ظریف با نوری مالکی دیدار و راه‌های گسترش مناسبات را بررسی کرد.",
            ("CONSULT", ("mohammad-javad-zarif", "nouri-al-maliki"), (), "actual"),
        ),
        (
            "نوری مالکی گفت: اسرائیل برای دامن زدن به بی‌ثباتی و ایجاد جنگ داخلی وارد عراق شده است.",
            ("CONSULT", ("israel",), ("iraq",), "actual"),
        ),
        ("ایران اعلام کرد اگر آمریکا واکنش نشان دهد ایران بیکار نخواهد نشست.", ("THREATEN", ("iran",), ("usa",), "actual")),
        ("نوری مالکی گفت که من از دولت ایران حمایت نمی‌کنم.", ("SUPPORT", ("nouri-al-maliki",), ("iran-government",), "negated")),
    ],
)
def test_sentences_of_real_reports_that_were_misread(text: str, act: Told) -> None:
    assert act in told(text)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("«رجب طیب اردوغان»، نخست وزیر ترکیه امروز گفت حمله نظامی راه موثری نیست.", ["recep-tayyip-erdogan"]),
        ("به گزارش خبرگزاری کیودو از بغداد، ارتش آمریکا به فلوجه حمله کرد.", ["text:خبرگزاری کیودو"]),
        (
            "«ران جاکوب» در گفتگو با خبرنگار خبرگزاری فارس گفت: این نگرانی تازه است. "
            "جاکوب با اشاره به خبر آژانس، اظهار داشت: این پروتکل تسهیل می‌شود.",
            ["text:ران جاکوب", "text:ران جاکوب"],
        ),
        (
            "یک مقام عراقی گفت سیستانی بیمار است. به گفته این منبع، انتخابات برگزار می‌شود.",
            ["text:iraq:officials", "text:iraq:officials"],
        ),
        ("آمریکا به تلاش خود برای به چالش کشیدن این گزارش‌ها ادامه می‌دهد.", []),
    ],
)
def test_who_speaks(text: str, speakers: list[str]) -> None:
    assert [said.chain[-1] for said in code(text, "fa").said] == speakers


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "به گزارش خبرگزاری مهر، ایران و عربستان سعودی بر سر بازگشایی کنسولگری‌ها به توافق رسیدند.",
            ("AGREE", ("iran", "saudi-arabia"), (), "actual"),
        ),
        ("به گزارش فارس جرج بوش ایران را به دخالت در عراق متهم کرد.", ("ACCUSE", ("george-w-bush",), ("iran",), "actual")),
        (
            "به گزارش مهر، پهپادهای آمریکایی خودروی حامل یکی از فرماندهان کتائب حزب‌الله را در محله المشتل هدف قرار دادند.",
            ("ASSAULT", ("usa",), ("kataib-hezbollah",), "actual"),
        ),
        (
            "رئیس قوه قضائیه جمهوری اسلامی در جمع خبرنگاران، دولت آمریکا را به هدایت اغتشاشات متهم کرد.",
            ("ACCUSE", ("gholamhossein-mohseni-ejei",), ("usa",), "actual"),
        ),
        (
            "میان عناصر سرایا السلام و عصائب اهل الحق شامگاه سه‌شنبه در بصره درگیری مسلحانه سختی روی داد.",
            ("ASSAULT", ("saraya-al-salam", "asaib-ahl-al-haq"), (), "actual"),
        ),
        ("توقیف یک نفتکش ایرانی در جبل‌الطارق توسط بریتانیا خبرساز شد.", ("COERCE", ("uk",), ("iran",), "actual")),
        (
            "نیروی دریایی سپاه در پی توقیف یک نفتکش ایرانی در جبل‌الطارق، بریتانیا را تهدید کرد.",
            ("THREATEN", ("irgc-navy",), ("uk",), "actual"),
        ),
        (
            "عدم ارسال کمک‌های کافی به خسارت‌دیدگان و کشته شدن حدود 2000 سرباز آمریکایی در عراق باعث نارضایتی شده است.",
            ("ASSAULT", (), ("text:usa:soldiers",), "actual"),
        ),
        ("حملاتی از سوی ترکیه به پ‌ک‌ک گزارش شده است.", ("ASSAULT", ("turkey",), ("pkk",), "actual")),
    ],
)
def test_who_goes_with_whom_in_a_persian_sentence(text: str, act: Told) -> None:
    assert act in told(text)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("خبرگزاری رسمی سوریه گزارش داد که ایران خواستار گفتگو است.", ("text:خبرگزاری رسمی سوریه",)),
        (
            "جانشین فرماندهی منطقه پدافند هوایی شرق کشور با اشاره به حمله نظامی آمریکا به ایران در طبس اظهار داشت: سایت جدید احداث شد.",
            ("text:جانشین فرماندهی منطقه پدافند هوایی شرق",),
        ),
        (
            "هادی مجیدی گفت: آمریکا ضعیف است. این کارشناس با اشاره به حضور ایران در منطقه تصریح کرد که آمریکا ناتوان است.",
            ("text:هادی مجیدی",),
        ),
    ],
)
def test_who_is_only_spoken_of_does_not_speak(text: str, chain: tuple[str, ...]) -> None:
    assert {said.chain for said in code(text, "fa").said} == {chain}
