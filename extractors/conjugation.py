"""A Persian verb in the past and the stems of its language in, its forms for one and many, now and then out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

# Endings of the past: they, we.
PAST = ("", "ند", "یم")
# What follows the participle: has, have, had done; alone it shares the verb behind "and".
PERFECT = ("ه", "ه است", "ه‌است", "ه‌اند", "ه اند", "ه بود", "ه بودند")
# Endings of the present: he, they, we.
PRESENT = ("د", "ند", "یم")
# What goes on is marked before the verb, with a blank, without, or with half of one.
GOES_ON = ("می‌", "می ")


def conjugate(form: str, stems: Mapping[str, str]) -> Iterator[str]:
    """List the forms of an expression that ends in a verb of which the stem of the present is known; else only itself.

    `stems` gives the stem of the present by the third person of the past: نشست: نشین.
    """
    before, _, verb = form.rpartition(" ")
    if verb not in stems:
        yield form
        return
    lead = before + " " if before else ""
    yield from (f"{lead}{verb}{end}" for end in (*PAST, *PERFECT))
    for mark in GOES_ON:
        yield from (f"{lead}{mark}{verb}{end}" for end in ("", "ند"))
        yield from (f"{lead}{mark}{stems[verb]}{end}" for end in PRESENT)
