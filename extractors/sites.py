"""An act and its sentence in, the place where it was done out."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.acts import Act
from extractors.scene import Scene


def where(at: int, scene: Scene, act: Act, seats: Mapping[str, str]) -> str | None:
    """Say where an act was whose trigger is word `at`: the town of its sentence that stands nearest, else the seat of a mission
    that takes part, else a state. Towns of the sentences before are as often another act's (docs/method.md).
    """
    towns = [p for p in scene.places if p.kind == "place"]
    lands = [p for p in scene.places if p.kind == "state" and p.marker in ("in", "on", "to")]
    seat = next((seats[who] for who in (*act.recipients, *act.actors) if who in seats), None)
    named = towns or ([] if seat else lands)
    return min(((abs(p.first - at), p.who[0].removeprefix("place:")) for p in named), default=(0, seat))[1]
