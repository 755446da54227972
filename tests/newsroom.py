"""A real HTTP server on loopback that answers as a forward proxy for any host, with pages that a test writes and changes."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Answer = tuple[int, dict[str, str], bytes]


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

        def do_GET(self) -> None:
            with lock:
                room.open_now += 1
                room.most_open = max(room.most_open, room.open_now)
                host = urlsplit(self.path).netloc
                room.open_on[host] += 1
                room.most_open_on[host] = max(room.most_open_on[host], room.open_on[host])
                room.asked.append((self.path, dict(self.headers)))
            time.sleep(room.delay)
            status, headers, body = room.answer(self.path)
            try:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                with lock:
                    room.open_now -= 1
                    room.open_on[urlsplit(self.path).netloc] -= 1

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
