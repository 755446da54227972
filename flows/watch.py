"""A data folder in, an event for each cause that began or cleared since the last look out, and a table of those that are open.

What is open is kept in data/alerts.json: beside the facts and not in the warehouse, so that a run that holds it or a full table
of locks keeps no alarm from being raised, and not in Prefect, so that it outlives a server that is made anew.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from prefect import flow, get_client
from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.events import emit_event

from extractors.registry import load_registry
from flows.moments import zoned
from flows.report import escape
from flows.signs import Causes, begun_and_cleared, find_causes
from warehouse.durable import replace_text

TROUBLE, CLEAR = "zagros.trouble", "zagros.clear"
# Flows that run the warehouse's checks.
CHECKING = ("ingest", "publish", "maintain")
ENDED = FlowRunFilterStateType(any_=[StateType.COMPLETED, StateType.FAILED, StateType.CRASHED])


@flow(name="watch", description="Look for silent feeds, failed checks, unknown actors, little space and drift.")
async def watch(
    data: Path = Path("data"), registry_overlay: list[Path] | None = None, now: datetime | None = None
) -> dict[str, str]:
    """Look for what an operator should know, and raise one alarm for each cause when it begins, and one when it is over.

    Args:
        data: folder of zagros.duckdb and alerts.json.
        registry_overlay: folders laid over registry/.
        now: the instant of the look; the machine's clock unless given.

    Returns:
        The causes that are open. Raises RegistryError or WarehouseError for what an operator must mend.
    """
    before, moment = read_open(data / "alerts.json"), zoned(now)
    found = await failed_checks() | find_causes(data, load_registry(overlays=registry_overlay or []), moment, before)
    begun, cleared = begun_and_cleared(before, found)
    # Raised before it is noted: a kill between the two raises an alarm twice, and loses none.
    for event, causes in ((TROUBLE, begun), (CLEAR, cleared)):
        for name, why in causes.items():
            emit_event(event, {"prefect.resource.id": f"zagros.{name}", "prefect.resource.name": name}, payload={"why": why})
    if begun or cleared:
        replace_text(data / "alerts.json", json.dumps(found, ensure_ascii=False, indent=1))
    rows = [{"cause": escape(name), "new": name in begun, "what": escape(why)} for name, why in found.items()]
    await acreate_table_artifact(table=rows, key="watch", description=f"{len(found)} causes are open, {len(cleared)} cleared.")
    return found


def read_open(path: Path) -> Causes:
    """Read which causes were open at the last look."""
    found: Causes = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


async def failed_checks() -> Causes:
    """Ask Prefect which flows ended last with a check that failed: the copy stays old until one ends well."""
    found = Causes()
    async with get_client() as client:
        for name in CHECKING:
            last = await client.read_flow_runs(
                flow_filter=FlowFilter(name=FlowFilterName(any_=[name])),
                flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=ENDED)),
                sort=FlowRunSort.END_TIME_DESC,
                limit=1,
            )
            said = last[0].state.message if last and last[0].state else None
            if said and "CheckFailed" in said:
                found[f"check.{name}"] = f"{name}: {said}"
    return found
