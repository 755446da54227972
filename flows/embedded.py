"""A data folder in, the environment of a Prefect of its own out: nothing of the user's profile is read or written."""

from __future__ import annotations

import os
from pathlib import Path

# The embedded server is a child of the run. It is told nothing but errors that matter, sends no telemetry, and has time
# to start on a busy machine (its own limit of 20 s was seen to be too short).
SETTINGS = {
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_CLI_PROMPT": "false",
    "DO_NOT_TRACK": "1",
}


def prepare(data: Path) -> None:
    """Point Prefect at a home under the data folder; a server named by PREFECT_API_URL is used where there is one.

    To be called before Prefect is imported, since it reads its environment then.
    """
    home = data.resolve() / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(home)
    os.environ.pop("PREFECT_PROFILE", None)
    os.environ.pop("PREFECT_PROFILES_PATH", None)
    spare_loopback()
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


def spare_loopback() -> None:
    """Let a proxy for the news be none for Prefect's own server on this machine."""
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1,localhost")))
