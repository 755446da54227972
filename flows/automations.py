"""An operator's webhook in, the automations of Prefect out that end runs nobody works on and raise one alarm for each cause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events import emit_event
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.types import SecretDict
from pydantic import SecretStr

from flows.watch import CLEAR, TROUBLE

BLOCK = "zagros-alerts"
ZOMBIES = "zagros: a run that gives no sign of life has crashed"
# Three heartbeats of 30 s.
SILENCE = timedelta(seconds=90)
# A deployment that was well, or was just set up, is told of when it is not: once, until it was well again.
READY = "zagros.ready"
WELL, LONG = "prefect.flow-run.Completed", timedelta(days=365)
ILL = {"prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.Late"}
ENDS = {"prefect.flow-run.Completed", "prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.Cancelled"}
BEAT = "prefect.flow-run.heartbeat"
# A worker killed between taking a run and its first heartbeat leaves it in one of these, and its deployment's only place taken.
BEGUN = {
    "prefect.flow-run.Pending",
    "prefect.flow-run.Submitting",
    "prefect.flow-run.InfrastructurePending",
    "prefect.flow-run.Running",
}
OF_DEPLOYMENT = {"related:deployment:prefect.resource.id"}
RUNS = {"prefect.resource.id": ["prefect.flow-run.*", "zagros.deployment.*"]}
# `tojson` keeps the words of the network from ending the string they stand in.
SAID = '{"text": {{ ("Zagros: " ~ %s) | tojson }}}'
OF_RUN = 'flow.name ~ " " ~ event.event.split(".")[-1] ~ ": " ~ (flow_run.state.message or "") ~ " (" ~ flow_run.name ~ ")"'
OF_CAUSE = 'event.resource.name ~ "%s: " ~ event.payload.why'


def zombies() -> AutomationCore:
    """End a run whose heartbeats stopped: it would keep every later one from starting (Prefect, detect zombie flows)."""
    said = "No heartbeat for 90 s: the process that ran it is gone."
    return AutomationCore(
        name=ZOMBIES,
        trigger=EventTrigger(
            after={BEAT, *BEGUN},
            expect={BEAT, *ENDS},
            match={"prefect.resource.id": ["prefect.flow-run.*"]},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[ChangeFlowRunState(name="Crashed", state=StateType.CRASHED, message=said, force=False)],
    )


def alarms(block: UUID) -> list[AutomationCore]:
    """Make the automations that call a webhook: a deployment is ill or well again, a cause began or cleared."""
    return [
        alarm("zagros: a deployment fails, crashes or is late", block, SAID % OF_RUN, {READY, WELL}, ILL),
        alarm("zagros: a deployment is well again", block, SAID % OF_RUN, ILL, {WELL}),
        alarm("zagros: a cause begins", block, SAID % (OF_CAUSE % ""), set(), {TROUBLE}),
        alarm("zagros: a cause clears", block, SAID % (OF_CAUSE % " cleared"), set(), {CLEAR}),
    ]


def alarm(name: str, block: UUID, said: str, after: set[str], expect: set[str]) -> AutomationCore:
    """Make one: of runs it fires once for each deployment and change, of causes on every event."""
    trigger: dict[str, Any] = {"for_each": {"prefect.resource.id"}, "within": timedelta(0)}
    if after:
        trigger = {"after": after, "match": RUNS, "for_each": OF_DEPLOYMENT, "within": LONG}
    return AutomationCore(
        name=name,
        trigger=EventTrigger(expect=expect, posture=Posture.Reactive, threshold=1, **trigger),
        actions=[CallWebhook(block_document_id=block, payload=said)],
    )


async def save_webhook(url: str) -> UUID:
    """Keep the operator's address in a block of Prefect, and nowhere else: it is a secret."""
    block = Webhook(url=SecretStr(url), headers=SecretDict({"Content-Type": "application/json"}))
    saved = await block.save(BLOCK, overwrite=True)
    return UUID(str(saved))


async def make_automations(client: PrefectClient, wanted: Iterable[AutomationCore]) -> list[str]:
    """Make or change the automations that are not there as wanted; returns the names of those."""
    done = []
    for automation in wanted:
        there = await client.read_automations_by_name(automation.name)
        if not there:
            await client.create_automation(automation)
        elif same(there[0], automation):
            continue
        else:
            await client.update_automation(there[0].id, automation)
        done.append(automation.name)
    return done


def same(there: AutomationCore, wanted: AutomationCore) -> bool:
    """Tell whether an automation does what is wanted; whoever paused it meant it."""
    return all(plain(there, part) == plain(wanted, part) for part in ("trigger", "actions"))


def plain(automation: AutomationCore, part: str) -> Any:
    """Give a part as plain values without the ids that the server gives."""
    value = automation.model_dump(mode="json", include={part}, exclude={"trigger": {"id"}})[part]
    return {key: sorted(v) if isinstance(v, list) else v for key, v in value.items()} if isinstance(value, dict) else value


def say_ready(deployments: Iterable[tuple[UUID, str]]) -> None:
    """Let the first failure of a deployment count as a change, too."""
    for deployment_id, name in deployments:
        related = [{"prefect.resource.id": f"prefect.deployment.{deployment_id}", "prefect.resource.role": "deployment"}]
        emit_event(READY, {"prefect.resource.id": f"zagros.deployment.{name}"}, related=related)
