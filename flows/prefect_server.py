"""Nothing in, Prefect's server of this machine out, in the foreground, which loses no event and so no alarm: `zagros server`.

What counts events towards an alarm reads in a transaction, and then writes. In SQLite that fails at once, whatever the timeout,
where another wrote in between (SQLITE_BUSY_SNAPSHOT, https://sqlite.org/rescode.html), and Prefect 3.8 drops an event after four
such tries within 0.2 s (PrefectHQ/prefect#18934): of a run that was killed nobody was told. A transaction that begins as a
writer's waits for its turn.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prefect.server.database import provide_database_interface
from prefect.server.events import triggers
from sqlalchemy.ext.asyncio import AsyncSession


@asynccontextmanager
async def in_turn(begin_transaction: bool = False) -> AsyncIterator[AsyncSession]:
    """Open a session of Prefect's database; a transaction in it is a writer's from its beginning."""
    opened = provide_database_interface().session_context
    async with opened(begin_transaction=begin_transaction, with_for_update=begin_transaction) as session:
        yield session


def serve() -> None:
    """Run `prefect server start` with events that are counted in turn; ends when the server does."""
    triggers.automations_session = in_turn  # type: ignore[attr-defined, assignment] # the one name under which it is opened there
    sys.argv = ["prefect", "server", "start"]
    runpy.run_module("prefect", run_name="__main__")


if __name__ == "__main__":
    serve()
