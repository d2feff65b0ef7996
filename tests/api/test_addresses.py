"""Where a request comes from: by the connection, or by the proxies that are ours, whatever the request claims."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.addresses import MOST_HOPS, client_address, client_network

OURS = [ip_network("10.0.0.0/8"), ip_network("2001:db8:aaaa::/48")]
PROXY, CLIENT = "10.0.0.1", "198.51.100.4"


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [
        ([CLIENT], CLIENT),
        (["1.1.1.1, 2.2.2.2, 198.51.100.4"], CLIENT),
        (["198.51.100.4, 10.1.1.1, 10.2.2.2"], CLIENT),
        (["1.1.1.1, 198.51.100.4", "10.2.2.2"], CLIENT),
        (["  198.51.100.4:51234 "], CLIENT),
        (["::ffff:198.51.100.4"], CLIENT),
        (["[2001:db8::7]:443"], "2001:db8::7"),
        (["2001:db8::7, [2001:db8:aaaa::1]"], "2001:db8::7"),
        (["10.3.3.3, 10.2.2.2"], "10.3.3.3"),
    ],
)
def test_behind_our_proxies_it_is_the_last_address_that_is_not_ours(forwarded: list[str], found: str) -> None:
    assert client_address(PROXY, forwarded, OURS) == found


@pytest.mark.parametrize("peer", [CLIENT, "11.0.0.1", "2001:db8:aaab::1"])
def test_a_stranger_is_not_believed(peer: str) -> None:
    assert client_address(peer, ["203.0.113.9"], OURS) == peer
    assert client_address(peer, ["203.0.113.9"], []) == peer


@pytest.mark.parametrize(
    "nonsense",
    [
        *["", ",", "unknown", "_hidden", "localhost", "'; DROP TABLE", "for=1.2.3.4", "1" * 60_000, "\x00", "٠.٠.٠.٠"],
        *["1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4/8", "-1.2.3.4", "1.2.3.4:x:y"],
        *["fe80::1%eth0", "[", "[]", ":", "::1::"],
    ],
)
def test_what_is_no_address_stands_for_the_proxy_that_let_it_in(nonsense: str) -> None:
    assert client_address(PROXY, [nonsense], OURS) == PROXY
    assert client_address(PROXY, [f"{nonsense}, 10.2.2.2"], OURS) == "10.2.2.2"
    assert client_address(PROXY, [f"{nonsense}, {CLIENT}"], OURS) == CLIENT, "what the client claimed is not read"


def test_a_chain_has_an_end() -> None:
    forwarded = ", ".join([CLIENT, *["10.2.2.2"] * MOST_HOPS])
    assert client_address(PROXY, [forwarded], OURS) == "10.2.2.2"
    assert client_address(PROXY, [forwarded.removesuffix(", 10.2.2.2")], OURS) == CLIENT


@given(some.lists(some.text(max_size=60)), some.text(max_size=60) | some.none())
def test_no_header_breaks_anything(forwarded: list[str], peer: str | None) -> None:
    client_address(PROXY, forwarded, OURS)
    assert client_address(peer, forwarded, []) in (peer, None) or ":" in (peer or "")


def test_a_connection_that_has_no_address_has_none() -> None:
    assert client_address(None, [CLIENT], OURS) is None
    assert client_address("", [CLIENT], OURS) is None


def test_a_client_is_its_network_when_it_has_addresses_without_end() -> None:
    one, same, other = "2001:db8:1:2::3", "2001:db8:1:2:ffff::", "2001:db8:1:3::3"
    assert client_network(one) == client_network(same) != client_network(other)
    assert client_network(CLIENT) == client_network("::ffff:198.51.100.4") == CLIENT
    assert client_network(None) == ""
