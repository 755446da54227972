"""The flow of ingest as the day of tests/test_schedule.py deploys it: the hour at which the world's clock stands is its now."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.ingest import ingest as real
from tests.world_server import OPML, OVERLAY, World


@flow(name="ingest")
async def ingest(data: Path, proxy: str) -> None:
    """Bring the warehouse up to date with the world's feeds."""
    await real.fn(data=data, feeds=OPML, registry_overlay=[OVERLAY], pace=0, now=World(proxy).clock())
