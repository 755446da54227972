"""Text in, the code of its language out; the feed's own word counts as a prior, not as the answer."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

LANGUAGES = ("en", "fa", "ar", "ur", "ps", "he", "tr", "ku", "de", "fr", "es", "it", "pl", "ru", "id", "zh")
READ_LANGUAGES = ("en", "fa", "ar", "ckb")
# Letters that Sorani writes in nearly every word and its neighbours in none; langid's model does not know Sorani.
SORANI = re.compile("[ەێۆڕڵڤ]")
ARABIC_SCRIPT = re.compile(r"[\u0620-\u06d3]")
# Letters of Persian and not of Arabic: where they stand, old news systems' Arabic yeh and kaf are Persian too.
PERSIAN = re.compile("[پچژگ\u200c]")
PERSIAN_FORMS = str.maketrans("يىك", "ییک")
# A prior worth about a dozen words: it decides headlines, a paragraph outweighs it.
PRIOR = 20.0


@cache
def identifier() -> LanguageIdentifier:
    """Load langid's model, limited to the languages a feed of this region may hold."""
    model = LanguageIdentifier.from_model_file(MODEL_DIR / MODEL_FILE)
    model.set_languages(list(LANGUAGES))
    return model


def language_of(text: str, prior: str | None = None) -> str:
    """Name the language of a text: ISO 639-1, or ckb for Sorani; `prior` is what the feed claims (may be a full tag)."""
    sample = text[:2000]
    letters = len(ARABIC_SCRIPT.findall(sample))
    if letters and len(SORANI.findall(sample)) > 0.08 * letters:
        return "ckb"
    if len(PERSIAN.findall(sample)) > 0.01 * letters:
        sample = sample.translate(PERSIAN_FORMS)
    claimed = (prior or "").split("-")[0].lower()
    ranked = dict(identifier().rank(sample))
    if claimed in ranked:
        ranked[claimed] += PRIOR
    return max(ranked, key=lambda code: ranked[code]) if text.strip() else claimed or "und"
