"""The pipeline's file in, a checked copy for analysts out, as a deployment of its own: nightly, with every check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.tasks import exponential_backoff

from flows.place import place_of
from flows.turns import in_turn
from warehouse.publish import COPIES
from warehouse.publish import publish as publish_copy
from warehouse.store import PATIENCE, Locked, open_store


async def held_by_another(_task: Any, _run: Any, state: Any) -> bool:
    """Tell whether a try failed only since another process holds the file: that passes, and nothing was changed."""
    return isinstance(await state.aresult(raise_on_failure=False), Locked)


@flow(name="publish", description="Check the facts, and hand analysts a fresh copy.")
@in_turn
async def publish(data: Path = Path("data"), copies: int = COPIES, everything: bool = False) -> int:
    """Check the facts, and replace the analysts' copy by a fresh one; it stays as it was where a check fails.

    Args:
        data: folder of warehouse.duckdb and zagros.duckdb.
        copies: days of which a published copy is kept under copies/, beside the newest.
        everything: check all there is, not only what changed since the last copy.

    Returns:
        The bytes of the copy. Raises WarehouseError for what an operator must mend.
    """
    return await publish_task(data, copies, everything)


@task(
    name="publish",
    cache_policy=NO_CACHE,
    retries=3,
    retry_delay_seconds=exponential_backoff(20),
    retry_jitter_factor=0.5,
    retry_condition_fn=held_by_another,
)
async def publish_task(data: Path, copies: int, everything: bool) -> int:
    """Publish, again where somebody outside Prefect held the file: repeating a publish changes nothing."""
    with open_store(place_of(data), patience=PATIENCE) as store:
        return publish_copy(store, data / "zagros.duckdb", copies, everything)
