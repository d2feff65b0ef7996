"""How many requests one may make: counted before anything else is done for them.

Who is signed in is counted by who they are, so that an office behind one address can work; an API key by itself;
everybody else by address. A key that was guessed or altered is told by its checksum, without the database, and is
nobody's; one that was revoked may still use up its own allowance.
Webhooks are counted apart (`api.webhook_limits`), and so is the software of customers (`api.client_limits`). Health
and the files of the dashboard are not counted.

What is left is told in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`: the draft of the IETF has since
folded them into `RateLimit` and `RateLimit-Policy`, but it is no standard yet, and these three are what clients read.
"""

import math
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from fastapi.security.utils import get_authorization_scheme_param
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.addresses import address_of, client_network
from api.dashboard import OF_THE_API
from api.edge import tell
from api.problems import ProblemAnswer
from api.services import ApiServices
from application.ports.api_keys import PREFIX, KeyInvalid
from application.ports.limits import Allowance, Count, Limits
from application.ports.tokens import TokenInvalid

HEALTH = "/api/health"
WEBHOOKS = "/api/webhooks/"
CLIENTS = frozenset(f"/api/client/{what}" for what in ("validate", "check-in", "usage", "licence-file"))
THREADS = 8
"""Requests that are counted at once, in threads of their own: those that work may all be taken."""
LIMIT, REMAINING, RESET = "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts without holding the event loop. Belongs to one app."""

    limits: Limits
    threads: CapacityLimiter

    async def take(self, allowance: Allowance, who: UUID) -> Count:
        """Count one request."""
        if count := self.limits.take_at_once(allowance, who):
            return count
        return await to_thread.run_sync(self.limits.take, allowance, who, limiter=self.threads)

    async def look(self, allowance: Allowance, who: UUID) -> Count:
        """What is left."""
        return await to_thread.run_sync(self.limits.look, allowance, who, limiter=self.threads)


class RateLimit:
    """Answers 429 to who has nothing left, and tells everybody else what is."""

    def __init__(self, app: ASGIApp, services: ApiServices, counter: Counter) -> None:
        self._app = app
        self._services = services
        self._counter = counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_counted(scope):
            await self._app(scope, receive, send)
            return
        count = await self._counter.take(*self._allowance(HTTPConnection(scope)))
        tell_count(scope, count)
        if count.accepted:
            await self._app(scope, receive, send)
        else:
            await problems.answer(problems.request_id_of(Request(scope)), too_many(count))(scope, receive, send)

    def _allowance(self, connection: HTTPConnection) -> tuple[Allowance, UUID]:
        rules = self._services.edge
        scheme, token = get_authorization_scheme_param(connection.headers.get("authorization"))
        if scheme.lower() == "bearer":
            try:
                if token.startswith(PREFIX):
                    return rules.key, self._services.key_texts.read(token).user_id
                return rules.person, self._services.tokens.read(token).user_id
            except (TokenInvalid, KeyInvalid):
                pass  # nobody: the route says what is wrong with it
        return rules.anonymous, stranger(self._services, connection)


def stranger(services: ApiServices, connection: HTTPConnection) -> UUID:
    """Whoever is at the address, by its keyed hash."""
    return services.indexes.blind_index("address", client_network(address_of(connection)))


def counter_of(connection: HTTPConnection) -> Counter:
    """The counter of the app."""
    return cast(Counter, connection.app.state.counter)


def tell_count(scope: Scope, count: Count) -> None:
    """Say in the headers of the answer what is left."""
    tell(scope, {LIMIT: str(count.most), REMAINING: str(count.left), RESET: str(_seconds(count))})


def too_many(count: Count) -> ProblemAnswer:
    """The problem that says when to come back."""
    seconds = max(1, _seconds(count))
    unit = "seconde" if seconds == 1 else "secondes"
    return ProblemAnswer(
        429,
        "TOO_MANY_REQUESTS",
        f"Trop de requêtes en peu de temps. Réessayez dans {seconds} {unit}.",
        headers={"Retry-After": str(seconds)},
    )


def _is_counted(scope: Scope) -> bool:
    path: str = scope["path"]
    if path == HEALTH or not path.startswith(OF_THE_API):
        return False
    is_webhook = path.startswith(WEBHOOKS) and "/" not in path.removeprefix(WEBHOOKS)
    return not (scope["method"] == "POST" and (is_webhook or path in CLIENTS))


def _seconds(count: Count) -> int:
    return math.ceil(count.wait)
