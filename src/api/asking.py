"""What a route is given: a `Reader` to read with, or a `Caller` to act in the name of."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID, uuid4, uuid5

from fastapi import Depends, Header, Query, Request, Response
from psycopg import Connection

from api.addresses import address_of
from api.problems import request_id_of
from api.schemas import LAST_PLACE, Done, Fresh, Listing, View
from api.security import Principal, allowed
from api.services import ApiServices, Services
from application.members import InCharge
from domain.event import Command
from domain.fact import Context
from domain.refusal import refuse
from projections.paging import Page

V = TypeVar("V", bound=Fresh)
W = TypeVar("W", bound=View)

MOST_OF_AN_AGENT = 400  # characters of a user agent that are worth keeping

AtLeast = Annotated[
    int | None,
    Query(ge=0, le=LAST_PLACE, description="Attendre (2 s au plus) que l'écran ait atteint cette séquence."),
]


Seen = Annotated[
    int | None,
    Header(
        alias="Palabre-Seen",
        ge=0,
        le=LAST_PLACE,
        description="La `revision` de la conversation telle que l'écran la montrait : si d'autres ont agi depuis,"
        " rien n'est fait et la réponse dit quoi (`CONVERSATION_MOVED`).",
    ),
]


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who reads. `stale` when the screens are older than what was asked for."""

    who: Principal
    services: ApiServices
    stale: bool

    def session(self) -> AbstractContextManager[Connection[Any]]:
        """A session that sees the organisation of the reader."""
        return self.services.reading(self.who.organisation_id)

    def one(self, shape: type[V], row: object | None, sentence: str, code: str) -> V:
        """The row in its shape. Refused when there is none."""
        if row is None:
            refuse(sentence, code=code)
        return shape.model_validate(row).model_copy(update={"stale": self.stale})

    def all(self, shape: type[W], rows: Sequence[object]) -> Listing[W]:
        """The rows of a list that fits in one page."""
        return self.page(shape, Page(rows, None))

    def page(self, shape: type[W], page: Page[Any]) -> Listing[W]:
        """The rows of a page, in their shape."""
        data = [shape.model_validate(row) for row in page.data]
        listing = cast(type[Listing[W]], Listing.__class_getitem__(shape))
        return listing(data=data, next_cursor=page.next_cursor, stale=self.stale)


def reads(permission: str) -> Any:
    """A route that reads: declares its permission, gives a `Reader`."""

    async def reader(
        response: Response, services: Services, who: Annotated[Principal, allowed(permission)], at_least: AtLeast = None
    ) -> Reader:
        stale = at_least is not None and not await services.live.reached(
            who.organisation_id, at_least, services.patience
        )
        if stale:
            response.headers["Palabre-Stale"] = "true"
        return Reader(who, services, stale)

    return Depends(reader)


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who acts. `context` goes into the envelope of the facts."""

    who: Principal
    services: ApiServices
    context: Context
    response: Response

    @property
    def member_id(self) -> UUID:
        """Who it is, for what only a member of the organisation does. Raises a 403."""
        return self.who.member_id

    @property
    def in_charge(self) -> InCharge:
        """As somebody who changes what others may do."""
        return InCharge(self.context, self.who.user_id, self.who.role, self.who.permissions)

    def execute(self, *commands: Command) -> Done:
        """Run the commands together. Raises `Refused`, `Busy`."""
        return Done(sequence=self.at(self.services.bus.execute(self.context, *commands).sequence))

    def decide(self, conversation_id: UUID, command: Command, seen: int | None) -> Done:
        """Run a command on a conversation, unless others acted since what the person had seen.

        Raises `Refused` (`ConversationMoved` among others), `Busy`.
        """
        outcome = self.services.ownership.act(self.context, conversation_id, command, seen)
        return Done(sequence=self.at(outcome.sequence))

    def at(self, sequence: int) -> int:
        """The sequence, told in the headers too."""
        self.response.headers["Palabre-Sequence"] = str(sequence)
        return sequence


def acts(permission: str) -> Any:
    """A route that acts: declares its permission, gives a `Caller`."""

    async def caller(
        request: Request, response: Response, services: Services, who: Annotated[Principal, allowed(permission)]
    ) -> Caller:
        context = Context(
            who.organisation_id,
            who.actor,
            correlation_id=request_id_of(request),
            ip=address_of(request),
            user_agent=agent_of(request),
        )
        return Caller(who, services, context, response)

    return Depends(caller)


def agent_of(request: Request) -> str | None:
    """What the client says it is, cut and cleaned."""
    claimed = "".join(filter(str.isprintable, request.headers.get("user-agent", "")))[:MOST_OF_AN_AGENT]
    return claimed or None


def made_of(organisation_id: UUID, user_id: UUID, kind: str, key: str | None) -> UUID:
    """The id of a new thing: the same for the same key of the same person, so that a retry makes nothing new."""
    return uuid5(organisation_id, f"{kind}:{user_id}:{key}") if key else uuid4()
