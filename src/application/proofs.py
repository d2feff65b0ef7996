"""Proving again who one is, before what cannot be undone: by the second factor where there is one, or the password."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from application.bus import Bus
from application.ports.clock import Clock
from application.second_factor import SecondFactors
from application.sign_in import SignIns
from domain.fact import Context
from domain.tenancy.session import ProveSession, Session, session

Means = Literal["password", "code"]


@dataclass(frozen=True, slots=True)
class Proofs:
    """Slow on purpose where a password is checked: never on an event loop."""

    bus: Bus
    clock: Clock
    sign_ins: SignIns
    factors: SecondFactors

    def means(self, organisation_id: UUID, user_id: UUID) -> Means:
        """What the person is asked for."""
        return "code" if self.factors.state(organisation_id, user_id).active else "password"

    def held(self, organisation_id: UUID, session_id: UUID) -> Session:
        """The session, with the end of its last proof."""
        state: Session = self.bus.state(session, (organisation_id, session_id))
        return state

    def prove(self, context: Context, user_id: UUID, session_id: UUID, typed: str) -> int:
        """Note the proof on the session, for some minutes. Gives the sequence. Raises `Refused` (`LockedOut` among
        others)."""
        if self.means(context.organisation_id, user_id) == "code":
            self.factors.verify(context, user_id, typed)
        else:
            self.sign_ins.refuse_wrong(context, user_id, typed, field="typed")
        return self.bus.execute(context, ProveSession(session_id=session_id, at=self.clock.now())).sequence
