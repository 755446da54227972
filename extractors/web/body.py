"""The pieces of an answer in, its decoded bytes out: never more of them than the limit, however it is compressed."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Generator, Iterator

import httpx

from extractors.web.errors import TooMuch, Unreachable

# Bytes, as they are sent and as they are decoded; and of one step of decoding.
MAX_BYTES, STEP = 10 * 1024 * 1024, 64 * 1024
# How zlib reads gzip (RFC 1952), zlib (RFC 1950) and deflate without a header (RFC 1951), which some servers send (RFC 9110,
# 8.4.1.2).
GZIP, ZLIB, BARE = 31, 15, -15
MEMBER = b"\x1f\x8b"  # RFC 1952, 2.3.1
# Only attacks are of more members of gzip than this.
MAX_MEMBERS = 1000
CODINGS = {"": "", "identity": "", "gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


class Inflater:
    """Decompresses what is sent as gzip or as deflate, step by step."""

    def __init__(self, gzip: bool) -> None:
        self.gzip = gzip
        self.machine: zlib._Decompress | None = None
        self.members = 0
        self.held = b""
        self.over = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Take a piece, give what it holds in steps; raises TooMuch or Unreachable."""
        piece, self.held = self.held + piece, b""
        while piece and not self.over:
            if self.machine is None and len(piece) < len(MEMBER):
                self.held = piece
                return
            self.machine = self.machine or self.begin(piece)
            if self.machine:
                piece = yield from self.spend(self.machine, piece)

    def spend(self, machine: zlib._Decompress, piece: bytes) -> Generator[bytes, None, bytes]:
        """Give what one member has of a piece; returns what follows that member."""
        while True:
            step = inflate(machine, piece)
            yield step
            if machine.eof:
                self.machine = None
                return machine.unused_data
            # A step that is not full has used up the piece; a full one may have, and still hold more.
            if len(step) < STEP:
                return b""
            piece = machine.unconsumed_tail

    def begin(self, piece: bytes) -> zlib._Decompress | None:
        """Choose by its first two bytes how a member is read; what follows the last one is none of it."""
        self.over = self.members > 0 and not (self.gzip and piece.startswith(MEMBER))
        if self.over:
            return None
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise TooMuch(f"compressed in more than {MAX_MEMBERS} pieces, which only attacks are")
        if self.gzip:
            return zlib.decompressobj(GZIP)
        return zlib.decompressobj(ZLIB if looks_like_zlib(piece) else BARE)

    def close(self) -> None:
        """Raise Unreachable for an answer that ends in the middle."""
        if self.machine or (self.held and not self.members):
            raise Unreachable("the answer's compression is broken: it ends too early", "broken")


def inflate(machine: zlib._Decompress, piece: bytes) -> bytes:
    """Decompress one step; raises Unreachable."""
    try:
        return machine.decompress(piece, STEP)
    except zlib.error as error:
        raise Unreachable(f"the answer's compression is broken: {error}", "broken") from error


def looks_like_zlib(piece: bytes) -> bool:
    """Tell whether compressed bytes begin with a header of zlib (RFC 1950, 2.2)."""
    return piece[0] & 0x0F == 8 and (piece[0] * 256 + piece[1]) % 31 == 0


async def pieces_of(answer: httpx.Response) -> AsyncIterator[bytes]:
    """Give an answer's bytes as they are sent; raises TooMuch for more than MAX_BYTES."""
    sent = 0
    async for piece in answer.aiter_raw():
        sent += len(piece)
        if sent > MAX_BYTES:
            raise TooMuch(limit(), answer.status_code)
        yield piece


async def decoded(answer: httpx.Response) -> AsyncIterator[bytes]:
    """Give an answer's decoded bytes; raises TooMuch for codings that were not asked for or only attacks use, or Unreachable."""
    said = answer.headers.get("content-encoding", "").strip().lower()
    if "," in said:
        raise TooMuch(f"compressed more than once ({said[:40]}), which only attacks are", answer.status_code)
    if said not in CODINGS:
        raise TooMuch(f"compressed as {said[:20]!r}, which was not asked for", answer.status_code)
    inflater = Inflater(CODINGS[said] == "gzip") if CODINGS[said] else None
    async for piece in pieces_of(answer):
        for step in inflater.feed(piece) if inflater else (piece,):
            yield step
    if inflater:
        inflater.close()


async def read_body(answer: httpx.Response, enough: int | None = None) -> bytes:
    """Read an answer's body, or the first bytes of it that are enough; raises TooMuch for more than MAX_BYTES, or Unreachable."""
    body = bytearray()
    async for piece in decoded(answer):
        body += piece
        if enough and len(body) >= enough:
            return bytes(body[:enough])
        if len(body) > MAX_BYTES:
            raise TooMuch(limit(), answer.status_code)
    return bytes(body)


def limit() -> str:
    """Say how much is too much."""
    return f"larger than {MAX_BYTES // 1024 // 1024} MB"
