"""The pieces of an answer in, its decoded bytes out: never more of them than the limit, however it is compressed."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

import httpx

from extractors.web.errors import TooMuch, Unreachable

MAX_BYTES = 10 * 1024 * 1024
# gzip or zlib by its own header (zlib's 32 + 15), else deflate without one, as some servers send it (RFC 9110, 8.4.1.2).
BY_HEADER, BARE = 47, -15
CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")


def limit() -> str:
    """Say how much is too much."""
    return f"larger than {MAX_BYTES // 1024 // 1024} MB"


class Inflater:
    """Decompresses pieces into a body that is never longer than MAX_BYTES."""

    def __init__(self) -> None:
        self.body = bytearray()
        self.machine: zlib._Decompress | None = None

    def feed(self, piece: bytes) -> None:
        """Take a piece; raises TooMuch or Unreachable."""
        while piece:
            try:
                self.machine = self.machine or zlib.decompressobj(BY_HEADER if looks_wrapped(piece) else BARE)
                self.body += self.machine.decompress(piece, MAX_BYTES + 1 - len(self.body))
            except zlib.error as error:
                raise Unreachable(f"the answer's compression is broken: {error}", "broken") from error
            if len(self.body) > MAX_BYTES:
                raise TooMuch(limit())
            # Members of a gzip file may follow one another (RFC 1952, 2.2).
            piece, self.machine = (
                (self.machine.unused_data, None) if self.machine.eof else (self.machine.unconsumed_tail, self.machine)
            )


def looks_wrapped(piece: bytes) -> bool:
    """Tell whether compressed bytes begin with a header of gzip or zlib (RFC 1952, 1950)."""
    return piece[:2] == b"\x1f\x8b" or (piece[0] & 0x0F == 8 and len(piece) > 1 and (piece[0] * 256 + piece[1]) % 31 == 0)


async def read_body(answer: httpx.Response) -> bytes:
    """Read an answer's body; raises TooMuch for more than MAX_BYTES and for what only attacks do, or Unreachable."""
    coding = answer.headers.get("content-encoding", "").strip().lower()
    if "," in coding:
        raise TooMuch(f"compressed more than once ({coding}), which only attacks are", answer.status_code)
    if coding not in CODINGS:
        raise TooMuch(f"compressed as {coding[:20]!r}, which was not asked for", answer.status_code)
    pieces: AsyncIterator[bytes] = answer.aiter_raw()
    if coding in ("", "identity"):
        body = bytearray()
        async for piece in pieces:
            body += piece
            if len(body) > MAX_BYTES:
                raise TooMuch(limit(), answer.status_code)
        return bytes(body)
    inflater = Inflater()
    async for piece in pieces:
        inflater.feed(piece)
    if inflater.machine and not inflater.machine.eof:
        raise Unreachable("the answer's compression is broken: it ends too early", "broken")
    return bytes(inflater.body)
