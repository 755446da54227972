"""Sentences of our own that say how two stand to one another in, who is close to or apart from whom out."""

from __future__ import annotations

import pytest

from tests.coding import code

SADR, MALIKI, AMIRI, BARZANI = "muqtada-al-sadr", "nouri-al-maliki", "hadi-al-amiri", "masoud-barzani"


def stands(text: str, language: str) -> set[tuple[str, str, str]]:
    return {(stand.a, stand.direction, stand.b) for stand, _ in code(text, language).stands}


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ("Muqtada al-Sadr has distanced himself from Iran.", (SADR, "apart", "iran")),
        ("Relations between Iran and Muqtada al-Sadr have improved.", ("iran", "closer", SADR)),
        ("Relations between Turkey and Iran have soured. Iraq said nothing.", ("turkey", "apart", "iran")),
        ("Nouri al-Maliki is Iran's closest ally in Iraq.", ("iran", "allied", MALIKI)),
        ("Iran has abandoned Nouri al-Maliki in favour of Muqtada al-Sadr.", ("iran", "apart", MALIKI)),
        ("Hadi al-Amiri has turned his back on Iran.", (AMIRI, "apart", "iran")),
        ("Masoud Barzani has grown closer to Turkey.", (BARZANI, "closer", "turkey")),
        ("A rift has opened between Muqtada al-Sadr and Nouri al-Maliki.", (SADR, "apart", MALIKI)),
        ("Muqtada al-Sadr is a bitter rival of Nouri al-Maliki.", (SADR, "opposed", MALIKI)),
        ("Saudi Arabia is wooing Muqtada al-Sadr.", ("saudi-arabia", "closer", SADR)),
    ],
)
def test_english(text: str, stand: tuple[str, str, str]) -> None:
    assert stands(text, "en") == {stand}


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ("مقتدی صدر از ایران فاصله گرفته است.", (SADR, "apart", "iran")),
        ("روابط ایران و مقتدی صدر بهبود یافته است.", ("iran", "closer", SADR)),
        ("نوری المالکی نزدیک‌ترین متحد ایران در عراق است.", (MALIKI, "allied", "iran")),
        ("ایران نوری المالکی را کنار گذاشته است.", ("iran", "apart", MALIKI)),
        ("ایران حمایت خود را از هادی العامری برداشت.", ("iran", "apart", AMIRI)),
        ("ایران به مقتدی صدر روی آورده است.", ("iran", "closer", SADR)),
        ("مسعود بارزانی به ترکیه نزدیک شده است.", (BARZANI, "closer", "turkey")),
        ("میان مقتدی صدر و نوری المالکی شکاف افتاده است.", (SADR, "apart", MALIKI)),
        ("هادی العامری از چهره‌های نزدیک به ایران است.", (AMIRI, "allied", "iran")),
    ],
)
def test_persian(text: str, stand: tuple[str, str, str]) -> None:
    assert stands(text, "fa") == {stand}


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ("ابتعد مقتدى الصدر عن إيران.", (SADR, "apart", "iran")),
        ("تحسنت العلاقات بين إيران ومقتدى الصدر.", ("iran", "closer", SADR)),
        ("يعد نوري المالكي أقرب حلفاء إيران في العراق.", (MALIKI, "allied", "iran")),
        ("تخلت إيران عن نوري المالكي.", ("iran", "apart", MALIKI)),
        ("سحبت إيران دعمها لهادي العامري.", ("iran", "apart", AMIRI)),
        ("اقترب مسعود بارزاني من تركيا.", (BARZANI, "closer", "turkey")),
        ("تحالف مقتدى الصدر مع مسعود بارزاني.", (SADR, "allied", BARZANI)),
        ("مقتدى الصدر خصم لدود لنوري المالكي.", (SADR, "opposed", MALIKI)),
    ],
)
def test_arabic(text: str, stand: tuple[str, str, str]) -> None:
    assert stands(text, "ar") == {stand}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mohammad Javad Zarif called on Iraq to cooperate with Iran in countering extremism."),
        ("en", "Ali al-Sistani warned that enemies of the people plot in Iraq."),
        ("en", "Hossein Salami said the enemies of Iran have not stood idle."),
        ("en", "Iran has condemned Saudi Arabia for backing the United States' assassination of Qassem Soleimani."),
        ("en", "Muqtada al-Sadr has not distanced himself from Iran."),
    ],
)
def test_who_only_stands_in_the_same_sentence_is_no_side(language: str, text: str) -> None:
    assert stands(text, language) == set()
