"""A data folder in, where its warehouse is out: a file in it, or the lake that the environment names."""

from __future__ import annotations

import os
from pathlib import Path

from warehouse.lake import Lake
from warehouse.store import Place

# Address of a lake, and where a new one's files are to lie; in the environment, so that a worker's runs use them as well.
WAREHOUSE, FILES = "ZAGROS_WAREHOUSE", "ZAGROS_LAKE_FILES"


def place_of(data: Path) -> Place:
    """Say where the pipeline's warehouse is; raises WarehouseError for an address that is none."""
    if address := os.environ.get(WAREHOUSE):
        return Lake(address, os.environ.get(FILES) or str((data / "lake").resolve()))
    return data / "warehouse.duckdb"


def published_at(data: Path) -> Place:
    """Say where questions are asked: of the copy for analysts, or of the lake itself, which many may read."""
    place = place_of(data)
    return place if isinstance(place, Lake) else data / "zagros.duckdb"
