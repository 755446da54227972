"""The bytes of WARC files in, the answers that they keep out; and an answer's record as it is written.

WARC 1.1 is ISO 28500:2017; readers of it (warcio, pywb, Common Crawl's tools) read what is written here, and their files are
read here.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.records import Page
from extractors.web import MAX_BYTES, VERSION

# The address that was asked, where redirects led to another: WARC has a word for one address only.
ASKED = "Zagros-Asked-URI"
STEP = 1 << 20
LEVEL = 3  # of gzip: 6 takes twice the time for 6 % of the bytes (2,536 answers of the recorded world)
# What warcio raises on records that are cut off or overwritten.
BROKEN = (ArchiveLoadFailed, OSError, EOFError, ValueError, AttributeError, TypeError)


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer in a WARC file: where it stands (bytes), what was asked and answered, when, and whether it is whole."""

    path: Path
    offset: int
    end: int
    asked: str
    url: str
    fetched_at: datetime
    content_type: str
    body: bytes = field(repr=False)
    sound: bool


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


class Elsewhere(OSError):
    """What was listed in a WARC file does not stand there: the file was changed, or is another machine's."""


def pack(page: Page, asked: str, now: datetime) -> bytes:
    """Write an answer as one compressed response record, its body as it is after its coding was undone."""
    headers = [("Content-Type", page.content_type), *((name.title(), value) for name, value in page.headers.items())]
    writer = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")
    known = {"WARC-Date": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", ASKED: one_line(asked)}
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=BytesIO(page.body),
        http_headers=StatusAndHeaders(f"{page.status} OK", [(n, clean_header(v)) for n, v in headers], protocol="HTTP/1.1"),
        warc_headers_dict=known,
    )
    writer.write_record(record)
    return gzip.compress(writer.out.getvalue(), LEVEL)


def clean_header(value: str) -> str:
    """Keep what came from the network from beginning a header of its own, and to ASCII: HTTP knows no more."""
    return one_line(value).encode("ascii", "backslashreplace").decode("ascii")


def one_line(value: str) -> str:
    """Keep a text on one line, in characters that UTF-8 has: a WARC header may hold these (ISO 28500:2017, 4)."""
    return " ".join(value.split()).encode("utf-8", "backslashreplace").decode("utf-8")


def describe(name: str) -> bytes:
    """Write the record with which a file begins: who made it, and how."""
    writer = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")
    told = {"software": f"Zagros/{VERSION}", "format": "WARC File Format 1.1", "robots": "obeyed (RFC 9309)"}
    writer.write_record(writer.create_warcinfo_record(name, told))
    return gzip.compress(writer.out.getvalue(), LEVEL)


def read_warc(path: Path) -> Iterator[Capture]:
    """Read the answers of a WARC file, its own or another's; ends at what cannot be read.

    Answers that are no success, or larger than a page may be, are passed over.
    """
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests=True)
        while True:
            try:
                record = next(records, None)
                capture = read_record(path, records, record) if record and record.rec_type == "response" else None
            except BROKEN:
                return
            if record is None:
                return
            if capture:
                yield capture


def places(paths: Iterable[Path]) -> Iterator[Place]:
    """List the whole answers of WARC files, in their order, each where any process of this machine finds it."""
    for path in paths:
        for found in read_warc(path.resolve()):
            if found.sound:
                yield Place(found.path, found.offset, found.asked, found.fetched_at, found.content_type, digest(found.body))


def open_page(page: Page | Place) -> Page:
    """Give a page as it is, or from where it is kept; raises Elsewhere where that answer is not there."""
    if isinstance(page, Page):
        return page
    try:
        with page.path.open("rb") as file:
            file.seek(page.offset)
            records = ArchiveIterator(file, check_digests=True)
            record = next(records, None)
            capture = read_record(page.path, records, record) if record else None
    except BROKEN:
        capture = None
    if capture is None or digest(capture.body) != page.digest:
        raise Elsewhere(f"the answer of {page.asked} is not at byte {page.offset} of {page.path}: it was changed meanwhile")
    return Page(capture.url, HTTPStatus.OK, capture.content_type, capture.body)


def digest(body: bytes) -> str:
    """Give the SHA-256 of an answer's bytes."""
    return hashlib.sha256(body).hexdigest()


def read_body(stream: Any) -> bytes:
    """Read a record's body, no further than a page may be long."""
    pieces = iter(lambda: stream.read(STEP), b"")
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > MAX_BYTES:
            break
    return bytes(body)


def read_record(path: Path, records: ArchiveIterator, record: ArcWarcRecord) -> Capture | None:
    """Read one response record, to its end; None where it holds no page."""
    headers = record.rec_headers
    status = int(record.http_headers.get_statuscode() or 0) if record.http_headers else 0
    body = read_body(record.content_stream()) if status == HTTPStatus.OK else b""
    # Offset and length are known, and the digest compared, once the record is read to its end.
    records.read_to_end()
    offset = records.get_record_offset()
    url = str(headers.get_header("WARC-Target-URI") or "").strip("<>")
    if not body or len(body) > MAX_BYTES or not url:
        return None
    return Capture(
        path,
        offset,
        offset + records.get_record_length(),
        headers.get_header(ASKED) or url,
        url,
        datetime.fromisoformat(headers.get_header("WARC-Date")),
        record.http_headers.get_header("Content-Type") or "",
        body,
        record.digest_checker.passed is True,
    )


def closed(capture: Capture) -> bool:
    """Tell whether a record's compression is whole: of one cut in its last bytes all may be read, and nothing after it."""
    with capture.path.open("rb") as file:
        file.seek(capture.offset)
        machine = zlib.decompressobj(31)
        machine.decompress(file.read(capture.end - capture.offset))
    return machine.eof


def unread(path: Path) -> int:
    """Count the bytes at the end of a WARC file that cannot be read."""
    with path.open("rb") as file:
        records, end = ArchiveIterator(file), 0
        try:
            for _ in records:
                records.read_to_end()
                end = records.get_record_offset() + records.get_record_length()
        except BROKEN:
            pass
    return path.stat().st_size - end
