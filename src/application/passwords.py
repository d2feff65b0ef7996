"""Passwords that people choose: at the first time, when they change, and when they were forgotten.

What is good enough follows OWASP ASVS 5.0 (6.2): long, not common, not what others know of the person; any character,
no composition rule, no expiry.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
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
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.user import AskPasswordReset, SetPassword, User, user

SHORTEST = 12
RESET_WITHIN = timedelta(minutes=30)
LONGEST_WORD = 320  # an address
HOUSE_WORDS = (
    *("palabre", "whatsapp", "motdepasse", "mot de passe", "bonjour", "bonsoir", "bienvenue", "coucou", "salut"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "soleil", "doudou", "loulou", "chouchou", "jetaime", "marseille", "france"),
)
"""What people here would try, beside what all the world would."""
WEAK = (
    "Ce mot de passe se devine trop facilement : évitez votre nom, celui de votre organisation, les mots courants et"
    " les suites. Plusieurs mots sans rapport entre eux conviennent."
)


def refuse_weak(passwords: Passwords, password: str, *, about: Iterable[str], field: str = "password") -> None:
    """Refuse what is short, or soon guessed. `about`: the name, the address, the organisation of the person."""
    if len(password) < SHORTEST:
        refuse(f"Choisissez au moins {SHORTEST} caractères.", code="PASSWORD_SHORT", field=field)
    known = sorted({*_words(about), *HOUSE_WORDS}, key=lambda word: (-len(word), word))
    rest = password
    for word in known:
        rest = re.sub(re.escape(word), "", rest, flags=re.IGNORECASE)
    if passwords.is_guessable(rest, known):
        refuse(WEAK, code="PASSWORD_WEAK", field=field)


def _words(about: Iterable[str]) -> set[str]:
    """What is said of a person, whole and in pieces, with accents and without: ``Zoé Petit``, ``Zoé``, ``Zoe``…"""
    cut = [one[:LONGEST_WORD] for one in about]
    pieces = {piece for one in cut for piece in (one, *re.split(r"[\W_]+", one)) if len(piece) > 2}
    return pieces | {_bare(piece) for piece in pieces}


def _bare(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


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
        self._refuse_weak(member, password)
        self._set(visit, member, version, password)
        return member

    def change(self, member: Member, current: str, password: str, visit: Visit) -> None:
        """A new password, by who knows the current one. All sessions end. Raises `Refused`."""
        context = visit.context(member.organisation_id, member.user_id)
        state = self.sign_ins.refuse_wrong(context, member.user_id, current, field="current")
        self._refuse_weak(member, password)
        self._set(visit, member, state.password_version, password)

    def _refuse_weak(self, member: Member, password: str) -> None:
        own: Organisation = self.bus.state(organisation, (member.organisation_id, member.organisation_id))
        refuse_weak(self.passwords, password, about=(member.name, member.email, own.name))

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
