"""Asking a provider how a channel is: small answers, a short patience, and an end at the first silence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from adapters.messaging.untrusted import load, mapping
from application.ports.connecting import Finding

PATIENCE = 3.0  # seconds of silence for one question
MOST = 1_048_576  # bytes of an answer; a list of a hundred numbers has forty thousand
UNREACHABLE = "PROVIDER_UNREACHABLE"


class Unreachable(Exception):
    """Nobody answered, or nothing that makes sense: there is no point in asking more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def yes(self) -> bool:
        """Whether it is what was asked for."""
        return self.status == httpx.codes.OK and "error" not in self.body


def ask(client: httpx.Client, url: str, headers: Mapping[str, str], params: Mapping[str, str] | None = None) -> Answer:
    """One question. Credentials go in `headers`, never in the address: addresses are logged.

    Raises `Unreachable`; a provider's own trouble (5xx) and its hurry (429) are as good as silence.
    """
    try:
        with client.stream("GET", url, headers=dict(headers), params=params, timeout=PATIENCE) as answer:
            if answer.status_code >= 500 or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise Unreachable
            return Answer(answer.status_code, mapping(load(_read(answer))))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # ValueError: not JSON, or too much of it
        raise Unreachable from error


def gathered(codes: Iterable[str], findings: Mapping[str, Finding]) -> list[Finding]:
    """What was found, in order and once each, until the end or the first silence."""
    found: dict[str, Finding] = {}
    try:
        for code in codes:
            found[code] = findings[code]
    except Unreachable:
        found[UNREACHABLE] = findings[UNREACHABLE]
    return list(found.values())


def _read(answer: httpx.Response) -> bytes:
    content = bytearray()
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > MOST:
            raise ValueError("too long an answer")
    return bytes(content)
