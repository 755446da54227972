"""Prefect as an operator has it: a real server, a real worker, and what `zagros up` makes of them."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
FILE = YAML(typ="safe").load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS = {deployment["name"]: deployment for deployment in FILE["deployments"]}
WRITING = {"ingest", "publish", "maintain", "replay", "reread", "backfill"}
KNOWN = {"name", "version", "entrypoint", "description", "parameters", "concurrency_limit", "schedules", "work_pool", "pull"}


def flow_of(deployment: dict[str, Any]) -> Any:
    module, _, name = deployment["entrypoint"].partition(":")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_deployment_names_a_real_flow_and_real_parameters(name: str) -> None:
    deployment = DEPLOYMENTS[name]
    flow = flow_of(deployment)
    assert flow.name == name
    assert set(deployment) <= KNOWN  # Prefect says nothing of a key that it does not know
    parameters = flow.parameters.properties
    assert set(deployment["parameters"]) <= set(inspect.signature(flow.fn).parameters) == set(parameters)
    assert flow.validate_parameters(deployment["parameters"])
    for schedule in deployment.get("schedules", ()):
        assert set(schedule) == {"cron", "timezone"}
        assert ZoneInfo(schedule["timezone"])


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_every_parameter_is_described_where_a_person_starts_a_run(name: str) -> None:
    parameters = flow_of(DEPLOYMENTS[name]).parameters.properties
    assert [key for key, said in parameters.items() if not said.get("description")] == []


def test_what_writes_runs_one_at_a_time() -> None:
    one = {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert set(DEPLOYMENTS) == WRITING | {"report", "watch"}
    assert all(DEPLOYMENTS[name]["concurrency_limit"] == one for name in WRITING | {"watch"})
    waiting = {name for name in DEPLOYMENTS if "in_turn" in (ROOT / f"{module_of(name)}.py").read_text(encoding="utf-8")}
    assert waiting == WRITING


def module_of(name: str) -> str:
    return DEPLOYMENTS[name]["entrypoint"].partition(":")[0].replace(".", "/")
