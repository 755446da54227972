"""What a person calls an actor in, the actor's id out, or words that say whom it may be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import typer


def choose_actor(wanted: str, known: Iterable[tuple[str, str, str]]) -> str:
    """Choose the actor of an id or of a name in any spelling.

    `known` holds actor ids, each with a way to say it and how good that is: id, strong or weak. Raises typer.BadParameter
    that lists those it may be, or the nearest.
    """
    from extractors.script import fold_word

    folded = [(actor_id, fold_word(said), how) for actor_id, said, how in known]
    for grade in ("id", "strong", "weak"):
        found = sorted({actor_id for actor_id, said, how in folded if how == grade and said == fold_word(wanted)})
        if len(found) == 1:
            return found[0]
        if found:
            raise typer.BadParameter(f"{wanted!r} may be {', '.join(found)}: take one of these ids")
    near = get_close_matches(fold_word(wanted), {said for _, said, _ in folded}, n=8, cutoff=0.7)
    nearest = dict.fromkeys(actor_id for name in near for actor_id, said, _ in folded if said == name)
    raise typer.BadParameter(f"no actor is called {wanted!r}; nearest are {', '.join(list(nearest)[:5]) or 'none'}")
