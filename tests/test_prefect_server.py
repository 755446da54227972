"""What counts events for alarms beside another writer of Prefect's database: as Prefect does it one loses its turn, as we do none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from prefect.server.database import provide_database_interface
from prefect.server.events import triggers
from prefect.server.events.models.automations import automations_session
from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL, temporary_settings
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from flows.prefect_server import in_turn

Opened = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A database for Prefect, which opens one and no other in a process."""
    path = tmp_path_factory.mktemp("prefect") / "prefect.db"
    with temporary_settings({PREFECT_SERVER_DATABASE_CONNECTION_URL: f"sqlite+aiosqlite:///{path}"}):
        yield


async def write(table: str) -> None:
    """Write a row, as whatever else writes while events are counted."""
    async with provide_database_interface().session_context(begin_transaction=True, with_for_update=True) as session:
        await session.execute(text(f"INSERT INTO {table} VALUES (1)"))


async def count(opened: Opened, table: str) -> int:
    """Read and then write in one transaction, while another writes; how many rows there are at the end."""
    async with provide_database_interface().session_context(begin_transaction=True, with_for_update=True) as session:
        await session.execute(text(f"CREATE TABLE {table} (n INTEGER)"))
    async with opened(begin_transaction=True) as session:
        await session.execute(text(f"SELECT count(*) FROM {table}"))
        other = asyncio.create_task(write(table))
        await asyncio.wait([other], timeout=1)
        await session.execute(text(f"INSERT INTO {table} VALUES (2)"))
    await other
    async with opened() as session:
        return int((await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())


def test_what_counts_events_waits_for_its_turn(database: None) -> None:
    assert asyncio.run(count(in_turn, "ours")) == 2


def test_as_prefect_opens_it_the_turn_is_lost(database: None) -> None:
    """Once Prefect mends this, `zagros server` has no reason any more."""
    with pytest.raises(OperationalError, match="database is locked"):
        asyncio.run(count(automations_session, "theirs"))


def test_prefect_still_opens_it_under_that_name() -> None:
    assert vars(triggers)["automations_session"] is automations_session
