"""The registry as it is now in, stored articles' mentions found again out, as a deployment: what flows/replay.py does."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.replay import replay as find_again
from flows.report import escape
from flows.turns import in_turn

COLUMNS = ("actor", "gained", "lost", "moved_to", "moved_from")


@flow(name="replay", description="Find the actors of stored articles again, as after a change of the registry.")
@in_turn
async def replay(
    data: Path = Path("data"), registry_overlay: list[Path] | None = None, everything: bool = False, dry_run: bool = False
) -> int:
    """Find the actors of stored articles again where the registry changed, and publish; broken off it goes on where it was.

    Args:
        data: folder of warehouse.duckdb and zagros.duckdb.
        registry_overlay: folders laid over registry/.
        everything: find all articles again, as after an update of Zagros itself.
        dry_run: only say what would change.

    Returns:
        How many articles were found again. Raises RegistryError or WarehouseError for what an operator must mend.
    """
    diff = find_again(data, registry_overlay or [], everything, dry_run)
    rows = [dict(zip(COLUMNS, map(escape, row), strict=True)) for row in diff.rows()]
    said = f"{diff.articles:,} articles looked at, {diff.found_again:,} found again, {len(diff.failed):,} not."
    await acreate_table_artifact(table=rows, key="replay", description=f"{said}{' Nothing was written.' if dry_run else ''}")
    return diff.found_again
