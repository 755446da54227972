"""Answers of the network in, WARC files out, one a day and each record compressed by itself; and the answers back again.

WARC 1.1 is ISO 28500:2017; readers of it (warcio, pywb, Common Crawl's tools) read these files, and Zagros reads theirs.
"""

from __future__ import annotations

import gzip
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.records import Page
from extractors.web import MAX_BYTES, VERSION
from warehouse.durable import sync
from warehouse.store import explained

# The address that was asked, where redirects led to another: WARC has a word for one address only.
ASKED = "Zagros-Asked-URI"
STEP = 1 << 20
LEVEL = 6  # of gzip: 9 takes twice the time for a hundredth of the bytes
DAY_FILE = "zagros-{day}.warc.gz"
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


class Archive:
    """Takes down the answers of one run, and adds them to the file of its day when the run ends, however it ends.

    A run writes to a part of its own; what a kill leaves of one is added by the next run. Only one run may hold a folder:
    whoever holds the warehouse.
    """

    def __init__(self, folder: Path, now: datetime, days: int | None = None) -> None:
        """Set up; `days` are kept before today's, all where it is None."""
        self.folder, self.now, self.days = folder, now, days
        self.part, self.note = folder / ".part", folder / ".appending"
        self.out: IO[bytes] | None = None

    def __enter__(self) -> Archive:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.recover()
        self.forget()
        self.out = self.part.open("wb", buffering=0)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.out:
            self.out.close()
        self.append(self.day_file(self.now.date()))

    def day_file(self, day: date) -> Path:
        """Name the file of a day (UTC)."""
        return self.folder / DAY_FILE.format(day=day)

    def add(self, page: Page, asked: str) -> None:
        """Take an answer down; raises NoSpace."""
        if self.out and page.body:
            with explained(self.part):
                self.out.write(pack(page, asked, self.now))

    def append(self, target: Path) -> None:
        """Add the part to a day's file, so that a kill in the middle is put right by the next run."""
        if self.part.stat().st_size:
            before = target.stat().st_size if target.exists() else 0
            fresh = self.note.with_suffix(".new")
            fresh.write_text(f"{before} {target.name}", encoding="utf-8")
            sync(self.part)
            fresh.replace(self.note)
            sync(self.folder)
            with explained(target), self.part.open("rb") as part, target.open("ab") as out:
                if not before:
                    out.write(describe(target.name))
                shutil.copyfileobj(part, out)
            sync(target)
        self.part.unlink()
        self.note.unlink(missing_ok=True)

    def recover(self) -> None:
        """Put right what a kill left: a day's file with half a part in it, or a part that nobody added."""
        if self.note.exists():
            before, name = self.note.read_text(encoding="utf-8").split(" ", 1)
            # A part that is gone was added whole.
            if self.part.exists() and (target := self.folder / name).exists():
                with target.open("ab") as out:
                    out.truncate(int(before))
            self.note.unlink()
        if self.part.exists():
            whole = [(c.end, c.fetched_at) for c in read_warc(self.part) if c.sound and closed(c)]
            with self.part.open("ab") as part:
                part.truncate(max((end for end, _ in whole), default=0))
            self.append(self.day_file(max((moment for _, moment in whole), default=self.now).date()))

    def forget(self) -> None:
        """Remove the files of days that are no longer kept."""
        if self.days is None:
            return
        first = self.day_file((self.now - timedelta(days=self.days)).date()).name
        for old in self.folder.glob(DAY_FILE.format(day="*")):
            if old.name < first:
                old.unlink()


def pack(page: Page, asked: str, now: datetime) -> bytes:
    """Write an answer as one compressed response record, its body as it is after its coding was undone."""
    headers = [("Content-Type", page.content_type), *((name.title(), value) for name, value in page.headers.items())]
    writer = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")
    known = {"WARC-Date": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", ASKED: asked}
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=BytesIO(page.body),
        http_headers=StatusAndHeaders(f"{page.status} OK", [(n, clean_header(v)) for n, v in headers], protocol="HTTP/1.1"),
        warc_headers_dict={name: clean_header(value) for name, value in known.items()},
    )
    writer.write_record(record)
    return gzip.compress(writer.out.getvalue(), LEVEL)


def clean_header(value: str) -> str:
    """Keep what came from the network from beginning a header of its own."""
    return " ".join(value.split()).encode("ascii", "backslashreplace").decode("ascii")


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
