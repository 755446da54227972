"""A published file in, its acts as PLOVER's records out, a line each (https://github.com/openeventdata/PLOVER)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from warehouse.errors import WarehouseError
from warehouse.published import connect
from warehouse.sql import statement
from warehouse.store import explained

ROWS = 1000
# PLOVER's auxiliary modes: who reads no more than a record's mode still sees that an act did not happen.
AUXILIARY = {"future": "future", "hypothetical": "hypothetical", "historical": "historical", "negated": "negation"}


def write_plover(published: Path, target: Path) -> int:
    """Write each act as a line of JSON, and return how many; raises WarehouseError where the target is there, or NoSpace."""
    if target.exists():
        raise WarehouseError(f"{target} is there already: name another file")
    part, written = target.with_name(f".{target.name}.part"), 0
    con = connect(published)
    try:
        with explained(target), part.open("w", encoding="utf-8") as lines:
            answer = con.execute(statement("plover"))
            names = [column[0] for column in answer.description or ()]
            while rows := answer.fetchmany(ROWS):
                for row in rows:
                    found = record(dict(zip(names, row, strict=True)))
                    lines.write(json.dumps(found, ensure_ascii=False, default=str) + "\n")
                written += len(rows)
        part.replace(target)
    finally:
        con.close()
        part.unlink(missing_ok=True)
    return written


def record(act: dict[str, Any]) -> dict[str, Any]:
    """Lay out one act: its first telling where PLOVER has room for one, all beside it, and what PLOVER has no word for."""
    first, dated = act["tellings"][0], act["first_day"] is not None
    found = {
        "id": str(act["act_id"]),
        "has_event": True,
        "date": act["first_day"] if dated else act["told_on"],
        "enddate": act["last_day"] if act["last_day"] != act["first_day"] else None,
        "actor": [filled(one) for one in act["actor"] or ()],
        "recipient": [filled(one) for one in act["recipient"] or ()],
        "event": [act["type"]],
        "mode": [mode for mode in (act["mode"], AUXILIARY.get(act["modality"])) if mode],
        "context": act["contexts"],
        "event_loc": location(act),
        "event_text": list(dict.fromkeys(one["event_text"] for one in act["tellings"])),
        "quad_code": act["quad"],
        "event_scale": act["score"],
        "text_info": {name: first[name] for name in ("sequence", "start", "end")},
        "cite_info": {**{name: first[name] for name in ("url", "title", "publication", "language")}, "codebook": codebook(act)},
        "modality": act["modality"],
        "date_basis": act["date_basis"] if dated else "publication",
        "said_by": first["said_by"],
        "tellings": act["tellings"],
    }
    return {name: value for name, value in found.items() if value is not None}


def codebook(act: dict[str, Any]) -> str:
    """Name the ontology that coded an act."""
    return f"zagros-plover-{act['ontology_version']}"


def location(act: dict[str, Any]) -> dict[str, Any] | None:
    """Lay out where an act took place, if that is known."""
    if act["place"] is None:
        return None
    return filled({"resolved_place": act["place"], "lat": act["latitude"], "lon": act["longitude"], "country": act["country"]})


def filled(found: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in found.items() if value is not None}
