"""A Prefect server in, all that Zagros needs there out: pool, limit, deployments, automations; what is there already is left."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate, WorkPoolCreate
from prefect.client.schemas.responses import DeploymentResponse
from prefect.events.worker import EventsWorker
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.states import Scheduled
from prefect.workers.process import ProcessWorker

from extractors.registry import ROOT
from flows.automations import alarms, make_automations, save_webhook, say_ready, zombies
from flows.server import NotReady, settings_of
from flows.turns import LIMIT

HOUSE = ROOT.parent
POOL = "zagros"
THERE = "already there"
Done = list[tuple[str, str]]


def version_of(data: Path) -> str:
    """Tell one state of the deployments from another: by their file, by the flows, and by the data folder."""
    said = [path.read_bytes() for path in (HOUSE / "prefect.yaml", *sorted((HOUSE / "flows").glob("*.py")))]
    return hashlib.sha256(b"\0".join([*said, str(data.resolve()).encode()])).hexdigest()[:16]


def variables(data: Path) -> dict[str, str]:
    """Give what prefect.yaml takes from the environment."""
    return {"ZAGROS_HOME": str(HOUSE), "ZAGROS_DATA": str(data.resolve()), "ZAGROS_VERSION": version_of(data)}


async def fit_out(data: Path, env: Mapping[str, str], webhook: str | None) -> Done:
    """Make what is missing, and say of each part what was done; raises NotReady with Prefect's own words."""
    async with get_client() as client:
        done = [(f"work pool {POOL}", await make_pool(client)), (f"limit {LIMIT}", await make_limit(client))]
        done.append(("deployments", await deploy(client, data, env)))
        wanted = [zombies()]
        if webhook:
            wanted += alarms(await save_webhook(webhook))
        made = await make_automations(client, wanted)
        done.append(("automations", f"made or changed {len(made)} of {len(wanted)}" if made else f"{THERE}: {len(wanted)}"))
        if len(made) > 1:
            say_ready([(d.id, d.name) for d in await ours(client)])
            EventsWorker.instance().drain()
    return done


async def make_pool(client: PrefectClient) -> str:
    """Make the pool of processes."""
    template = ProcessWorker.get_default_base_job_template()
    try:
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=template))
    except ObjectAlreadyExists:
        return THERE
    return "made"


async def make_limit(client: PrefectClient) -> str:
    """Make the limit under which writers of the warehouse wait for each other."""
    try:
        await client.read_global_concurrency_limit_by_name(LIMIT)
    except ObjectNotFound:
        await client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=LIMIT, limit=1))
        return "made"
    return THERE


async def ours(client: PrefectClient) -> list[DeploymentResponse]:
    """List the deployments of the pool."""
    return [deployment for deployment in await client.read_deployments() if deployment.work_pool_name == POOL]


async def deploy(client: PrefectClient, data: Path, env: Mapping[str, str]) -> str:
    """Deploy all of prefect.yaml, unless this very state of it is deployed: that would forget runs which are scheduled."""
    there = await ours(client)
    if there and {deployment.version for deployment in there} == {version_of(data)}:
        return f"{THERE}: {len(there)}"
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    done = subprocess.run(command, cwd=HOUSE, env={**env, **variables(data)}, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise NotReady(f"`prefect deploy --all` failed: {(done.stderr or done.stdout).strip()[-2000:]}")
    return f"deployed: {', '.join(sorted(deployment.name for deployment in await ours(client)))}"


async def run_now() -> str:
    """Schedule a run of ingest for this moment; returns its name."""
    async with get_client() as client:
        deployment = await client.read_deployment_by_name("ingest/ingest")
        return (await client.create_flow_run_from_deployment(deployment.id, state=Scheduled())).name


def commands(home: Path, data: Path, url: str) -> list[str]:
    """Write the plain commands that do the same, but for the automations, which the command line takes as files."""
    given = [
        f"export PREFECT_HOME={quote(str(home.resolve()))} DO_NOT_TRACK=1",
        "prefect profile create zagros",
        "prefect profile use zagros",
    ]
    given += [f"prefect config set {quote(f'{name}={value}')}" for name, value in settings_of(url).items()]
    given += [f"export {name}={quote(value)}" for name, value in variables(data).items()]
    return [
        *given,
        f"{quote(sys.executable)} -m flows.prefect_server &",
        f"prefect work-pool create {POOL} --type process",
        f"prefect gcl create {LIMIT} --limit 1",
        f"(cd {quote(str(HOUSE))} && prefect --no-prompt deploy --all)",
        f"prefect automation create --from-json {quote(zombies().model_dump_json(exclude_none=True))}",
        f"prefect worker start --pool {POOL}",
    ]
