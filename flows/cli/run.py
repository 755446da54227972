"""Commands that work: a person's options in, one run of the flow out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from flows.cli.ask import trend
from flows.cli.options import (
    SOME_FEEDS_FAILED,
    AllowPrivate,
    AsCsv,
    AsJson,
    Contact,
    Data,
    Feeds,
    Overlay,
    Pace,
    Scheduler,
    Since,
    Until,
    Warehouse,
    form,
    instant,
    refuse_pace,
)

if TYPE_CHECKING:
    from flows.backfill import Backfill
    from flows.report import Tally


T = TypeVar("T")
# Bytes free below which a disk counts as full: the smallest warehouse has more.
FULL = 8 << 20


def ingest(
    data: Data = Path("data"),
    warehouse: Warehouse = None,
    feeds: Feeds = None,
    registry_overlay: Overlay = None,
    only: Annotated[list[str] | None, typer.Option(help="Id of a feed to poll, due or not; may be given several times.")] = None,
    now: Annotated[
        str | None, typer.Option(help="The instant that the run takes for now (ISO 8601; UTC unless it says).")
    ] = None,
    pace: Pace = 1.0,
    allow_private: AllowPrivate = False,
    contact: Contact = None,
    minutes: Annotated[float, typer.Option(min=0, help="Minutes of reading after which pages are left to the next run.")] = 30.0,
    archive_days: Annotated[
        int | None,
        typer.Option(min=0, help="Days for which answers are kept under archive/, besides today's; for ever if unset."),
    ] = None,
    scheduler: Scheduler = None,
    copies: Annotated[int, typer.Option(min=0, help="Days of which a published copy is kept under copies/.")] = 7,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Bring the warehouse up to date with the feeds, and publish a fresh copy for analysts."""
    options: dict[str, Any] = {"feeds": feeds, "registry_overlay": registry_overlay, "only": only, "now": instant(now)}
    wanted = form(as_json, as_csv)
    options |= {"minutes": minutes, "archive_days": archive_days, "scheduler": scheduler}
    tally = run_ingest(data, {**options, "pace": pace, "allow_private": allow_private, "contact": contact, "copies": copies})
    print_tally(tally, data, wanted)
    if tally.feeds_failed:
        raise typer.Exit(SOME_FEEDS_FAILED)


def run_ingest(data: Path, options: dict[str, Any]) -> Tally:
    """Run the flow in this process, with a Prefect of its own under the data folder unless PREFECT_API_URL names one."""
    from flows.embedded import prepare

    refuse_wrong(options)
    prepare(data)
    from flows.ingest import ingest as flow

    tally: Tally = finished(data, flow(data=data, **options))
    return tally


def finished(data: Path, work: Coroutine[Any, Any, T]) -> T:
    """Wait for a flow; a SIGTERM that came where it cannot be heeded ends the command in one line, as it would another.

    Prefect keeps its database beside the warehouse: on a full disk it fails as well, and would hide why. Raises NoSpace then.
    """
    import asyncio
    import signal

    import httpx
    from prefect.exceptions import PrefectException, TerminationSignal

    from warehouse.store import NoSpace

    try:
        return asyncio.run(work)
    except TerminationSignal:
        print("zagros: stopped; what was kept stays, and the next run goes on", file=sys.stderr)
        raise typer.Exit(128 + signal.SIGTERM) from None
    except (PrefectException, httpx.HTTPError, RuntimeError) as error:
        if any(isinstance(cause, NoSpace) for cause in causes(error)) or shutil.disk_usage(data).free < FULL:
            raise NoSpace(f"no space left in {data}: make room, then run again; nothing is lost") from error
        raise


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Go back from an error to those while which it came."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def refuse_wrong(options: dict[str, Any]) -> None:
    """Look at what was given before Prefect takes its seconds to start; raises BadParameter or RegistryError."""
    from extractors.registry import ROOT, choose_named, load_feeds, load_registry

    refuse_pace(options["pace"], options["allow_private"])
    registry = load_registry(overlays=options["registry_overlay"] or [])
    choose_named(load_feeds(options["feeds"] or ROOT / "feeds.yml", registry)[0], options["only"])


def print_tally(tally: Tally, data: Path, wanted: str = "table") -> None:
    """Print what a run did; as csv one row a feed."""
    from flows.report import summary
    from flows.terminal import print_json, print_rows

    if wanted == "json":
        print_json(tally.as_json())
        return
    if wanted == "csv":
        columns = list(tally.by_feed[0]) if tally.by_feed else ["feed"]
        print_rows(columns, [list(row.values()) for row in tally.by_feed], wanted)
        return
    print_lines(summary(tally), data, tally.published_bytes)


def print_lines(lines: list[str], data: Path, published: int) -> None:
    """Print what a run did, and where it was published, in so many bytes; 0 where it was not."""
    from flows.terminal import visible

    for line in lines:
        print(visible(line))
    if published:
        print(f"published: {data / 'zagros.duckdb'} ({published / 1e6:.1f} MB)")


def demo(data: Data = Path("demo-data")) -> None:
    """Run the main job on the sample that ships, over real HTTP on loopback, and show a trend."""
    import os

    from flows.sample.server import serve

    here = Path(__file__).resolve().parent.parent / "sample"
    print("This is a sample: 36 items of our own writing about September 2019 to March 2020, by four invented outlets.")
    with serve() as proxy:
        os.environ.update(
            dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"), proxy), NO_PROXY="", no_proxy=""
        )
        ids = ["twin-rivers-post", "peyk-e-karun", "maraya-al-furat", "sirwan-wire"]
        options = {"feeds": here / "feeds.yml", "registry_overlay": [here / "registry"], "only": ids, "pace": 0.0}
        tally = run_ingest(data, {**options, "allow_private": False})
    print_tally(tally, data)
    trend("muqtada-al-sadr", data=data)
    print(f"Ask it yourself: zagros query --data {data} 'SELECT * FROM actor_weekly ORDER BY articles DESC LIMIT 10'")


def replay(
    data: Data = Path("data"),
    warehouse: Warehouse = None,
    feeds: Feeds = None,
    registry_overlay: Overlay = None,
    dry_run: Annotated[bool, typer.Option(help="Only show what would change.")] = False,
    everything: Annotated[bool, typer.Option(help="Find all articles again, as after an update of Zagros itself.")] = False,
    from_archive: Annotated[
        bool, typer.Option(help="Read the archived pages again, as by a better extractor, in place of the stored texts.")
    ] = False,
    since: Since = None,
    until: Until = None,
    scheduler: Scheduler = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Find the actors of stored articles again where the registry changed, or read their pages again; show what that changed."""
    wanted = form(as_json, as_csv)
    if not warehouse and not (data / "warehouse.duckdb").is_file():
        raise typer.BadParameter(f"there is no {data / 'warehouse.duckdb'}: run `zagros ingest` first")
    if from_archive:
        between = {"since": since and since.date(), "until": until and until.date()}
        options = {"feeds": feeds, "registry_overlay": registry_overlay, "dry_run": dry_run, "scheduler": scheduler}
        read_again(data, {**options, **between}, wanted)
    elif since or until:
        raise typer.BadParameter("--since and --until go with --from-archive")
    else:
        find_again(data, registry_overlay or [], everything, dry_run, wanted)


def backfill(
    data: Data = Path("data"),
    warehouse: Warehouse = None,
    warc: Annotated[list[Path] | None, typer.Option(exists=True, help="WARC file: our own, or CC-NEWS as it is.")] = None,
    sitemap: Annotated[
        list[str] | None, typer.Option(help="Address of a sitemap or its index, or front page whose robots.txt names them.")
    ] = None,
    urls: Annotated[list[Path] | None, typer.Option(exists=True, help="File of addresses, one a line.")] = None,
    registry_overlay: Overlay = None,
    since: Since = None,
    until: Until = None,
    most: Annotated[int, typer.Option(min=0, help="Pages that are asked for at most; run again for the rest.")] = 1000,
    minutes: Annotated[float, typer.Option(min=0, help="Minutes of asking after which pages are left to the next run.")] = 30.0,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be read; sitemaps are asked all the same.")] = False,
    now: Annotated[str | None, typer.Option(help="The instant that the run takes for now (ISO 8601).")] = None,
    pace: Pace = 1.0,
    allow_private: AllowPrivate = False,
    contact: Contact = None,
    scheduler: Scheduler = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Read articles of the past of the registry's outlets; each option may be given several times, and the command again."""
    from flows.embedded import prepare

    if not (warc or sitemap or urls):
        raise typer.BadParameter("give what to read: --warc, --sitemap or --urls")
    refuse_pace(pace, allow_private)
    prepare(data)
    from flows.backfill import backfill as flow

    options: dict[str, Any] = {"warc": warc, "sitemap": sitemap, "urls": urls, "registry_overlay": registry_overlay}
    options |= {"since": since and since.date(), "until": until and until.date(), "most": most, "minutes": minutes}
    options |= {"dry_run": dry_run, "now": instant(now), "pace": pace, "allow_private": allow_private, "contact": contact}
    options |= {"scheduler": scheduler}
    print_backfill(finished(data, flow(data=data, **options)), data, pace, dry_run, form(as_json, as_csv))


def print_backfill(done: Backfill, data: Path, pace: float, dry_run: bool, wanted: str) -> None:
    """Print what a backfill found to read, by outlet, and what came of it."""
    from flows.plan import COLUMNS
    from flows.report import came
    from flows.terminal import print_json, print_rows, visible

    if wanted == "json":
        print_json(done.as_json())
        return
    print_rows(list(COLUMNS), done.plan.rows(), wanted)
    if wanted == "csv":
        return
    for url, reason in done.plan.failures:
        print(visible(f"{url}: {reason}"), file=sys.stderr)
    if done.plan.unknown:
        told = ", ".join(f"{host} ({count})" for host, count in done.plan.unknown.most_common(8))
        print(visible(f"{sum(done.plan.unknown.values()):,} pages of hosts that no outlet of the registry owns: {told}"))
    if dry_run:
        print(f"no article was kept; asking would take {done.plan.seconds(pace) / 60:.0f} minutes at least")
    else:
        print_lines(came(done.tally), data, done.tally.published_bytes)


def read_again(data: Path, options: dict[str, Any], wanted: str) -> None:
    """Read the archived pages again, and print what that changed."""
    from flows.embedded import prepare
    from flows.terminal import print_json, print_rows

    prepare(data)
    from flows.reread import Reread, reread

    done: Reread = finished(data, reread(data=data, **options))
    if wanted == "json":
        print_json(done.as_json())
        return
    if done.rows() or wanted == "csv":
        print_rows(["what", "url"], done.rows(), wanted)
    if wanted == "table":
        counts = f"{len(done.changed):,} articles change, {len(done.gained):,} are new, {len(done.lost):,} are none any more"
        print(f"{done.pages:,} pages read again: {counts}{'; nothing was written' if options['dry_run'] else ''}")


def find_again(data: Path, overlays: list[Path], everything: bool, dry_run: bool, wanted: str) -> None:
    """Find the actors of stored articles again, and print what that changed."""
    from flows.replay import replay as find
    from flows.terminal import print_rows, visible

    diff = find(data, overlays, everything, dry_run)
    print_rows(["actor", "gained", "lost", "moved_to", "moved_from"], diff.rows(), wanted)
    if wanted == "table":
        done = "would be found again" if dry_run else "found again"
        print(f"{diff.articles:,} articles{'' if everything else ' of another registry'}, {diff.found_again:,} {done}")
    for failure in diff.failed:
        print(visible(f"not found again: {failure}"), file=sys.stderr)
    if diff.failed:
        raise typer.Exit(1)
