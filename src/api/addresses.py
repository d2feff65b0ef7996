"""Where a request comes from. The edge finds it once, and everybody asks it here."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

from api.rules import Network

MOST_HOPS = 32
LONGEST = 64  # characters: the longest address, its brackets and its port take 53
MOST_REMEMBERED = 1_024  # addresses: a client, or the proxy before it, comes again and again
OF_ONE_CLIENT = 64  # bits of an IPv6 address: providers give each client at least that network

Address = IPv4Address | IPv6Address


def address_of(connection: HTTPConnection) -> str | None:
    """The address of the client, None when the connection has none. Behind proxies of ours, what they say."""
    address: str | None = connection.state.address
    return address


def client_address(peer: str | None, forwarded: Sequence[str], trusted: Sequence[Network]) -> str | None:
    """The rightmost address that is no trusted proxy's, of `X-Forwarded-For` (each header, in order) and the `peer`.

    What an untrusted peer says is not looked at. What is no address ends the search: the last proxy stands for it.
    """
    address = _parsed(peer or "")
    if address is None:
        return peer or None
    hops = ",".join(forwarded).rsplit(",", MOST_HOPS)[-MOST_HOPS:]
    while hops and any(address in network for network in trusted):
        before = _parsed(hops.pop())
        if before is None:
            break
        address = before
    return str(address)


def client_network(address: str | None) -> str:
    """What counts as one client: the address, or its network when a client has as many addresses as it likes."""
    parsed = _parsed(address or "")
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, OF_ONE_CLIENT), strict=False))
    return str(parsed or address or "")


def _parsed(text: str) -> Address | None:
    """``192.0.2.1``, ``192.0.2.1:443``, ``2001:db8::1`` or ``[2001:db8::1]:443``; None for anything else."""
    text = text.strip()
    if len(text) > LONGEST or "%" in text:  # a zone is any text that the client likes
        return None
    return _read(text)


@lru_cache(MOST_REMEMBERED)
def _read(text: str) -> Address | None:
    """What is short is remembered, address or not: nobody can fill the memory with it."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
