"""A folded Arabic word in, whether it has the article or stands for itself out."""

from __future__ import annotations

# Among so many letters a word has its article: بالقوات.
ARTICLE = 4


def is_whole(form: str) -> bool:
    """Tell whether a word has the article: القوات, بالقوات, للقوات."""
    return "ال" in form[:ARTICLE] or form.removeprefix("و").startswith("لل")


def is_alone(form: str) -> bool:
    """Tell whether a plural has neither article nor genitive: هاجم مسلحون مقر القوات الأميركية."""
    return form.endswith(("ون", "ین")) and not is_whole(form)
