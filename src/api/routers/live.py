"""Live: what has just happened, told to the screens as server-sent events, or asked for again and again.

A fact that is for one member only (`LiveFact.is_for`) is told to nobody else; that they are notified of something is
a `notification`.

The id of an event is the sequence of the organisation. A client that comes back with `Last-Event-ID` is told
exactly what it missed, or to reload (`resync`) when that is more than a thousand facts.
"""

import json
import math
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter, Header, Query
from starlette.responses import StreamingResponse
from starlette.types import Send

from api.schemas import LAST_PLACE, View
from api.security import Principal, allowed
from api.services import ApiServices, Services
from application.ports.live import MOST_MISSED, LiveFact, Reload
from application.standing import NoStanding
from domain.notifications.notification import MemberNotified

router = APIRouter(prefix="/api/live", tags=["En direct"])

RETRY_MS = 2_000
HEARTBEAT = ":\n\n"


class ActorView(View):
    """Qui en est l'auteur."""

    kind: str
    id: UUID | None


class LiveFactView(View):
    """Un fait, sans rien de ce qu'il dit : de quoi recharger ce qui le concerne."""

    sequence: int
    name: str
    at: datetime
    ids: dict[str, UUID]
    actor: ActorView


class LiveFacts(View):
    """Des faits, et la séquence à redonner en `after`."""

    data: list[LiveFactView]
    next: int


class EventStream(StreamingResponse):
    """A stream that lets its source go as soon as the client leaves."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Send) -> None:
        source = self.body_iterator
        assert isinstance(source, AsyncIterator)
        async with aclosing(source):  # type: ignore[type-var]
            await super().stream_response(send)


After = Annotated[int | None, Query(ge=0, le=LAST_PLACE, description="La dernière séquence déjà reçue.")]


@router.get(
    "",
    summary="Suivre en direct",
    response_class=EventStream,
    responses={
        200: {
            "description": "Des événements `hello`, `fact`, `notification` (pour la seule personne connectée) et"
            " `resync` ; leur id est la séquence de l'organisation.",
            "content": {
                "text/event-stream": {
                    "example": 'id: 42\nevent: fact\ndata: {"sequence":42,"name":"conversations.MessageReceived",…}\n\n'
                }
            },
        }
    },
)
async def follow(
    services: Services,
    who: Annotated[Principal, allowed("live.read")],
    last_event_id: Annotated[int | None, Header(alias="Last-Event-ID", ge=0, le=LAST_PLACE)] = None,
    after: After = None,
) -> EventStream:
    """Les faits de l'organisation, dès que tous les écrans les montrent. Sans séquence, à partir de maintenant."""
    since = last_event_id if last_event_id is not None else after
    return EventStream(_told(services, who, since), headers={"X-Accel-Buffering": "no"})


@router.get("/facts", summary="Les derniers faits")
def list_live_facts(
    services: Services,
    who: Annotated[Principal, allowed("live.read")],
    after: Annotated[int, Query(ge=0, le=LAST_PLACE)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> LiveFacts:
    """Les mêmes faits, pour qui ne peut pas suivre en direct. `next` se redonne en `after`."""
    facts = services.live.facts(who.organisation_id, who.user_id, after, limit)
    return LiveFacts(data=[_view(fact) for fact in facts], next=facts[-1].sequence if facts else after)


async def _told(services: ApiServices, who: Principal, after: int | None) -> AsyncIterator[str]:
    async with services.live.watch(who.organisation_id, after) as watch:
        yield f"retry: {RETRY_MS}\n\n"
        if after is None:
            yield _event("hello", watch.at, {"sequence": watch.at})
        noted_at = -math.inf
        while not watch.over and (left := _seconds_until(who.expires_at)) > 0:
            try:
                if time.monotonic() - noted_at >= services.heartbeat:
                    noted_at = time.monotonic()
                    if not await to_thread.run_sync(_still_there, services, who):
                        return
                told = await watch.next(min(services.heartbeat, left))
            except services.unavailable:
                return  # the client comes back, and says where it was
            yield _written(told, who.user_id)


def _still_there(services: ApiServices, who: Principal) -> bool:
    """Whether the session still holds; the presence of the person is noted."""
    try:
        standing = services.standings.of(who.access)
    except NoStanding:
        return False
    if "live.read" in standing.permissions:
        services.presence.note(who.organisation_id, who.user_id)
        return True
    return False


def _written(told: Sequence[LiveFact] | Reload, user_id: UUID) -> str:
    if isinstance(told, Reload):
        return _event("resync", told.head, {"sequence": told.head})
    return "".join(_written_one(fact, user_id) for fact in told) or HEARTBEAT


def _written_one(fact: LiveFact, user_id: UUID) -> str:
    """The event. What is for somebody else only moves the place of the client."""
    if not fact.is_for(user_id):
        return f"id: {fact.sequence}\n\n"
    return _written_once(fact)


@lru_cache(maxsize=MOST_MISSED)
def _written_once(fact: LiveFact) -> str:
    """The same for all who follow the organisation."""
    name = "notification" if fact.name == MemberNotified.name else "fact"
    return _event(name, fact.sequence, _view(fact).model_dump(mode="json"))


def _event(name: str, sequence: int, data: dict[str, Any]) -> str:
    return f"id: {sequence}\nevent: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


def _seconds_until(at: datetime) -> float:
    return (at - datetime.now(UTC)).total_seconds()


def _view(fact: LiveFact) -> LiveFactView:
    return LiveFactView(
        sequence=fact.sequence,
        name=fact.name,
        at=fact.at,
        ids=dict(fact.ids),
        actor=ActorView(kind=fact.actor, id=fact.actor_id),
    )
