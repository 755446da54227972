"""Steps of a run in, a bar on the operator's terminal out; where there is no terminal, silence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[], None]


@contextmanager
def progress(title: str, total: int) -> Iterator[Advance]:
    """Show a bar of `total` steps while the block runs; call what it gives after each step."""
    if not sys.stderr.isatty() or not total:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(title, total=total)
        yield lambda: bars.advance(bar)
