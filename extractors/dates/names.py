"""Text in, text out in which one spelling stands for all; and the names of months, zones and halves of the day so spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.script import fold_one

# Beyond what extractors.script folds: Sorani letters that many outlets write without their marks.
SORANI = str.maketrans("ڕێۆڵڤ", "ریولف")
# Months of the Gregorian calendar by number: English, Egyptian, Levantine, Maghrebi, Persian, Sorani (CLDR 46, and in use).
GREGORIAN = (
    "january|jan|يناير|كانون الثاني|كانون ثاني|جانفي|ژانویه|کانوونی دووەم|کانوونی دووهەم",
    "february|feb|فبراير|شباط|فيفري|فوریه|شوبات",
    "march|mar|مارس|آذار|ئازار|ئادار|مارت",
    "april|apr|أبريل|نيسان|أفريل|آوریل",
    "may|مايو|أيار|ماي|مه|می|ئایار|مایس",
    "june|jun|يونيو|يونيه|حزيران|جوان|ژوئن|جون|حوزەیران|حوزێران",
    "july|jul|يوليو|يوليه|يوليوز|تموز|جويلية|ژوئیه|جولای|تەممووز|تەمووز",
    "august|aug|أغسطس|آب|أوت|غشت|آگوست|ئاب",
    "september|sept|sep|سبتمبر|أيلول|شتنبر|سپتامبر|ئەیلوول",
    "october|oct|أكتوبر|تشرين الأول|تشرين أول|اکتبر|تشرینی یەکەم",
    "november|nov|نوفمبر|تشرين الثاني|تشرين ثاني|نونبر|نوامبر|تشرینی دووەم|تشرینی دووهەم",
    "december|dec|ديسمبر|كانون الأول|كانون أول|دجنبر|دسامبر|کانوونی یەکەم",
)
# Months of the Persian calendar in Persian and Sorani.
JALALI = (
    "فروردین|خاکەلێوە", "اردیبهشت|گوڵان|بانەمەڕ", "خرداد|جۆزەردان", "تیر|پووشپەڕ", "مرداد|امرداد|گەلاوێژ", "شهریور|خەرمانان",
    "مهر|ڕەزبەر", "آبان|گەڵاڕێزان|خەزەڵوەر", "آذر|سەرماوەز", "دی|بەفرانبار", "بهمن|ڕێبەندان", "اسفند|ڕەشەمە",
)  # fmt: skip
# Months of the Islamic calendar in Arabic and Persian; what joiners tie together in Persian has a space in Arabic.
HIJRI = (
    "محرم|المحرم", "صفر", "ربيع الأول|ربيع أول", "ربيع الآخر|ربيع الثاني|ربيع ثاني", "جمادى الأولى|جمادى الأول",
    "جمادى الآخرة|جمادى الآخر|جمادى الثانية|جمادى الثاني", "رجب", "شعبان", "رمضان", "شوال",
    "ذو القعدة|ذي القعدة|ذو قعدة|ذي قعدة", "ذو الحجة|ذي الحجة|ذو حجة|ذي حجة",
)  # fmt: skip
MORNING = "صباحا|صبح|ص|فجرا|بامداد|قبل از ظهر|ق.ظ|پێش نیوەڕۆ|پ.ن|بەیانی|a.m|am"
EVENING = "مساء|م|عصرا|ظهرا|ظهر|عصر|بعد از ظهر|ب.ظ|دوای نیوەڕۆ|د.ن|ئێوارە|p.m|pm"
# Abbreviations in minutes, as feeds of this region mean them (feedparser and email.utils read AST as Atlantic, IRST as UTC).
ABBREVIATIONS = {
    "gmt": 0, "utc": 0, "ast": 180, "irst": 210, "irdt": 270, "eet": 120, "eest": 180, "msk": 180, "trt": 180, "gst": 240,
    "pkt": 300, "cet": 60, "cest": 120, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "pst": -480, "pdt": -420,
}  # fmt: skip
PLACES = {
    "Asia/Baghdad": "بغداد|العراق|عراق|بەغدا|هەولێر|سلێمانی|کوردستان|baghdad|iraq|erbil",
    "Asia/Tehran": "تهران|طهران|ایران|تاران|tehran|iran",
    "Asia/Riyadh": "مكة|الرياض|السعودية|ریاض|mecca|makkah|saudi",
    "Asia/Beirut": "بيروت|beirut",
    "Asia/Damascus": "دمشق|damascus",
    "Europe/Istanbul": "استانبول|اسطنبول|أنقرة|ترکیه|istanbul|ankara",
    "UTC": "غرينتش|غرينيتش|جرينتش|جرينيتش|گرینویچ|گرینیچ|greenwich",
}


def fold(text: str) -> str:
    """Write variants of letters, digits and spaces in one way and Latin in lower case; hyphens stay, joiners go."""
    plain = "".join(char if char == "-" else fold_one(char) for char in text).translate(SORANI)
    return " ".join(plain.replace("وو", "و").split())


def any_of(names: Iterable[str]) -> str:
    """Make a regular expression of names, the longest first; a space or a dot within one may be missing."""
    folded = sorted({fold(name) for several in names for name in several.split("|")}, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", " ?").replace(r"\.", r"\.? ?") for name in folded)


def by_name(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Turn (meaning, names) around: each name, folded and without its spaces, to its meaning."""
    return {fold(name).replace(" ", ""): meaning for meaning, several in names for name in several.split("|")}
