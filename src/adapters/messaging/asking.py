"""Asking a provider how a channel is: small answers, a short patience, and never an exception."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from adapters.messaging.untrusted import load, mapping

PATIENCE = 3.0  # seconds of silence for one question
MOST = 1_048_576  # bytes of an answer; a list of a hundred numbers has forty thousand


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Status 0: nobody answered, or nothing that makes sense."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        """Whether the provider answered. Its own trouble (5xx) and its hurry (429) are as good as silence."""
        return self.status not in (0, httpx.codes.TOO_MANY_REQUESTS) and self.status < 500

    @property
    def yes(self) -> bool:
        """Whether it is what was asked for."""
        return self.status == httpx.codes.OK and "error" not in self.body


def ask(client: httpx.Client, url: str, headers: Mapping[str, str], params: Mapping[str, str] | None = None) -> Answer:
    """One question. Credentials go in `headers`, never in the address: addresses are logged."""
    try:
        with client.stream("GET", url, headers=dict(headers), params=params, timeout=PATIENCE) as answer:
            return Answer(answer.status_code, mapping(load(_read(answer))))
    except (httpx.HTTPError, httpx.InvalidURL):
        return Answer(0)
    except ValueError:  # not JSON, or too much of it
        return Answer(0)


def _read(answer: httpx.Response) -> bytes:
    content = bytearray()
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > MOST:
            raise ValueError("too long an answer")
    return bytes(content)
