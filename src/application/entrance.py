"""The way in after the password: a code for who has a second factor, an enrolment for who must have one.

In between a person holds a challenge: a note that says whose password was right, good for minutes and for nothing else.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from application.bus import Bus
from application.ports.clock import Clock
from application.ports.tokens import TokenInvalid, Tokens
from application.second_factor import Enrolment, SecondFactors
from application.sessions import Opened, Sessions, Visit
from application.sign_in import Member
from domain.refusal import refuse
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.user import SignIn, User, user

PATIENCE = timedelta(minutes=10)
"""From the password to the code: time to find one's telephone, and to enrol it."""

SUSPENDED = "L'accès de votre organisation est suspendu. Écrivez à l'équipe de la plateforme."


class ChallengeOver(Exception):
    """The challenge is none of ours, too old, or of a password that was changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is shown with the code. `enrolment`: there is no second factor yet, and there must be one."""

    note: str
    enrolment: bool


@dataclass(frozen=True, slots=True)
class Challenged:
    """Whose challenge it is."""

    organisation_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class Entrance:
    """Lets people in. Slow on purpose where a password is checked: never on an event loop."""

    bus: Bus
    sessions: Sessions
    factors: SecondFactors
    tokens: Tokens
    clock: Clock

    def after_password(self, member: Member, visit: Visit) -> Opened | Challenge:
        """A session, or what stands before it. Raises `Refused` while the organisation is suspended."""
        own: Organisation = self.bus.state(organisation, (member.organisation_id, member.organisation_id))
        if own.suspended:
            refuse(SUSPENDED, code="ORGANISATION_SUSPENDED")
        enrolled = self.factors.state(member.organisation_id, member.user_id).active > 0
        if enrolled or own.second_factor_required:
            return Challenge(self._note(member), enrolment=not enrolled)
        return self._open(Challenged(member.organisation_id, member.user_id), visit)

    def answer(self, note: str, code: str, visit: Visit) -> Opened:
        """A session, for a right code. Raises `ChallengeOver`, `Refused` (`LockedOut` among others)."""
        who = self.whose(note)
        self.factors.verify(visit.context(who.organisation_id, who.user_id), who.user_id, code)
        return self._open(who, visit)

    def begin_enrolment(self, note: str, label: str, visit: Visit) -> Enrolment:
        """What the telephone is to be shown. Raises `ChallengeOver`, `Refused` when there is a second factor."""
        who = self.whose(note)
        return self.factors.begin(visit.context(who.organisation_id, who.user_id), who.user_id, label)

    def confirm_enrolment(self, note: str, code: str, visit: Visit) -> tuple[Opened, list[str]]:
        """A session and the recovery codes, for the first right code. Raises `ChallengeOver`, `Refused`."""
        who = self.whose(note)
        codes = self.factors.confirm(visit.context(who.organisation_id, who.user_id), who.user_id, code)
        return self._open(who, visit), codes

    def _open(self, who: Challenged, visit: Visit) -> Opened:
        context = visit.context(who.organisation_id, who.user_id)
        return self.sessions.open(context, who.user_id, SignIn(user_id=who.user_id))

    def _note(self, member: Member) -> str:
        person: User = self.bus.state(user, (member.organisation_id, member.user_id))
        says = {"org": str(member.organisation_id), "sub": str(member.user_id), "epoch": str(person.epoch)}
        return self.tokens.note("challenge", says, self.clock.now() + PATIENCE)

    def whose(self, note: str) -> Challenged:
        """Who holds the challenge. Raises `ChallengeOver`."""
        try:
            says = self.tokens.read_note("challenge", note)
        except TokenInvalid:
            raise ChallengeOver from None
        who = Challenged(UUID(says["org"]), UUID(says["sub"]))
        person: User = self.bus.state(user, (who.organisation_id, who.user_id))
        if not person.works_here or str(person.epoch) != says["epoch"]:
            raise ChallengeOver
        return who
