"""WARC files in, readings of their pages out, by the very code that reads them live: a shelf stands in for the network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from extractors.records import Entry, Page, Reading
from flows.reading import Reader, read_entry
from flows.warc import read_at, read_warc


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands in a WARC file, which address it answers, when, as what, and the SHA-256 of its bytes."""

    path: Path
    offset: int
    asked: str
    fetched_at: datetime
    content_type: str
    digest: str

    @property
    def is_page(self) -> bool:
        """Tell whether it is of HTML, or does not say: feeds, sitemaps and pictures stand in WARC files too."""
        return not self.content_type or "html" in self.content_type.lower()


class Shelf:
    """Answers addresses with the captures that it holds of them."""

    def __init__(self, held: Mapping[str, Place]) -> None:
        self.held = held

    async def get(self, url: str, unless: Mapping[str, str] | None = None, free: bool = False) -> Page:
        """Give the captured answer; raises KeyError for an address of which there is none."""
        capture = read_at(self.held[url].path, self.held[url].offset)
        return Page(capture.url, HTTPStatus.OK, capture.content_type, capture.body)


async def read_capture(entry: Entry, place: Place, reader: Reader) -> Reading:
    """Read an entry's page from a shelf as it would have been read when it was captured."""
    return await read_entry(entry, replace(reader, now=place.fetched_at))


def places(paths: Iterable[Path]) -> Iterator[Place]:
    """List the whole answers of WARC files, in their order."""
    for path in paths:
        for found in read_warc(path):
            if found.sound:
                digest = hashlib.sha256(found.body).hexdigest()
                yield Place(path, found.offset, found.asked, found.fetched_at, found.content_type, digest)
