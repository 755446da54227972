"""A registry and a claim in, for whom its speaker speaks out: an official for his state and the bodies of its government."""

from __future__ import annotations

from collections.abc import Set

from extractors.claims import Said
from extractors.registry import Registry

NOBODY: frozenset[str] = frozenset()


class Sides:
    """Knows for whom the actors of a registry speak; `media` are outlets, which speak for none."""

    def __init__(self, registry: Registry, media: Set[str]) -> None:
        self.actors, self.media = registry.actors, media
        bodies: dict[str, set[str]] = {side: {state} for side, state in registry.states.items()}
        for actor in registry.actors.values():
            if actor.kind == "government_body" and actor.side in bodies:
                bodies[actor.side].add(actor.actor_id)
        self.bodies = {side: frozenset(found) for side, found in bodies.items()}

    def own(self, claim: Said | None) -> frozenset[str]:
        """List for whom the innermost speaker of a claim speaks."""
        speaker = self.actors.get(claim.chain[-1]) if claim and claim.chain[-1] not in self.media else None
        return self.bodies.get(speaker.side or "", NOBODY) if speaker else NOBODY
