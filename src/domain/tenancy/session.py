"""A session: opened by a sign-in, refreshed again and again, ended once.

Each refresh token is used once. One that comes a second time was copied: the session ends, for whoever holds it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import NEVER, NOBODY
from domain.refusal import refuse
from domain.tenancy.organisation import TenancyEvent

PROVED_FOR = timedelta(minutes=10)
"""How long a proof of who one is, a sign-in or a step-up, is good for what cannot be undone."""

EndReason = Literal["signed_out", "revoked", "reused"]

OVER = "Votre session est terminée. Connectez-vous à nouveau."


class SessionEvent(TenancyEvent, context="tenancy"):
    """Facts about a session."""

    subject: ClassVar[str] = "user_id"


class SessionOpened(SessionEvent):
    """Session ouverte"""

    session_id: UUID
    user_id: UUID
    epoch: int
    ends_at: datetime


class SessionRefreshed(SessionEvent):
    """Session prolongée"""

    session_id: UUID
    user_id: UUID
    generation: int


class SessionEnded(SessionEvent):
    """Session terminée : {reason}"""

    in_words: ClassVar[Mapping[str, str]] = {
        "signed_out": "déconnexion",
        "revoked": "fermée à distance",
        "reused": "son jeton a servi deux fois",
    }

    session_id: UUID
    user_id: UUID
    reason: EndReason


class SessionProved(SessionEvent):
    """Identité confirmée"""

    session_id: UUID
    user_id: UUID
    until: datetime


class SessionKept(SessionEvent):
    """Session gardée, toutes les autres sont terminées"""

    session_id: UUID
    user_id: UUID
    epoch: int


class OpenSession(Command):
    """Somebody has proved who they are. `epoch` is that of their account: a later one ends all that came before."""

    session_id: UUID
    user_id: UUID
    epoch: int
    ends_at: datetime


class RefreshSession(Command):
    """A refresh token of this generation was shown."""

    session_id: UUID
    generation: int
    at: datetime


class ProveSession(Command):
    """The person has just proved who they are: by signing in, or again, before something that cannot be undone."""

    session_id: UUID
    at: datetime


class KeepSession(Command):
    """The account is at this epoch from now on, and the session goes on nevertheless."""

    session_id: UUID
    epoch: int
    at: datetime


class EndSession(Command):
    """No more."""

    session_id: UUID
    reason: EndReason


@dataclass(frozen=True, slots=True)
class Session:
    """What rules need of a session. `generation` is that of the only refresh token that is still good."""

    user_id: UUID = NOBODY
    epoch: int = 0
    generation: int = 0
    ends_at: datetime = NEVER
    ended: bool = False
    proved_until: datetime = NEVER

    def is_open(self, at: datetime) -> bool:
        """Whether it is still good for something."""
        return self.user_id != NOBODY and not self.ended and at < self.ends_at


session = Decider(Session, identify="session_id")


@session.decides
def open_(state: Session, command: OpenSession) -> Iterator[Event]:
    """Once per id."""
    if state.user_id == NOBODY:
        yield SessionOpened(**dict(command))


@session.decides
def refresh(state: Session, command: RefreshSession) -> Iterator[Event]:
    """The last token only. An earlier one ends the session: two hold it, and nobody can tell which one stole it."""
    if not state.is_open(command.at) or command.generation > state.generation:
        refuse(OVER, code="SESSION_OVER")
    if command.generation < state.generation:
        yield SessionEnded(session_id=command.session_id, user_id=state.user_id, reason="reused")
        return
    yield SessionRefreshed(session_id=command.session_id, user_id=state.user_id, generation=state.generation + 1)


@session.decides
def prove(state: Session, command: ProveSession) -> Iterator[Event]:
    """Each time, of an open session. Its end does not move."""
    if not state.is_open(command.at):
        refuse(OVER, code="SESSION_OVER")
    yield SessionProved(session_id=command.session_id, user_id=state.user_id, until=command.at + PROVED_FOR)


@session.decides
def keep(state: Session, command: KeepSession) -> Iterator[Event]:
    """While it is good for something, and forward only."""
    if not state.is_open(command.at):
        refuse(OVER, code="SESSION_OVER")
    if command.epoch > state.epoch:
        yield SessionKept(session_id=command.session_id, user_id=state.user_id, epoch=command.epoch)


@session.decides
def end(state: Session, command: EndSession) -> Iterator[Event]:
    """Once."""
    if state.user_id == NOBODY:
        refuse("Cette session n'existe pas.", code="SESSION_UNKNOWN")
    if not state.ended:
        yield SessionEnded(session_id=command.session_id, user_id=state.user_id, reason=command.reason)


@session.evolves
def opened(state: Session, event: SessionOpened) -> Session:
    """Good until it ends."""
    return replace(state, user_id=event.user_id, epoch=event.epoch, ends_at=event.ends_at, generation=1)


@session.evolves
def refreshed(state: Session, event: SessionRefreshed) -> Session:
    """The token that was shown is used up."""
    return replace(state, generation=event.generation)


@session.evolves
def proved(state: Session, event: SessionProved) -> Session:
    """For some minutes."""
    return replace(state, proved_until=event.until)


@session.evolves
def kept(state: Session, event: SessionKept) -> Session:
    """Of the account as it is now."""
    return replace(state, epoch=event.epoch)


@session.evolves
def ended(state: Session, event: SessionEnded) -> Session:
    """Good for nothing."""
    return replace(state, ended=True)
