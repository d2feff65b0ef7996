"""Sessions: a short access token, and a refresh token that is used once and gives the next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from application.bus import Bus
from application.ports.clock import Clock
from application.ports.tokens import TokenInvalid, Tokens
from domain.event import Command
from domain.fact import Actor, Context
from domain.refusal import Refused, refuse
from domain.tenancy.session import (
    EndReason,
    EndSession,
    KeepSession,
    OpenSession,
    ProveSession,
    RefreshSession,
    Session,
    SessionRefreshed,
    session,
)
from domain.tenancy.user import RevokeSessions, User, user


class SessionOver(Exception):
    """There is nothing to prolong: the person has to sign in again."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The request of somebody who signs in. `ip` and `user_agent` are personal values of the person."""

    correlation_id: UUID
    ip: str | None
    user_agent: str | None

    def context(self, organisation_id: UUID, user_id: UUID) -> Context:
        """What goes into the envelope of the facts."""
        return Context(
            organisation_id, Actor("user", user_id), self.correlation_id, ip=self.ip, user_agent=self.user_agent
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """What a person gets: a token to show until `expires_at`, and one to prolong the session until `ends_at`."""

    user_id: UUID
    organisation_id: UUID
    session_id: UUID
    token: str
    expires_at: datetime
    refresh_token: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Sessions:
    """Opens, prolongs and ends sessions. `lifetime` is seconds from sign-in to sign-in."""

    bus: Bus
    tokens: Tokens
    clock: Clock
    lifetime: float

    def open(self, context: Context, user_id: UUID, *proofs: Command) -> Opened:
        """A new session of somebody who has proved who they are; the proofs are saved with it. Raises `Refused`."""
        person: User = self.bus.state(user, (context.organisation_id, user_id))
        now = self.clock.now()
        opening = OpenSession(
            session_id=uuid4(),
            user_id=user_id,
            epoch=person.epoch,
            ends_at=now + timedelta(seconds=self.lifetime),
        )
        self.bus.execute(context, *proofs, opening, ProveSession(session_id=opening.session_id, at=now))
        return self._given(context.organisation_id, user_id, opening.session_id, 1, opening.ends_at)

    def refresh(self, refresh_token: str, visit: Visit) -> Opened:
        """The next tokens. A token that was used before ends the session for all who hold it. Raises `SessionOver`."""
        organisation_id, session_id, generation = self._read(refresh_token)
        held: Session = self.bus.state(session, (organisation_id, session_id))
        person: User = self.bus.state(user, (organisation_id, held.user_id))
        if not person.works_here or held.epoch != person.epoch:
            raise SessionOver
        asked = RefreshSession(session_id=session_id, generation=generation, at=self.clock.now())
        try:
            outcome = self.bus.execute(visit.context(organisation_id, held.user_id), asked)
        except Refused:
            raise SessionOver from None
        refreshed = [fact.event for fact in outcome.facts if isinstance(fact.event, SessionRefreshed)]
        if not refreshed:
            raise SessionOver
        return self._given(organisation_id, held.user_id, session_id, refreshed[0].generation, held.ends_at)

    def end(self, context: Context, user_id: UUID, session_id: UUID, reason: EndReason) -> int:
        """End a session of a person. Gives the sequence. Refused when it is none of theirs."""
        held: Session = self.bus.state(session, (context.organisation_id, session_id))
        if held.user_id != user_id:
            refuse("Cette session n'existe pas.", code="SESSION_UNKNOWN")
        return self.bus.execute(context, EndSession(session_id=session_id, reason=reason)).sequence

    def end_others(self, context: Context, user_id: UUID, session_id: UUID) -> int:
        """End all sessions of a person but one. Gives the sequence.

        The epoch of the account moves, so that one which is opened at this instant ends too; if all were ended at this
        instant, this one ends as well. Raises `Refused`.
        """
        person: User = self.bus.state(user, (context.organisation_id, user_id))
        keeping = KeepSession(session_id=session_id, epoch=person.epoch + 1, at=self.clock.now())
        return self.bus.execute(context, RevokeSessions(user_id=user_id), keeping).sequence

    def end_shown(self, refresh_token: str, visit: Visit) -> None:
        """End the session of a refresh token, if it is one of ours: signing out never fails."""
        try:
            organisation_id, session_id, _ = self._read(refresh_token)
        except SessionOver:
            return
        held: Session = self.bus.state(session, (organisation_id, session_id))
        context = visit.context(organisation_id, held.user_id)
        self.bus.execute(context, EndSession(session_id=session_id, reason="signed_out"))

    def _given(
        self, organisation_id: UUID, user_id: UUID, session_id: UUID, generation: int, ends_at: datetime
    ) -> Opened:
        token, expires_at = self.tokens.issue(user_id, organisation_id, session_id)
        says = {"org": str(organisation_id), "sid": str(session_id), "gen": str(generation)}
        return Opened(
            user_id=user_id,
            organisation_id=organisation_id,
            session_id=session_id,
            token=token,
            expires_at=min(expires_at, ends_at),
            refresh_token=self.tokens.note("refresh", says, ends_at),
            ends_at=ends_at,
        )

    def _read(self, refresh_token: str) -> tuple[UUID, UUID, int]:
        try:
            says = self.tokens.read_note("refresh", refresh_token)
        except TokenInvalid:
            raise SessionOver from None
        return UUID(says["org"]), UUID(says["sid"]), int(says["gen"])
