"""Signing in: an e-mail and a password become a session; and how a person comes to have them."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from application.bus import Bus
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.ports.ledger import Ledger
from application.ports.passwords import Passwords
from application.ports.secrets import Vault
from application.sessions import Visit
from domain.fact import INSTALLATION, Context
from domain.personal import known
from domain.refusal import refuse
from domain.reservation import Reservation, Reserve, reservation
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.permissions import ROLE_LABELS, Role, roles_of
from domain.tenancy.user import FailSignIn, RegisterUser, SetPassword, User, UserRegistered, user

WRONG = "Ce n'est pas votre mot de passe actuel. Après plusieurs essais, attendez quelques minutes."
TAKEN = "Cette adresse e-mail est déjà utilisée."


class CredentialsInvalid(Exception):
    """The e-mail or the password is wrong; which of them is not told."""


class AccountSuspended(Exception):
    """The password is right, and its person may not work here for now."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person who works in an organisation."""

    user_id: UUID
    organisation_id: UUID
    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class SignIns:
    """Signs people in. Slow on purpose: never on an event loop.

    `aside` does something after the answer: what is written of a known person takes no time that would tell of them.
    """

    bus: Bus
    ledger: Ledger
    vault: Vault
    passwords: Passwords
    indexes: BlindIndexes
    clock: Clock
    aside: Callable[[Callable[[], object]], object]

    def check(self, email: str, password: str, visit: Visit) -> Member:
        """Whose e-mail and password they are. Raises `CredentialsInvalid` and `AccountSuspended`, in the same time for
        any reason."""
        index = email_index(self.indexes, email)
        held: Reservation = self.bus.state(reservation, (INSTALLATION, index))
        # An unknown e-mail is looked up as far as a known one, so that the time tells nothing.
        organisation_id, user_id = held.organisation_id or INSTALLATION, held.holder_id or index
        state: User = self.bus.state(user, (organisation_id, user_id))
        kept = self._kept(organisation_id, user_id, state.password_version)
        right = self.passwords.verify(kept, password)
        now = self.clock.now()
        if state.registered and not right:
            failed = FailSignIn(user_id=user_id, at=now)
            context = visit.context(organisation_id, user_id)
            self.aside(lambda: self.bus.execute(context, failed))
        if not right or not state.registered or now < state.locked_until:
            raise CredentialsInvalid
        if state.suspended:
            raise AccountSuspended
        return self.member(organisation_id, user_id)

    def refuse_wrong(self, context: Context, user_id: UUID, password: str, *, field: str) -> User:
        """Refuse what is not the password of somebody who is signed in: it counts as a failure. Gives their state."""
        state: User = self.bus.state(user, (context.organisation_id, user_id))
        kept = self._kept(context.organisation_id, user_id, state.password_version)
        now, right = self.clock.now(), self.passwords.verify(kept, password)
        if not right:
            self.bus.execute(context, FailSignIn(user_id=user_id, at=now))
        if not right or now < state.locked_until:
            refuse(WRONG, code="PASSWORD_WRONG", field=field)
        return state

    def member(self, organisation_id: UUID, user_id: UUID) -> Member:
        """Who it is, from the ledger itself. Raises `KeyError` for a stranger."""
        stream = (organisation_id, user_id)
        facts = self.ledger.load([stream])[stream]
        for event in (fact.event for fact in facts):
            if isinstance(event, UserRegistered):
                state: User = user.fold(fact.event for fact in facts)
                return Member(user_id, organisation_id, known(event.email, ""), known(event.user_name, ""), state.role)
        raise KeyError(user_id)

    def _kept(self, organisation_id: UUID, user_id: UUID, version: int) -> str | None:
        try:
            return self.vault.get(organisation_id, secret_name(user_id), version)["hash"]
        except KeyError:
            return None


def register_user(
    *,
    bus: Bus,
    vault: Vault,
    passwords: Passwords,
    indexes: BlindIndexes,
    context: Context,
    user_id: UUID,
    email: str,
    name: str,
    role: Role,
    password: str,
) -> int:
    """Let a person work in the organisation of the context, with a first password. Gives the sequence. Idempotent.

    Raises `Refused` when the e-mail is another's, or the role is none there.
    """
    refuse_role(bus, context.organisation_id, role)
    state: User = bus.state(user, (context.organisation_id, user_id))
    if state.password_version == 0:
        secret = {"hash": passwords.hash(password)}
        vault.put(context.organisation_id, secret_name(user_id), 1, secret)
    outcome = bus.execute(
        context,
        Reserve(
            reservation_id=email_index(indexes, email),
            kind="email",
            organisation_id=context.organisation_id,
            holder_id=user_id,
            everywhere=True,
            taken=TAKEN,
        ),
        RegisterUser(user_id=user_id, email=email, user_name=name, role=role),
        SetPassword(user_id=user_id, password_version=1),
    )
    return outcome.sequence


def refuse_role(bus: Bus, organisation_id: UUID, role: Role) -> None:
    """Refuse a role that is none of the organisation's."""
    own: Organisation = bus.state(organisation, (organisation_id, organisation_id))
    roles = roles_of(operator=own.operator)
    if role not in roles:
        labels = ", ".join(ROLE_LABELS[one] for one in roles)
        refuse(f"Ce rôle n'existe pas ici. Choisissez parmi : {labels}.", code="ROLE_UNKNOWN", field="role")


def email_index(indexes: BlindIndexes, email: str) -> UUID:
    """The keyed hash of an e-mail, the same however it is written."""
    return indexes.blind_index("email", unicodedata.normalize("NFKC", email).strip().casefold())


def secret_name(user_id: UUID) -> str:
    """Where the vault has the hashes of somebody's passwords."""
    return f"password:{user_id}"
