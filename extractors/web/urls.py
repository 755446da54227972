"""An address as somebody wrote it in, the one spelling by which it is checked, paced and asked out."""

from __future__ import annotations

import re

import httpx

from extractors.web.errors import Refused

# A dot may be written %2e, also in the segments that lead upwards (RFC 3986, 6.2.2.2; WHATWG URL, "double-dot segment").
DOT = re.compile("%2e", re.I)
# A host's name in ASCII, with the underscore that some have, or a numeric address (RFC 1123, 2.1; RFC 3986, 3.2.2).
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


def normalise(text: str) -> httpx.URL:
    """Spell an address the one way; raises Refused for what is no address of http or https.

    Scheme and host in small letters, the host in ASCII without its last dot, no user, no default port, no dot segments
    (RFC 3986, 6.2.2 and 6.2.3; RFC 5891).
    """
    said = text[:80].encode(errors="replace").decode()
    try:
        url = httpx.URL(DOT.sub(".", text))
        url = url.copy_with(host=url.raw_host.decode("ascii").rstrip("."), username=None, password=None)
    except (httpx.InvalidURL, ValueError):
        raise Refused(f"not an address: {said}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise Refused(f"only addresses of http and https are read, not {said}")
    if not HOST.fullmatch(name_of(url)) or (url.port is not None and not 0 < url.port < 1 << 16):
        raise Refused(f"not an address: {said}")
    return url


def name_of(url: httpx.URL) -> str:
    """Name the host of a normalised address, without its port: who is one host is paced as one."""
    return url.raw_host.decode("ascii")


def origin_of(url: httpx.URL) -> str:
    """Name the origin of a normalised address, which has a robots.txt of its own (RFC 9309, 2.3; RFC 6454, 4)."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def host_of(text: str) -> str:
    """Name the host of an address; raises Refused for what is no address of http or https."""
    return name_of(normalise(text))
