"""Signing in: an e-mail and a password become a session; and how a person comes to have them."""

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from application.bus import Bus
from application.ports.indexes import BlindIndexes
from application.ports.ledger import Ledger
from application.ports.passwords import Passwords
from application.ports.secrets import Vault
from domain.fact import INSTALLATION, Actor, Context
from domain.personal import known
from domain.reservation import Reservation, Reserve, reservation
from domain.tenancy.user import RegisterUser, Role, SetPassword, SignIn, User, UserRegistered, user

TAKEN = "Cette adresse e-mail est déjà utilisée."


class CredentialsInvalid(Exception):
    """The e-mail or the password is wrong; which of them is not told."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person who works in an organisation."""

    user_id: UUID
    organisation_id: UUID
    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Visit:
    """The request of a sign-in. `ip` and `user_agent` are personal values of the person."""

    correlation_id: UUID
    ip: str | None
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class SignIns:
    """Signs people in. Slow on purpose: never on an event loop."""

    bus: Bus
    ledger: Ledger
    vault: Vault
    passwords: Passwords
    indexes: BlindIndexes

    def sign_in(self, email: str, password: str, visit: Visit) -> Member:
        """The member, after the fact is recorded. Raises `CredentialsInvalid`, in the same time for any reason."""
        index = email_index(self.indexes, email)
        held: Reservation = self.bus.state(reservation, (INSTALLATION, index))
        # An unknown e-mail is looked up as far as a known one, so that the time tells nothing.
        organisation_id, user_id = held.organisation_id or INSTALLATION, held.holder_id or index
        state: User = self.bus.state(user, (organisation_id, user_id))
        kept = self._kept(organisation_id, user_id, state.password_version)
        if not self.passwords.verify(kept, password) or not state.registered:
            raise CredentialsInvalid
        context = Context(
            organisation_id, Actor("user", user_id), visit.correlation_id, ip=visit.ip, user_agent=visit.user_agent
        )
        self.bus.execute(context, SignIn(user_id=user_id))
        return self.member(organisation_id, user_id)

    def member(self, organisation_id: UUID, user_id: UUID) -> Member:
        """Who it is, from the ledger itself. Raises `KeyError` for a stranger."""
        stream = (organisation_id, user_id)
        for fact in self.ledger.load([stream])[stream]:
            if isinstance(fact.event, UserRegistered):
                event = fact.event
                return Member(user_id, organisation_id, known(event.email, ""), known(event.user_name, ""), event.role)
        raise KeyError(user_id)

    def _kept(self, organisation_id: UUID, user_id: UUID, version: int) -> str | None:
        try:
            return self.vault.get(organisation_id, _secret_name(user_id), version)["hash"]
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

    Raises `Refused` when the e-mail is another's.
    """
    state: User = bus.state(user, (context.organisation_id, user_id))
    if state.password_version == 0:
        secret = {"hash": passwords.hash(password)}
        vault.put(context.organisation_id, _secret_name(user_id), 1, secret)
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


def email_index(indexes: BlindIndexes, email: str) -> UUID:
    """The keyed hash of an e-mail, the same however it is written."""
    return indexes.blind_index("email", unicodedata.normalize("NFKC", email).strip().casefold())


def _secret_name(user_id: UUID) -> str:
    return f"password:{user_id}"
