"""The numeric address of a host in, why it may not be asked out: what is not of the public internet is somebody's own."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

# Prefixes under which IPv6 carries an IPv4 address in its last 32 bits: compatible (RFC 4291, 2.5.5.1), translated
# (RFC 2765, 2.1), NAT64 (RFC 6052, 2.1). Mapped, 6to4 and Teredo addresses Python opens itself.
CARRIERS = (IPv6Network("::/96"), IPv6Network("::ffff:0:0:0/96"), IPv6Network("64:ff9b::/96"))
# What the IANA special-purpose registries call not globally reachable (RFC 6890), and what clouds keep for themselves; in full,
# for Python's own list differs from version to version.
OWN = tuple(
    ip_network(line.split()[0])
    for line in """
    0.0.0.0/8          this network, RFC 791
    10.0.0.0/8         private, RFC 1918
    100.64.0.0/10      shared with the provider, RFC 6598
    127.0.0.0/8        this machine, RFC 1122
    168.63.129.16/32   Azure's own services, learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
    169.254.0.0/16     link, RFC 3927; the metadata of most clouds
    172.16.0.0/12      private, RFC 1918
    192.0.0.0/24       protocol assignments, RFC 6890; the metadata of Oracle's cloud
    192.0.2.0/24       documentation, RFC 5737
    192.88.99.0/24     6to4 relays, RFC 7526
    192.168.0.0/16     private, RFC 1918
    198.18.0.0/15      benchmarks, RFC 2544
    198.51.100.0/24    documentation, RFC 5737
    203.0.113.0/24     documentation, RFC 5737
    224.0.0.0/4        multicast, RFC 5771
    240.0.0.0/4        reserved and broadcast, RFC 1112 and 919
    ::/127             unspecified and this machine, RFC 4291
    64:ff9b:1::/48     NAT64 of one network, RFC 8215
    100::/64           discarded, RFC 6666
    2001::/23          protocol assignments, RFC 2928
    2001:db8::/32      documentation, RFC 3849
    3fff::/20          documentation, RFC 9637
    5f00::/16          segments of a route, RFC 9602
    fc00::/7           private, RFC 4193
    fe80::/10          link, RFC 4291
    fec0::/10          site, RFC 3879
    ff00::/8           multicast, RFC 4291
    """.strip().splitlines()
)


def carried(address: IPv6Address) -> IPv4Address | None:
    """Find the IPv4 address inside an IPv6 one: mapped, 6to4, Teredo, compatible, translated or NAT64."""
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in CARRIERS):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def private(text: str) -> str | None:
    """Say why an address may not be asked; None for one of the public internet."""
    try:
        address = ip_address(text.split("%", maxsplit=1)[0])
    except ValueError:
        return f"{text!r} is no address"
    inner = carried(address) if isinstance(address, IPv6Address) else None
    if inner is not None and (reason := private(str(inner))):
        return f"{text} carries {reason}"
    if any(address in network for network in OWN) or not address.is_global:
        return f"{text}, which is no public address"
    return None
