"""The command that prepares Prefect on a machine: a data folder in, a server that runs Zagros by schedule out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Data

HOME = "server"


def up(
    data: Data = Path("data"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of a server that is started, on 127.0.0.1.")] = 4200,
    start: Annotated[bool, typer.Option("--start/--no-start", help="Start a server where none answers.")] = True,
    worker: Annotated[bool, typer.Option("--worker", help="Start a worker as well.")] = False,
    run_now: Annotated[
        bool, typer.Option("--run-now", help="Schedule a run of ingest at once, and not first at the quarter hour.")
    ] = False,
    alert_webhook: Annotated[
        str | None,
        typer.Option(
            envvar="ZAGROS_ALERT_WEBHOOK",
            help="Address that is called, once for each cause, with a JSON object that has a `text`; kept in a block of Prefect.",
        ),
    ] = None,
    print_only: Annotated[bool, typer.Option("--print", help="Only print the plain prefect commands that do the same.")] = False,
) -> None:
    """Prepare Prefect: server on 127.0.0.1, settings, pool, limit, deployments, automations; again it changes nothing.

    A server that PREFECT_API_URL names is used in place of one of this machine.
    """
    import asyncio

    from flows import server

    home, named = data / HOME, os.environ.get("PREFECT_API_URL")
    url = (named or f"http://{server.LOOPBACK}:{port}/api").rstrip("/")
    env = server.use(home, url)
    if print_only:
        from flows.outfit import commands

        print("\n".join(commands(home, data, url)))
        return
    tell("settings", f"written to {home}" if server.write_settings(home, url) else "already there")
    ready(url, home, env, start and not named)
    from flows.outfit import POOL, fit_out

    for what, did in asyncio.run(fit_out(data, env, alert_webhook)):
        tell(what, did)
    if worker:
        running = server.lives(home, "worker")
        words = ["prefect", "worker", "start", "--pool", POOL, "--name", POOL]
        tell("worker", "already there" if running else f"started as process {server.start(home, 'worker', words, env).pid}")
    if run_now:
        from flows.outfit import run_now as schedule

        tell("first run", f"scheduled for now as {asyncio.run(schedule())}")
    print(f"Look at {url.removesuffix('/api')}; the commands of Prefect need PREFECT_HOME={home.resolve()}")


def serve(data: Data = Path("data")) -> None:
    """Run Prefect's server in the foreground, so that it loses no alarm: what systemd starts.

    Its home is what PREFECT_HOME names, or `server` in the data folder.
    """
    os.environ.setdefault("PREFECT_HOME", str((data / HOME).resolve()))  # never a user's own
    from flows.prefect_server import serve as run

    run()


def ready(url: str, home: Path, env: dict[str, str], start: bool) -> None:
    """See to it that a server answers, and say what was done; raises NotReady."""
    from flows import server

    if server.answers(url):
        tell("server", f"already there at {url}")
        return
    if not start:
        raise server.NotReady(f"no Prefect server answers at {url}: start it, or leave --no-start and PREFECT_API_URL out")
    process = server.start(home, "server", ["flows.prefect_server"], env)
    server.wait(url, process, home / "server.log")
    tell("server", f"started at {url} as process {process.pid}")


def tell(what: str, did: str) -> None:
    """Print a step at once: the next may take its time."""
    typer.echo(f"{what}: {did}")
