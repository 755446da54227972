"""A word for a body and the actors of a registry in, whom it may mean out: "the parliament" is no army."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractors.registry import Registry
from extractors.script import fold_word


class Fitting:
    """Knows for the words of one language whom they may mean, as registry/lexicon/…/grammar.yml says (`fits`)."""

    def __init__(self, registry: Registry, language: str) -> None:
        rules = registry.grammars.get(language, {}).get("grammar", {}).get("fits", ())
        self.own = {fold_word(name.name) for name in registry.names if name.language == language}
        named: dict[str, set[str]] = {}
        for name in registry.names:
            if name.language == language and name.actor_id in registry.actors:
                named.setdefault(name.actor_id, set()).update(fold_word(name.name).split())
        self.means: Mapping[str, frozenset[str]] = {
            fold_word(word): frozenset(
                who for who, actor in registry.actors.items() if fits(rule, actor.kind, named.get(who, set()))
            )
            for rule in rules
            for word in rule["words"]
        }

    def is_name(self, word: str) -> bool:
        """Tell whether a folded word is a name in this language, and not only in another: روسية is Russian, and no روسیه."""
        return word in self.own

    def may_mean(self, word: str, actor_id: str) -> bool:
        """Tell whether a folded word may mean an actor; a word without a rule may mean anybody."""
        known = self.means.get(word)
        return known is None or actor_id in known


def fits(rule: Mapping[str, Any], kind: str, names: set[str]) -> bool:
    """Tell whether an actor of a kind with such words in its names fits a rule; persons and states are no bodies."""
    if kind in ("person", "state", "media_outlet"):
        return False
    return kind in rule.get("kinds", ()) or not names.isdisjoint(fold_word(name) for name in rule.get("names", ()))
