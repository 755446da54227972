"""A data folder in, its archive read through and its log folded in out: what is worth doing once a week."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.integrity import COLUMNS, verify
from flows.publication import publish_task
from flows.report import escape
from flows.turns import in_turn
from warehouse.publish import COPIES
from warehouse.store import WarehouseError


@flow(name="maintain", description="Verify the archive, fold the warehouse's log in, and let old copies go.")
@in_turn
async def maintain(data: Path = Path("data"), copies: int = COPIES) -> int:
    """Verify the archive, and publish with every check: that folds the log in and lets old copies go.

    Args:
        data: folder of warehouse.duckdb, zagros.duckdb and archive/.
        copies: days of which a published copy is kept under copies/.

    Returns:
        How many files the archive has. Raises WarehouseError where one is broken or an article's page is in none.
    """
    await publish_task(data, copies, everything=True)
    found = verify(data)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found.rows]
    await acreate_table_artifact(table=rows, key="archive", description="The archive's files, and whether they are whole.")
    if not found.whole:
        broken = sum(bool(broken or left) for _, _, broken, left, _ in found.rows)
        some = f", the first {escape(found.missing[0])}" if found.missing else ""
        raise WarehouseError(f"{broken} files of the archive are broken, {len(found.missing)} articles have no page there{some}")
    return len(found.rows)
