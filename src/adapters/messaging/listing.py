"""Listing what an account holds, page after page, within bounds: all of it or nothing."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from adapters.messaging.refusals import Codes
from adapters.messaging.untrusted import load, mapping, mappings
from application.ports.messaging import Failure, SendRefused, TemplatesUnavailable

Json = Mapping[str, Any]

SECONDS = 25.0  # for all pages: less than the lease of a worker
MOST_PAGES = 100
MOST = 10_000  # Meta holds 6,000 templates per account at most

_TOO_MANY = Failure("TEMPLATES_TOO_MANY", "Le compte a plus de modèles que Palabre n'en lit. Supprimez-en.")
_UNREADABLE = Failure("TEMPLATES_UNREADABLE", "La réponse du fournisseur est illisible. Réessayez plus tard.")
_SLOW = Failure("PROVIDER_UNREACHABLE", "Le fournisseur ne répond pas, ou trop lentement. Réessayez plus tard.")


def everything(
    client: httpx.Client,
    ask: Callable[[str], httpx.Request],
    key: str,
    next_of: Callable[[Json], str],
    failure_of: Callable[[Json, int], Failure],
) -> list[Json]:
    """The objects in the array `key` of every page. `ask` builds the request of a page by its place, empty for the
    first; `next_of` gives the place of the next one. Raises `TemplatesUnavailable`."""
    found: list[Json] = []
    place, seen, until = "", {""}, time.monotonic() + SECONDS
    for _ in range(MOST_PAGES):
        body = _page(client, ask(place), until, failure_of)
        if not isinstance(body.get(key), list):
            raise TemplatesUnavailable(_UNREADABLE)
        found += mappings(body[key])
        place = next_of(body)
        if place in seen:
            return found
        seen.add(place)
        if len(found) > MOST:
            break
    raise TemplatesUnavailable(_TOO_MANY)


def _page(
    client: httpx.Client, request: httpx.Request, until: float, failure_of: Callable[[Json, int], Failure]
) -> Json:
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise TemplatesUnavailable(_SLOW)
    request.extensions["timeout"] = httpx.Timeout(remaining, connect=min(remaining, 5.0)).as_dict()
    try:
        answer = client.send(request)
    except httpx.HTTPError:
        raise TemplatesUnavailable(_SLOW) from None
    try:
        body = mapping(load(answer.content))
    except ValueError:
        body = {}
    if not answer.is_success or "error" in body:
        raise TemplatesUnavailable(failure_of(body, answer.status_code))
    return body


def told_by(codes: Codes, code: int | None, status: int) -> Failure:
    """Why the list was refused, in the words of the provider's codes."""
    refusal = codes.refusal(code, status)
    return refusal.failure if isinstance(refusal, SendRefused) else _SLOW
