"""What the edge is told: how much it lets through, and whom it believes."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from application.ports.limits import Allowance

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Rules:
    """`anonymous` is for each address that nobody is signed in from, `person` for each person wherever they are, `key`
    for each API key, `licence` for each licence on its machine, `webhooks` for each channel, `refused_webhooks` for
    each address that sends what no provider of ours has signed.

    `cors_origins` are the other origins whose pages may use the API, as browsers write them. `secure`: the public
    address is https, and browsers are told never to come by another way. `answer_within` and `body_within` are seconds:
    until an answer begins, and for a body to come, beside what its length takes.
    """

    anonymous: Allowance
    person: Allowance
    key: Allowance
    licence: Allowance
    webhooks: Allowance
    refused_webhooks: Allowance
    trusted_proxies: tuple[Network, ...] = ()
    cors_origins: tuple[str, ...] = ()
    secure: bool = False
    answer_within: float = 30.0
    body_within: float = 10.0
