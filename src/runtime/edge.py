"""The rules of the edge, from the settings. What cannot be is told before anything starts."""

import re
from ipaddress import ip_network

from api.rules import Network, Rules
from application.ports.limits import Allowance
from runtime.settings import Settings
from runtime.trouble import Trouble

PORTIONS = 200
"""In so many a process takes what a channel may send: most webhooks then wait for nobody."""

ORIGIN = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(?::([1-9][0-9]{0,4}))?")
"""As browsers write it: anything else would never be the same as what they send."""
USUAL_PORT = {"http": "80", "https": "443"}  # which browsers leave out


def rules_of(settings: Settings) -> Rules:
    """The rules. Raises `Trouble` for a setting that makes no sense."""
    webhooks = settings.webhooks_per_minute
    return Rules(
        anonymous=Allowance("anonymous", settings.anonymous_per_minute),
        person=Allowance("person", settings.person_per_minute),
        key=Allowance("key", settings.key_per_minute),
        licence=Allowance("licence", settings.licence_per_minute),
        webhooks=Allowance("webhooks", webhooks, portion=max(1, webhooks // PORTIONS)),
        refused_webhooks=Allowance("refused-webhooks", settings.refused_webhooks_per_minute),
        trusted_proxies=tuple(map(_network, _listed(settings.trusted_proxies))),
        cors_origins=tuple(map(_origin, _listed(settings.cors_origins))),
        secure=settings.public_url.lower().startswith("https://"),
        answer_within=settings.answer_within,
        body_within=settings.body_within,
    )


def _listed(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _network(text: str) -> Network:
    try:
        network = ip_network(text)
    except ValueError:
        raise Trouble(
            f"PALABRE_TRUSTED_PROXIES ne comprend pas « {text} » : donnez des adresses ou des réseaux,"
            " par exemple 10.0.0.0/8 ou 192.0.2.7."
        ) from None
    if network.prefixlen == 0:
        raise Trouble(
            f"PALABRE_TRUSTED_PROXIES croirait tout le monde avec « {text} » : donnez les adresses de vos proxys."
        )
    return network


def _origin(text: str) -> str:
    origin = ORIGIN.fullmatch(text)
    if origin is None or origin[3] == USUAL_PORT[origin[1]]:
        raise Trouble(
            f"PALABRE_CORS_ORIGINS ne comprend pas « {text} » : donnez des origines exactes, comme"
            " https://tableau.exemple.fr, en minuscules, sans chemin, ni port habituel, ni joker."
        )
    return text
