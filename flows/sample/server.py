"""Requests for the invented outlets in, their feeds and pages out: a forward proxy on loopback that knows nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from flows.sample.items import load_items
from flows.sample.pages import FEEDS, page


def answer(url: str) -> tuple[int, str, str]:
    """Answer one address of the sample: status, content type, text."""
    parts = urlsplit(url)
    if write := FEEDS.get((parts.netloc, parts.path)):
        return 200, "application/xml; charset=utf-8", write(parts.netloc)
    pages = {(item.host, urlsplit(item.url).path): item for item in load_items()}
    if item := pages.get((parts.netloc, parts.path)):
        return 200, "text/html; charset=utf-8", page(item)
    return 404, "text/plain; charset=utf-8", "not in the sample"


class Handler(BaseHTTPRequestHandler):
    """Answers as a forward proxy does, for the sample's hosts only."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Serve one feed or page."""
        status, kind, text = answer(self.path)
        data = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the run reports itself."""


@contextmanager
def serve() -> Iterator[str]:
    """Serve the sample on a free port of loopback while the block runs; gives the proxy's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
