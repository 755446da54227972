"""An address in, what Debian's chromium makes of it out: the page's own markup after its scripts ran."""

from __future__ import annotations

import shutil
import subprocess
import tempfile

import pytest

CHROMIUM = shutil.which("chromium")
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="needs Debian's chromium")
# Milliseconds of the page's own time, in which its scripts ask for what they show; the browser does not wait idly for them.
PATIENCE = 20_000


def look(url: str) -> str:
    """Open a page in a fresh headless browser and give its markup once its scripts have run."""
    with tempfile.TemporaryDirectory() as profile:
        # In a container of root's there is no sandbox, nor shared memory of any size.
        apart = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={profile}", "--no-proxy-server"]
        command = [str(CHROMIUM), "--headless=new", *apart, f"--virtual-time-budget={PATIENCE}", "--dump-dom", url]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
