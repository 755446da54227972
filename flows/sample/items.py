"""The sample's YAML files in, its news items out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent
HOSTS = {
    "twinriverspost.example": "twin-rivers-post",
    "peykkarun.example": "peyk-e-karun",
    "marayaalfurat.example": "maraya-al-furat",
    "sirwanwire.example": "sirwan-wire",
}


@dataclass(frozen=True)
class Item:
    """One news item of the sample; `actors` are the ids of everyone its title, caption and text name."""

    host: str
    slug: str
    language: str
    published: datetime
    title: str
    author: str
    caption: str | None
    text: tuple[str, ...]
    actors: frozenset[str]

    @property
    def url(self) -> str:
        """Say where the item's page is served."""
        return f"http://{self.host}/{self.published:%Y/%m}/{self.slug}"


@cache
def load_items() -> tuple[Item, ...]:
    """Read all items, newest first."""
    items = [make_item(host, row) for host, name in HOSTS.items() for row in read_rows(name)]
    return tuple(sorted(items, key=lambda item: item.published, reverse=True))


def read_rows(name: str) -> list[dict[str, Any]]:
    """Read one outlet's file."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load((HERE / "news" / f"{name}.yml").read_text(encoding="utf-8"))
    return rows


def make_item(host: str, row: dict[str, Any]) -> Item:
    """Make an item of one row."""
    published = datetime.fromisoformat(row["published"])
    texts = {"text": tuple(row["text"]), "actors": frozenset(row["actors"])}
    return Item(host=host, **{**row, "published": published, **texts})
