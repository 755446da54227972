"""Imported once by the process that those which read pages are forked from: what each needs is loaded once for all of them."""

import gc

import extractors.feed  # noqa: F401
import flows.workers  # noqa: F401
from extractors.language import identifier

identifier()  # otherwise 0.4 s of each process, within the time of its first page
# What they share stays shared: searching it for garbage would write to it (docs.python.org/3/library/gc.html, freeze).
gc.collect()
gc.freeze()
