"""Passwords that people choose: at the first time, when they change, and when they were forgotten.

What is good enough follows OWASP ASVS 5.0 (6.2): long, and not what others know of the person; any character, no
composition rule, no expiry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn
from uuid import UUID

from application.bus import Bus
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.ports.passwords import Passwords
from application.ports.secrets import Vault
from application.ports.tokens import TokenInvalid, Tokens
from application.sessions import Visit
from application.sign_in import Member, SignIns, email_index, secret_name
from domain.fact import INSTALLATION
from domain.refusal import refuse
from domain.reservation import Reservation, reservation
from domain.tenancy.user import AskPasswordReset, SetPassword, User, user

SHORTEST = 12
RESET_WITHIN = timedelta(minutes=30)


def refuse_weak(password: str, *, email: str, name: str, field: str = "password") -> None:
    """Refuse a password that is short, or that whoever knows the person would try."""
    if len(password) < SHORTEST:
        refuse(f"Choisissez au moins {SHORTEST} caractères.", code="PASSWORD_SHORT", field=field)
    said = password.casefold()
    known = [email.casefold(), email.partition("@")[0].casefold(), name.casefold(), "palabre", "motdepasse", "password"]
    rest = said
    for one in known:
        rest = rest.replace(one, "") if len(one) > 2 else rest
    if len(set(said)) < 5 or len(rest) < SHORTEST // 2:
        refuse("Ce mot de passe se devine trop facilement. Choisissez-en un autre.", code="PASSWORD_WEAK", field=field)


@dataclass(frozen=True, slots=True)
class PasswordChanges:
    """Sets passwords. Slow on purpose. `aside` does something after the answer."""

    bus: Bus
    vault: Vault
    passwords: Passwords
    indexes: BlindIndexes
    tokens: Tokens
    clock: Clock
    sign_ins: SignIns
    aside: Callable[[Callable[[], object]], object]

    def ask(self, email: str, visit: Visit) -> None:
        """Have a link sent, if the address is somebody's. The answer tells nothing, nor does its time."""
        held: Reservation = self.bus.state(reservation, (INSTALLATION, email_index(self.indexes, email)))
        if held.organisation_id is None or held.holder_id is None:
            return
        now = self.clock.now()
        asked = AskPasswordReset(user_id=held.holder_id, at=now, ends_at=now + RESET_WITHIN)
        context = visit.context(held.organisation_id, held.holder_id)
        self.aside(lambda: self.bus.execute(context, asked))

    def reset(self, note: str, password: str, visit: Visit) -> Member:
        """A new password, by the link of a mail, once. All sessions end. Raises `Refused`."""
        member, version = self._read(note)
        refuse_weak(password, email=member.email, name=member.name)
        self._set(visit, member, version, password)
        return member

    def change(self, member: Member, current: str, password: str, visit: Visit) -> None:
        """A new password, by who knows the current one. All sessions end. Raises `Refused`."""
        context = visit.context(member.organisation_id, member.user_id)
        state = self.sign_ins.refuse_wrong(context, member.user_id, current, field="current")
        refuse_weak(password, email=member.email, name=member.name)
        self._set(visit, member, state.password_version, password)

    def _set(self, visit: Visit, member: Member, version: int, password: str) -> None:
        hashed = {"hash": self.passwords.hash(password)}
        new = self.vault.add(member.organisation_id, secret_name(member.user_id), hashed, after=version)
        context = visit.context(member.organisation_id, member.user_id)
        self.bus.execute(context, SetPassword(user_id=member.user_id, password_version=new))

    def _read(self, note: str) -> tuple[Member, int]:
        """Whose link it is, and the version of the password that it replaces. Refused when it was used."""
        try:
            says = self.tokens.read_note("reset", note)
            organisation_id, user_id, version = UUID(says["org"]), UUID(says["sub"]), int(says["version"])
        except (TokenInvalid, KeyError, ValueError):
            _refuse_link()
        state: User = self.bus.state(user, (organisation_id, user_id))
        if not state.works_here or state.password_version != version:
            _refuse_link()
        return self.sign_ins.member(organisation_id, user_id), version


def _refuse_link() -> NoReturn:
    refuse("Ce lien a déjà servi, ou n'est plus valable. Demandez-en un autre.", code="LINK_OVER")
