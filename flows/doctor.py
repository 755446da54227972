"""A house and its data folder in, what is wrong with them and what to do about it out; and what can be mended, mended."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from packaging.requirements import Requirement

from extractors.registry import ROOT, RegistryError, load_feeds, load_registry
from flows.archive import Archive
from flows.backup import PUBLISHED, STAMP, STORE
from flows.health import BROKEN, SOME, room
from flows.place import place_of
from warehouse.durable import busy, mend, note_of
from warehouse.lake import Lake, lost_files
from warehouse.publish import check
from warehouse.published import ask, connect, statement
from warehouse.schema import steps
from warehouse.store import Locked, WarehouseError, hold, open_store
from warehouse.tear import mend_log, tear_of

LOCK = ROOT.parent / "requirements.lock"
PIN = re.compile(r"^[A-Za-z0-9._-]+==[^\\\n]+", re.M)
# Iraq has kept +03:00 since 2008 and Iran +03:30 since it gave up summer time in 2022 (tz database, files asia and NEWS 2022b).
ZONES = {"Asia/Baghdad": timedelta(hours=3), "Asia/Tehran": timedelta(hours=3, minutes=30)}
# Zagros is of this year: a clock that says an earlier one is wrong.
FIRST_YEAR = 2026


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and how it is, and the remedy where that is not well."""

    ok: bool
    what: str
    remedy: str = ""


def examine(data: Path, feeds: Path | None, now: datetime, thorough: bool = False) -> list[Finding]:
    """Look at everything: at packages, registry and zones, and at what a data folder holds; nothing is changed."""
    found = [*check_packages(), check_registry(feeds), *check_zones()]
    if isinstance(place := place_of(data), Lake):
        lake, ours = check_lake(place), check_folder(data) if data.is_dir() else ()
        published = [check_published(data, thorough)] if lake.ok else []
        return [*found, *ours, check_space(data.parent), lake, *published, *check_prefect(data, now)]
    if not (data / STORE).is_file() and not note_of(data / STORE).exists():
        missing = Finding(False, f"there is no {data / STORE}", "`zagros ingest` makes it, `zagros restore` brings it back")
        return [*found, missing, *check_prefect(data, now)]
    found += [*check_folder(data), check_space(data), check_warehouse(data), check_part(data), check_published(data, thorough)]
    if found[-1].ok:
        found += [check_clock(data, now), check_feeds(data)]
    return [*found, *check_prefect(data, now)]


def check_packages() -> Iterator[Finding]:
    """Compare Python and the packages with what was tested."""
    yield Finding(sys.version_info >= (3, 11), f"Python {platform.python_version()}", "install Python 3.11 or newer")
    lines = PIN.findall(LOCK.read_text(encoding="utf-8")) if LOCK.is_file() else []
    pins = [pin for pin in map(Requirement, lines) if pin.marker is None or pin.marker.evaluate()]
    found = [(pin, installed(pin.name)) for pin in pins]
    wrong = [f"{there or 'missing'} in place of {pin.name}{pin.specifier}" for pin, there in found if there not in pin.specifier]
    said = "; ".join(wrong) or f"{len(pins)} packages are those of {LOCK.name}"
    yield Finding(not wrong, said, f"rm -r .venv, then `make test`; or pip install --require-hashes -r {LOCK}")


def installed(package: str) -> str:
    """Say which version of a package is installed; nothing where none is."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def check_registry(feeds: Path | None) -> Finding:
    """Load the registry and the list of feeds."""
    try:
        listed, _ = load_feeds(feeds or ROOT / "feeds.yml", load_registry())
    except RegistryError as error:
        return Finding(
            False, f"the registry cannot be used: {error}", "mend the lines named; `zagros actors check` shows them all"
        )
    return Finding(True, f"the registry loads, with {len(listed)} feeds")


def check_zones() -> Iterator[Finding]:
    """Ask for the offsets of Baghdad and Tehran, in winter and in summer."""
    for name, offset in ZONES.items():
        try:
            right = {ZoneInfo(name).utcoffset(datetime(2025, month, 1)) for month in (1, 7)} == {offset}
        except ZoneInfoNotFoundError:
            right = False
        yield Finding(right, f"{name} is {'' if right else 'not '}{offset} ahead of UTC all year", "pip install --upgrade tzdata")


def check_folder(data: Path) -> Iterator[Finding]:
    """Tell whether this user may write the folder and owns its files."""
    yield Finding(os.access(data, os.W_OK | os.X_OK), f"{data} can be written", f"chown or chmod {data}, or run as its owner")
    whole = [path for folder in (data, data / "archive") if folder.is_dir() for path in folder.iterdir() if path.is_file()]
    wrong = [path for path in whole if path.stat().st_uid != os.geteuid() or not os.access(path, os.R_OK | os.W_OK)]
    said = f"{wrong[0]} and {len(wrong) - 1} others are not this user's" if wrong else f"{len(whole)} files are this user's"
    yield Finding(not wrong, said, f"chown -R {os.geteuid()} {data}, and run Zagros as one user only")


def check_space(data: Path) -> Finding:
    """Compare what is free with what a publish may need."""
    free, needed = room(data)
    return Finding(free >= needed, f"{free / 1e9:.1f} GB are free, {needed / 1e9:.1f} GB needed", f"make room beside {data}")


def check_warehouse(data: Path) -> Finding:
    """Tell whether the pipeline's file opens and its log can be replayed, or who holds it; neither is touched."""
    path = data / STORE
    try:
        if note_of(path).exists() and not busy(path):
            return Finding(False, f"{path} was being checkpointed when a kill came", "the next run mends it, or --repair")
        torn = tear_of(path)
    except Locked as error:
        return Finding(True, f"{error} (its log was not looked at)")
    except WarehouseError as error:
        return Finding(False, str(error), "`zagros restore DIR --over` brings a backup back; copies/ has the last days")
    if torn:
        said = f"the log of {path} is torn: {torn.torn:,} bytes behind the first {torn.whole:,} cannot be replayed"
        return Finding(False, said, "--repair cuts them off and keeps the torn log beside, before a run drops them unseen")
    return Finding(True, f"{path} opens, its log can be replayed")


def check_lake(lake: Lake) -> Finding:
    """Open a lake as of now, and look whether the files are there that its catalog names."""
    try:
        with open_store(lake, read_only=True) as store:
            gone, there = lost_files(store.con)
    except WarehouseError as error:
        return Finding(False, str(error), "start PostgreSQL, mend the address, or let `zagros ingest` make the lake")
    if gone:
        remedy = f"bring them back to {lake.files}, or `zagros restore DIR` into an empty database"
        return Finding(False, f"{lake}: {len(gone)} of its {len(gone) + there} files are gone, the first {gone[0]}", remedy)
    return Finding(True, f"{lake} opens, its {there} files are there")


def check_part(data: Path) -> Finding:
    """Tell whether a kill left answers that are in no day's file yet."""
    left = [name for name in (".part", ".appending") if (data / "archive" / name).exists()]
    if not left or busy(data / STORE):
        return Finding(True, "the archive has no part left over")
    return Finding(False, f"a kill left {data / 'archive' / left[0]}", "the next run adds it to its day's file, or --repair")


def check_published(data: Path, thorough: bool) -> Finding:
    """Open the analysts' copy, and compare its schema with ours; the checks are run only where that is asked for."""
    path = data / PUBLISHED
    try:
        ((step,),) = ask(path, "SELECT schema_step FROM manifest").rows
        if thorough:
            with closing(connect(path)) as con:
                check(con, everything=True)
    except WarehouseError as error:
        return Finding(False, f"{path}: {error}", "`zagros ingest` publishes a new one, copies/ has those of the last days")
    newest = max(steps())
    said = f"{path} opens, at schema step {step}"
    return Finding(step == newest, said, f"this Zagros is at step {newest}: `zagros ingest` publishes anew, or update Zagros")


def check_clock(data: Path, now: datetime) -> Finding:
    """Compare the machine's clock with the instants that it wrote."""
    ((_, _, latest),) = ask(data / PUBLISHED, statement("status_newest")).rows
    sane = now.year >= FIRST_YEAR and (latest is None or latest <= now)
    return Finding(
        sane, f"the clock says {now:%Y-%m-%d %H:%M:%S} UTC, the latest instant stored is {latest}", "set the clock (NTP)"
    )


def check_feeds(data: Path) -> Finding:
    """Count the feeds that do not work."""
    states = dict(ask(data / PUBLISHED, statement("status_states")).rows)
    broken, asked = {state: states[state] for state in BROKEN if state in states}, sum(states.values()) - states.get("off", 0)
    said = ", ".join(f"{count} {state}" for state, count in broken.items()) or "none is failing, blocked or gone"
    remedy = "`zagros feeds` names them, `zagros feeds why ID` says why; one that is gone gets an `off` in its list"
    return Finding(sum(broken.values()) <= SOME * asked, f"of {asked} feeds {said}", remedy)


def check_prefect(data: Path, now: datetime) -> Iterator[Finding]:
    """Ask the Prefect server that PREFECT_API_URL names, if it names one, for runs that hang."""
    if not (url := os.environ.get("PREFECT_API_URL")):
        return
    from flows.embedded import prepare

    prepare(data)
    from flows.stuck import Unreachable, stuck_runs

    try:
        stuck = stuck_runs(now)
    except Unreachable as error:
        yield Finding(False, f"Prefect cannot be reached: {error}", "start the server, or mend or unset PREFECT_API_URL")
        return
    said = f"{len(stuck)} runs hang: {', '.join(stuck[:5])}" if stuck else f"Prefect at {url} answers, no run hangs"
    yield Finding(not stuck, said, "--repair marks them as crashed, where nobody holds the warehouse")


def repair(data: Path, now: datetime) -> list[str]:
    """Mend what can be mended without loss, and say what was done; raises Locked where somebody is at work."""
    path, done = data / STORE, list[str]()
    if busy(path):
        with hold(path, read_only=True):
            pass
    mendings: list[Callable[[Path, datetime], str | None]] = [repair_note, repair_log, repair_part, repair_runs]
    for mending in mendings:
        try:
            if said := mending(data, now):
                done.append(said)
        except Locked:
            raise
        except WarehouseError as error:
            done.append(f"not mended: {error}")
    return done


def repair_note(data: Path, now: datetime) -> str | None:
    """Put a file back from its copy where a kill came while it was checkpointed."""
    if not note_of(data / STORE).exists():
        return None
    mend(data / STORE)
    return f"{data / STORE} was put back from its copy"


def repair_log(data: Path, now: datetime) -> str | None:
    """Cut a torn log."""
    kept = mend_log(data / STORE, f"{now:{STAMP}}") if (data / STORE).is_file() else None
    return f"the log of {data / STORE} was cut behind its last whole record; the torn one is {kept}" if kept else None


def repair_part(data: Path, now: datetime) -> str | None:
    """Add what a kill left of a run's answers to its day's file."""
    if not (data / STORE).is_file() or check_part(data).ok:
        return None
    with hold(data / STORE):
        Archive(data / "archive", now).recover()
    return "the archive's part was added to its day's file"


def repair_runs(data: Path, now: datetime) -> str | None:
    """Mark runs that hang as crashed."""
    if all(finding.ok for finding in check_prefect(data, now)):
        return None
    from flows.stuck import Unreachable, crash_stuck

    try:
        return f"marked as crashed: {', '.join(crash_stuck(now))}"
    except Unreachable:
        return None
