"""A real HTTP server on loopback that answers as a forward proxy for any host, with pages that a test writes and changes.

Beside it a bare socket, with TLS or without, for servers that no library would let be so rude.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

Answer = tuple[int, dict[str, str], bytes]
# Signed by itself, for h.example, until 2100; made for these tests and used nowhere else.
CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPXB1NmxfMedxEOYU
xMvb0Yp82o05I+QYO6MIr2CE8syhRANCAAQL3Xh9CPH4ko4qFOKxweoZ4kcvAiaF
AgmNBEa87K7/hw30ochlDaKUyjPCiMcqifINHOc54+QcRXQi3+4yp6pD
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBQTCB6KADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWguZXhhbXBs
ZTAgFw0wMDAxMDEwMDAwMDBaGA8yMTAwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
aC5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEC914fQjx+JKOKhTi
scHqGeJHLwImhQIJjQRGvOyu/4cN9KHIZQ2ilMozwojHKonyDRznOePkHEV0It/u
MqeqQ6MpMCcwFAYDVR0RBA0wC4IJaC5leGFtcGxlMA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSAAwRQIhAJntfE8WVb0A4CDwkAbkbXi41MdAyuXWGY7o3m5L
ma+rAiBtotXAPHGlcGkvyncx8k1Dt4B+Rw6BgrJZWtn3lybmzQ==
-----END CERTIFICATE-----
"""


@dataclass
class Newsroom:
    """What is served: a page (text, bytes, a status, or a whole answer) for each address; and what was asked."""

    address: str = ""
    pages: dict[str, str | bytes | int | Answer | Callable[[], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open_now: int = 0
    most_open: int = 0
    delay: float = 0.0
    open_on: Counter[str] = field(default_factory=Counter)
    most_open_on: Counter[str] = field(default_factory=Counter)

    def answer(self, url: str) -> Answer:
        found = self.pages.get(url, 404)
        if callable(found):
            return found()
        if isinstance(found, tuple):
            return found
        if isinstance(found, int):
            return found, {}, b""
        data = found.encode() if isinstance(found, str) else found
        kind = "text/html; charset=utf-8" if data.lstrip()[:9].lower() in (b"<!doctype", b"<html><he") else "application/xml"
        return 200, {"Content-Type": kind}, data


@contextmanager
def open_newsroom() -> Iterator[Newsroom]:
    room, lock = Newsroom(), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with contextlib.suppress(ConnectionResetError):  # a client that has read enough
                super().handle()

        def do_GET(self) -> None:
            with lock:
                room.open_now += 1
                room.most_open = max(room.most_open, room.open_now)
                host = urlsplit(self.path).netloc
                room.open_on[host] += 1
                room.most_open_on[host] = max(room.most_open_on[host], room.open_on[host])
                room.asked.append((self.path, dict(self.headers)))
            time.sleep(room.delay)
            with lock:  # before the answer, on which the client may send its next question at once
                room.open_now -= 1
                room.open_on[host] -= 1
            status, headers, body = room.answer(self.path)
            try:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    room.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()


def tls_context(folder: Path, *protocols: str) -> ssl.SSLContext:
    """Make a server's side of TLS with CERTIFICATE, which is left in a folder as cert.pem."""
    (folder / "cert.pem").write_text(CERTIFICATE, encoding="ascii")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem")
    context.set_alpn_protocols(list(protocols))
    return context


@contextmanager
def open_line(talk: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Hand each connection to `talk`, in a thread of its own; gives the port."""

    def answer(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            talk(tls.wrap_socket(connection, server_side=True) if tls else connection)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
