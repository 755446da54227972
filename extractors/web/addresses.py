"""The numeric address of a host in, why it may not be asked out: what is not of the public internet is somebody's own."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Prefixes under which IPv6 carries an IPv4 address in its last 32 bits (RFC 6052, 8215) or in bits 16 to 48 (RFC 3056).
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
COMPATIBLE = IPv6Network("::/96")


def carried(address: IPv6Address) -> IPv4Address | None:
    """Find the IPv4 address inside an IPv6 one: mapped, compatible, 6to4, Teredo or NAT64."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in COMPATIBLE or any(address in network for network in NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def private(text: str) -> str | None:
    """Say why an address may not be asked; None for one of the public internet (the IANA special-purpose registries)."""
    try:
        address = ip_address(text.split("%", maxsplit=1)[0])
    except ValueError:
        return f"{text!r} is no address"
    inner = carried(address) if isinstance(address, IPv6Address) else None
    if inner is not None and (reason := private(str(inner))):
        return f"{text} carries {reason}"
    if address.is_multicast or not address.is_global:
        return f"{text}, which is no public address"
    return None
