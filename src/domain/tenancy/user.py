"""A person who works in an organisation. Passwords are elsewhere; the fact names a version."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.personal import Personal
from domain.refusal import refuse
from domain.tenancy.organisation import TenancyEvent

Role = Literal["admin", "manager", "agent", "viewer"]


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


@dataclass(frozen=True, slots=True)
class User:
    """What rules need of a user."""

    registered: bool = False
    role: Role = "viewer"
    password_version: int = 0


user = Decider(User, identify="user_id")


@user.decides
def register(state: User, command: RegisterUser) -> Iterator[Event]:
    """Once per id."""
    if not command.user_name.strip():
        refuse("Indiquez le nom de la personne.", code="USER_NAME_EMPTY", field="name")
    if "@" not in command.email.strip("@"):
        refuse("Cette adresse e-mail n'est pas valable.", code="EMAIL_INVALID", field="email")
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
    return replace(state, password_version=event.password_version)
