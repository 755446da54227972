"""docs/operating.md in, what it tells an operator to start out: commands, services, and a proxy that runs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house import ROOT, until

TEXT = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
SERVICES = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)[0]
COMMANDS = sorted(set(re.findall(r"(?:ExecStart=/srv/zagros/|command: )\.venv/bin/(.+)", TEXT)))
PROXY = re.findall(r"```\n(server \{.*?)```", TEXT, re.S)[0]
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
WORD = "sesame"


@contextmanager
def proxied(behind: str, folder: Path) -> Iterator[str]:
    """Start nginx as documented before a server, but for port, paths and a certificate of its own; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    key, certificate, words = (folder / name for name in ("key.pem", "certificate.pem", "htpasswd"))
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, "-days", "1", "-subj", "/CN=localhost"], check=True, capture_output=True)
    words.write_text(f"you:{{PLAIN}}{WORD}\n", encoding="utf-8")
    moved = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/zagros.pem": str(certificate),
        "/etc/ssl/zagros.key": str(key),
        "/etc/nginx/zagros.htpasswd": str(words),
        "http://127.0.0.1:4200": behind,
    }
    server = PROXY
    for documented, here in moved.items():
        assert documented in server
        server = server.replace(documented, here)
    # As root its workers would be nobody, who may not look into a test's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    kept = "".join(f"{part}_temp_path {folder / part};" for part in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    around = f"{user} daemon off; pid {folder / 'pid'}; error_log stderr; events {{}} http {{ access_log off; {kept} {server} }}"
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    running = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: running.poll() is not None or (folder / "pid").exists(), 20)
        assert running.poll() is None, running.stderr.read() if running.stderr else ""
        yield f"https://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.communicate(timeout=20)
