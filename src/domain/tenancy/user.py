"""A person who works in an organisation. Passwords are elsewhere; the fact names a version.

The epoch of an account moves when all its sessions must end: a new password, a suspension, or because somebody asks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import NEVER
from domain.personal import Personal
from domain.reasons import refuse_no_reason
from domain.refusal import refuse
from domain.tenancy.organisation import TenancyEvent
from domain.tenancy.permissions import PERMISSIONS, ROLE_LABELS, Role

TRIES = 10
"""Wrong passwords in a row before the account waits."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
ANSWERING = "conversations.answer"


class UserEvent(TenancyEvent, context="tenancy"):
    """Facts about a user."""

    subject: ClassVar[str] = "user_id"


class UserRegistered(UserEvent):
    """Membre ajouté : {user_name}"""

    user_id: UUID
    email: Personal[str]
    user_name: Personal[str]
    role: Role


class PasswordSet(UserEvent):
    """Mot de passe défini"""

    user_id: UUID
    password_version: int


class UserSignedIn(UserEvent):
    """Connexion"""

    user_id: UUID


class SignInFailed(UserEvent):
    """Mot de passe refusé"""

    user_id: UUID
    locked_until: datetime | None


class RoleChanged(UserEvent):
    """Nouveau rôle : {role}"""

    in_words: ClassVar[Mapping[str, str]] = ROLE_LABELS

    user_id: UUID
    role: Role


class PermissionsChanged(UserEvent):
    """Droits particuliers changés"""

    user_id: UUID
    granted: tuple[str, ...]
    withdrawn: tuple[str, ...]


class UserSuspended(UserEvent):
    """Membre suspendu : {reason}"""

    user_id: UUID
    reason: Personal[str]


class UserReactivated(UserEvent):
    """Membre réintégré"""

    user_id: UUID


class SessionsRevoked(UserEvent):
    """Toutes les sessions terminées"""

    user_id: UUID


class PasswordResetAsked(UserEvent):
    """Nouveau mot de passe demandé"""

    user_id: UUID
    password_version: int
    ends_at: datetime


class RegisterUser(Command):
    """Let a person work here. The e-mail is reserved beside, for the whole installation."""

    user_id: UUID
    email: str
    user_name: str
    role: Role


class SetPassword(Command):
    """The hash of this version is kept in the vault."""

    user_id: UUID
    password_version: int


class SignIn(Command):
    """The password was right."""

    user_id: UUID


class FailSignIn(Command):
    """The password was wrong."""

    user_id: UUID
    at: datetime


class AskPasswordReset(Command):
    """Somebody who says that they are this person has forgotten the password: a mail goes to the address."""

    user_id: UUID
    at: datetime
    ends_at: datetime


class ChangeRole(Command):
    """Another role, one of its organisation's: whoever asks has checked."""

    user_id: UUID
    role: Role


class ChangePermissions(Command):
    """What the person may do beside what their role holds, and what they may not: all of it, each time."""

    user_id: UUID
    granted: tuple[str, ...]
    withdrawn: tuple[str, ...]


class SuspendUser(Command):
    """They may not work here for now."""

    user_id: UUID
    reason: str


class ReactivateUser(Command):
    """They may again."""

    user_id: UUID


class RevokeSessions(Command):
    """End all the sessions of the person, wherever they are."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class User:
    """What rules need of a user."""

    registered: bool = False
    role: Role = "viewer"
    granted: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    suspended: bool = False
    password_version: int = 0
    epoch: int = 0
    failures: int = 0
    locked_until: datetime = NEVER
    reset_until: datetime = NEVER

    @property
    def works_here(self) -> bool:
        """Registered, and not suspended."""
        return self.registered and not self.suspended

    @property
    def takes_a_place(self) -> bool:
        """Whether the plan of the organisation counts this person: whoever works here and may answer by role, whatever
        was withdrawn from it (giving it back must not fail), or by a right that was granted beside."""
        return self.works_here and (self.role != "viewer" or ANSWERING in self.granted)


user = Decider(User, identify="user_id")


@user.decides
def register(state: User, command: RegisterUser) -> Iterator[Event]:
    """Once per id."""
    refuse_unlike_a_member(command.user_name, command.email)
    if not state.registered:
        yield UserRegistered(
            user_id=command.user_id,
            email=command.email.strip(),
            user_name=command.user_name.strip(),
            role=command.role,
        )


@user.decides
def set_password(state: User, command: SetPassword) -> Iterator[Event]:
    """Forward only."""
    _refuse_unknown(state)
    if command.password_version > state.password_version:
        yield PasswordSet(user_id=command.user_id, password_version=command.password_version)


@user.decides
def sign_in(state: User, command: SignIn) -> Iterator[Event]:
    """Each time."""
    _refuse_unknown(state)
    yield UserSignedIn(user_id=command.user_id)


@user.decides
def fail_sign_in(state: User, command: FailSignIn) -> Iterator[Event]:
    """Each time, but while the account waits: whoever tries then learns nothing, and cannot make it wait longer."""
    _refuse_unknown(state)
    if command.at >= state.locked_until:
        over = state.failures + 1 - TRIES
        wait = min(FIRST_WAIT * 2**over, LONGEST_WAIT) if 0 <= over < TRIES else LONGEST_WAIT
        yield SignInFailed(user_id=command.user_id, locked_until=command.at + wait if over >= 0 else None)


@user.decides
def ask_password_reset(state: User, command: AskPasswordReset) -> Iterator[Event]:
    """One mail for as long as its link is good: nobody is flooded by a stranger."""
    _refuse_unknown(state)
    if not state.suspended and command.at >= state.reset_until:
        yield PasswordResetAsked(
            user_id=command.user_id, password_version=state.password_version, ends_at=command.ends_at
        )


@user.decides
def change_role(state: User, command: ChangeRole) -> Iterator[Event]:
    """When it is another."""
    _refuse_unknown(state)
    if command.role != state.role:
        yield RoleChanged(**dict(command))


@user.decides
def change_permissions(state: User, command: ChangePermissions) -> Iterator[Event]:
    """Known ones, each on one side."""
    _refuse_unknown(state)
    granted, withdrawn = set(command.granted), set(command.withdrawn)
    for field, names in (("granted", granted), ("withdrawn", withdrawn)):
        if unknown := sorted(names - PERMISSIONS.keys()):
            refuse(f"Ce droit n'existe pas : {unknown[0][:60]}.", code="PERMISSION_UNKNOWN", field=field)
    if granted & withdrawn:
        refuse("Un droit est donné ou retiré, pas les deux.", code="PERMISSION_TWICE", field="granted")
    if (granted, withdrawn) != (set(state.granted), set(state.withdrawn)):
        yield PermissionsChanged(
            user_id=command.user_id, granted=tuple(sorted(granted)), withdrawn=tuple(sorted(withdrawn))
        )


@user.decides
def suspend(state: User, command: SuspendUser) -> Iterator[Event]:
    """Once, with a reason that others will read."""
    _refuse_unknown(state)
    refuse_no_reason(command.reason)
    if not state.suspended:
        yield UserSuspended(user_id=command.user_id, reason=command.reason.strip())


@user.decides
def reactivate(state: User, command: ReactivateUser) -> Iterator[Event]:
    """Who was suspended."""
    _refuse_unknown(state)
    if state.suspended:
        yield UserReactivated(user_id=command.user_id)


@user.decides
def revoke_sessions(state: User, command: RevokeSessions) -> Iterator[Event]:
    """Each time."""
    _refuse_unknown(state)
    yield SessionsRevoked(user_id=command.user_id)


def refuse_unlike_a_member(name: str, email: str) -> None:
    """Refuse what is no name, or no address."""
    if not name.strip():
        refuse("Indiquez le nom de la personne.", code="USER_NAME_EMPTY", field="name")
    if "@" not in email.strip("@"):
        refuse("Cette adresse e-mail n'est pas valable.", code="EMAIL_INVALID", field="email")


def _refuse_unknown(state: User) -> None:
    if not state.registered:
        refuse("Ce membre n'existe pas.", code="USER_UNKNOWN")


@user.evolves
def registered(state: User, event: UserRegistered) -> User:
    """Works here."""
    return replace(state, registered=True, role=event.role)


@user.evolves
def password_set(state: User, event: PasswordSet) -> User:
    """Has a password of this version."""
    return replace(
        state,
        password_version=event.password_version,
        epoch=state.epoch + 1,
        reset_until=NEVER,
        failures=0,
        locked_until=NEVER,
    )


@user.evolves
def password_reset_asked(state: User, event: PasswordResetAsked) -> User:
    """A link is on its way."""
    return replace(state, reset_until=event.ends_at)


@user.evolves
def signed_in(state: User, event: UserSignedIn) -> User:
    """What was tried before is forgotten."""
    return replace(state, failures=0, locked_until=NEVER)


@user.evolves
def sign_in_failed(state: User, event: SignInFailed) -> User:
    """One more."""
    return replace(state, failures=state.failures + 1, locked_until=event.locked_until or state.locked_until)


@user.evolves
def role_changed(state: User, event: RoleChanged) -> User:
    """From now on."""
    return replace(state, role=event.role)


@user.evolves
def permissions_changed(state: User, event: PermissionsChanged) -> User:
    """From now on."""
    return replace(state, granted=event.granted, withdrawn=event.withdrawn)


@user.evolves
def suspended(state: User, event: UserSuspended) -> User:
    """All sessions end."""
    return replace(state, suspended=True, epoch=state.epoch + 1)


@user.evolves
def reactivated(state: User, event: UserReactivated) -> User:
    """May sign in again."""
    return replace(state, suspended=False)


@user.evolves
def sessions_revoked(state: User, event: SessionsRevoked) -> User:
    """All sessions end."""
    return replace(state, epoch=state.epoch + 1)
