"""Steps of a run in, a bar on the operator's terminal out, and one among the run's artifacts in Prefect."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact

Advance = Callable[[], None]
# Seconds that a run spends on showing how far it is: one that cannot be told is no reason to end.
PATIENCE = 5.0


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


async def shown(key: str, total: int, said: str) -> Callable[[int], Awaitable[None]]:
    """Show in Prefect how far a run is, from 0 to `total`; await what this gives with how much is done."""
    made = None
    with suppress(TimeoutError, httpx.HTTPError):
        made = await asyncio.wait_for(acreate_progress_artifact(0.0, key=key, description=said), PATIENCE) if total else None

    async def advance(done: int) -> None:
        """Tell Prefect, unless it does not listen."""
        if made:
            with suppress(TimeoutError, httpx.HTTPError):
                await asyncio.wait_for(aupdate_progress_artifact(made, 100 * done / total), PATIENCE)

    return advance
