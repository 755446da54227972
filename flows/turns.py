"""A flow that writes the warehouse in, the same flow that waits its turn out: of all of them one runs at a time."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from prefect.concurrency.asyncio import concurrency
from prefect.context import FlowRunContext

# The global concurrency limit that `zagros up` makes; DuckDB's own lock keeps the file from a second writer either way.
LIMIT = "zagros-warehouse"
# Seconds for which a killed holder keeps its turn: the shortest lease that Prefect grants.
LEASE = 60.0
P = ParamSpec("P")
T = TypeVar("T")


def in_turn(work: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Let a flow's function wait until no other that is so marked runs on the same Prefect server.

    Where the limit was never made, as in an embedded Prefect, or where no flow runs, nobody waits.
    """

    @wraps(work)
    async def one(*args: P.args, **kwargs: P.kwargs) -> T:
        if FlowRunContext.get() is None:
            return await work(*args, **kwargs)
        # A lease that could not be renewed ends no run: what it wrote is safe under DuckDB's lock.
        async with concurrency(LIMIT, lease_duration=LEASE, strict=False, raise_on_lease_renewal_failure=False):
            return await work(*args, **kwargs)

    # Prefect would look for the names in the annotations here, and not where the function was written.
    one.__signature__ = signature(work, eval_str=True)  # type: ignore[attr-defined]
    return one
