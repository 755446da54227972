"""A Prefect server in, the runs of Zagros that it takes for running though nobody can be at work on them any more out."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Crashed

FLOWS = ["ingest", "reread", "backfill", "replay", "publish", "maintain"]
# Our own choice: a run of `ingest` begins no page after half an hour, and a kill of worker and run leaves it for ever.
LONGEST = timedelta(hours=3)


class Unreachable(Exception):
    """The Prefect server does not answer; the text says how."""


def stuck_runs(now: datetime) -> list[str]:
    """Name the runs of our flows that have been pending or running for hours; raises Unreachable."""
    with get_client(sync_client=True) as client:
        return [f"{run.name} ({run.state_name})" for run in find_stuck(client, now)]


def crash_stuck(now: datetime) -> list[str]:
    """Mark those runs as crashed, so that they keep no new run from starting; raises Unreachable."""
    with get_client(sync_client=True) as client:
        runs = find_stuck(client, now)
        for run in runs:
            client.set_flow_run_state(run.id, Crashed(message="marked by `zagros doctor`: nobody works on it"), force=True)
    return [run.name for run in runs]


def find_stuck(client: SyncPrefectClient, now: datetime) -> list[FlowRun]:
    """Ask the server for the runs; raises Unreachable."""
    working = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING]))
    try:
        runs = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=FLOWS)), flow_run_filter=FlowRunFilter(state=working)
        )
    except (httpx.HTTPError, PrefectHTTPStatusError) as error:
        raise Unreachable(f"{client.api_url}: {error or type(error).__name__}") from error
    return [run for run in runs if (since := run.start_time or run.expected_start_time) and since < now - LONGEST]
