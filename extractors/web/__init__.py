"""Addresses in, pages out: the one client that asks the network, within its limits of manners, pace, time and size."""

from extractors.web.body import MAX_BYTES
from extractors.web.client import VERSION, Web, allow_pace, proxied, user_agent
from extractors.web.errors import BadStatus, Refused, TooMuch, Unreachable, WebError
from extractors.web.urls import host_of

__all__ = [
    "MAX_BYTES",
    "VERSION",
    "BadStatus",
    "Refused",
    "TooMuch",
    "Unreachable",
    "Web",
    "WebError",
    "allow_pace",
    "host_of",
    "proxied",
]
__all__ += ["user_agent"]
