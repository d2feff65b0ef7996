"""The people of an organisation: their roles, what else they may do, and who may not work there for now.

Nobody gives what they do not hold, nor touches somebody who stands above them; somebody always runs the organisation.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from application.bus import Bus
from application.places import Team
from application.ports.ledger import Guard, Ledger
from application.second_factor import SecondFactors
from application.sign_in import refuse_role
from domain.event import Command
from domain.fact import Context
from domain.refusal import refuse
from domain.tenancy.permissions import NEVER_WITHDRAWN, PERMISSIONS, RANKS, Role
from domain.tenancy.user import ChangePermissions, ChangeRole, ReactivateUser, RevokeSessions, SuspendUser, User, user
from projections import people

IN_CHARGE = ("admin", "super_admin")


@dataclass(frozen=True, slots=True)
class InCharge:
    """Who changes something: a member with this role and these permissions."""

    context: Context
    user_id: UUID
    role: Role
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Members:
    """Changes what people may do."""

    bus: Bus
    ledger: Ledger
    factors: SecondFactors
    team: Team
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]

    def change_role(self, by: InCharge, user_id: UUID, role: Role) -> int:
        """Give a role. Gives the sequence. Raises `Refused`, `Overtaken`, `Busy`."""
        refuse_role(self.bus, by.context.organisation_id, role)
        member = self._below(by, user_id)
        refuse_role_above(by, role)
        command = ChangeRole(user_id=user_id, role=role)
        if member.role in IN_CHARGE and role not in IN_CHARGE:
            return self._ask(by, command, self._others_in_charge(by, user_id))
        return self.team.change(by.context, user_id, command).sequence

    def change_permissions(self, by: InCharge, user_id: UUID, granted: Sequence[str], withdrawn: Sequence[str]) -> int:
        """Grant and withdraw beside the role. Gives the sequence. Raises `Refused`, `Busy`."""
        member = self._below(by, user_id)
        _refuse_oneself(by, user_id)
        _refuse_not_held(by, set(granted) - set(member.granted))  # what others have given is not given by this
        _refuse_own(withdrawn)
        command = ChangePermissions(user_id=user_id, granted=tuple(granted), withdrawn=tuple(withdrawn))
        return self.team.change(by.context, user_id, command).sequence

    def suspend(self, by: InCharge, user_id: UUID, reason: str) -> int:
        """End the sessions of somebody, who may not sign in. Gives the sequence. Raises `Refused`, `Overtaken`."""
        member = self._below(by, user_id)
        _refuse_oneself(by, user_id)
        guards = self._others_in_charge(by, user_id) if member.role in IN_CHARGE else []
        return self._ask(by, SuspendUser(user_id=user_id, reason=reason), guards)

    def reactivate(self, by: InCharge, user_id: UUID) -> int:
        """Let somebody work again. Gives the sequence. Raises `Refused`, `Busy`."""
        self._below(by, user_id)
        return self.team.change(by.context, user_id, ReactivateUser(user_id=user_id)).sequence

    def reset_second_factor(self, by: InCharge, user_id: UUID) -> int:
        """Remove the second factor of somebody who lost it, and end their sessions. Gives the sequence. Raises
        `Refused`."""
        self._below(by, user_id)
        _refuse_oneself(by, user_id)
        self.factors.remove(by.context, user_id)
        return self._ask(by, RevokeSessions(user_id=user_id), [])

    def _ask(self, by: InCharge, command: Command, guards: Sequence[Guard]) -> int:
        return self.bus.execute(by.context, command, guards=guards).sequence

    def _below(self, by: InCharge, user_id: UUID) -> User:
        """The member, refused when there is none or they stand above whoever asks."""
        member: User = self.bus.state(user, (by.context.organisation_id, user_id))
        if not member.registered:
            refuse("Ce membre n'existe pas.", code="USER_UNKNOWN")
        if RANKS[member.role] > RANKS[by.role]:
            refuse("Cette personne a un rôle plus élevé que le vôtre.", code="MEMBER_ABOVE_YOU")
        return member

    def _others_in_charge(self, by: InCharge, user_id: UUID) -> list[Guard]:
        """The streams of the others who run the organisation, as they are: of two who put each other out at once, one
        succeeds. Refused when there are none."""
        organisation_id = by.context.organisation_id
        with self.reading(organisation_id) as connection:
            listed = [row.user_id for row in people.members(connection) if row.role in IN_CHARGE]
        streams = [(organisation_id, one) for one in listed if one != user_id]
        facts = self.ledger.load(streams) if streams else {}
        states = {stream: user.fold(fact.event for fact in facts[stream]) for stream in streams}
        guards = [
            Guard(*stream, version=len(facts[stream]))
            for stream, state in states.items()
            if state.works_here and state.role in IN_CHARGE
        ]
        if not guards:
            refuse("Nommez d'abord un autre administrateur : il en faut toujours un.", code="LAST_ADMINISTRATOR")
        return guards


def refuse_role_above(by: InCharge, role: Role) -> None:
    """Refuse a role that is higher than one's own."""
    if RANKS[role] > RANKS[by.role]:
        refuse("Vous ne pouvez pas donner un rôle plus élevé que le vôtre.", code="ROLE_ABOVE_YOURS", field="role")


def _refuse_oneself(by: InCharge, user_id: UUID) -> None:
    if user_id == by.user_id:
        refuse("Demandez à un autre administrateur : on ne change pas ses propres droits.", code="MEMBER_IS_YOU")


def _refuse_not_held(by: InCharge, granted: Collection[str]) -> None:
    for name in granted:
        if name in PERMISSIONS and name not in by.permissions:
            label = PERMISSIONS[name].label
            refuse(f"Vous n'avez pas ce droit vous-même : {label}.", code="PERMISSION_NOT_YOURS", field="granted")


def _refuse_own(withdrawn: Collection[str]) -> None:
    for name in withdrawn:
        if name in NEVER_WITHDRAWN:
            refuse(f"Ce droit ne se retire pas : {PERMISSIONS[name].label}.", code="PERMISSION_KEPT", field="withdrawn")
