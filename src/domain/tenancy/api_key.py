"""The API keys of an organisation: each opens to a program what it was given, until it ends or is revoked.

All are in one stream, so that how many live is counted where it is decided: of two that are asked for at once, the
second one is decided after the first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse
from domain.tenancy.organisation import TenancyEvent
from domain.tenancy.permissions import FOR_KEYS, PERMISSIONS

MOST_LIVING = 20
MOST_NAME = 60
LONGEST = timedelta(days=3653)
"""Ten years; who wants more says that it does not end."""


def keys_of(organisation_id: UUID) -> UUID:
    """The stream of the organisation's keys."""
    return uuid5(organisation_id, "api-keys")


class ApiKeyIssued(TenancyEvent):
    """Clé d'API créée : {key_name}"""

    keys_id: UUID
    key_id: UUID
    key_name: str
    scopes: tuple[str, ...]
    hint: str
    secret_version: int
    ends_at: datetime | None


class ApiKeyRevoked(TenancyEvent):
    """Clé d'API révoquée : {key_name}"""

    keys_id: UUID
    key_id: UUID
    key_name: str


class IssueApiKey(Command):
    """Give a program a key. `hint` is its end, by which people tell it from others; `secret_version` says where the
    vault has the hash of its secret. `ends_at`: None for one that does not end by itself."""

    keys_id: UUID
    key_id: UUID
    key_name: str
    scopes: tuple[str, ...]
    hint: str
    secret_version: int
    ends_at: datetime | None
    at: datetime


class RevokeApiKey(Command):
    """Nobody may come with it any more."""

    keys_id: UUID
    key_id: UUID


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What rules need of a key."""

    name: str
    scopes: tuple[str, ...]
    secret_version: int
    ends_at: datetime | None
    revoked: bool = False

    def lives(self, at: datetime) -> bool:
        """Whether it still opens something."""
        return not self.revoked and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True)
class ApiKeys:
    """All that there were, by id."""

    by_id: Mapping[UUID, ApiKey] = field(default_factory=dict)


api_keys = Decider(ApiKeys, identify="keys_id")


@api_keys.decides
def issue(state: ApiKeys, command: IssueApiKey) -> Iterator[Event]:
    """Once per id: whoever asks again has another secret, which is not the key's."""
    _refuse_unlike_a_key(command)
    known = state.by_id.get(command.key_id)
    if known is not None and known.secret_version == command.secret_version:
        return
    if known is not None:
        refuse(
            "Cette clé est déjà créée, et ne se montre qu'une fois. Si vous ne l'avez plus, révoquez-la et créez-en"
            " une autre.",
            code="KEY_ISSUED_ALREADY",
        )
    if sum(key.lives(command.at) for key in state.by_id.values()) >= MOST_LIVING:
        refuse(f"Vous avez déjà {MOST_LIVING} clés. Révoquez d'abord celles qui ne servent plus.", code="KEYS_TOO_MANY")
    yield ApiKeyIssued(
        keys_id=command.keys_id,
        key_id=command.key_id,
        key_name=command.key_name.strip(),
        scopes=tuple(sorted(set(command.scopes))),
        hint=command.hint,
        secret_version=command.secret_version,
        ends_at=command.ends_at,
    )


@api_keys.decides
def revoke(state: ApiKeys, command: RevokeApiKey) -> Iterator[Event]:
    """Once, one that has ended too."""
    known = state.by_id.get(command.key_id)
    if known is None:
        refuse("Cette clé n'existe pas.", code="KEY_UNKNOWN")
    if not known.revoked:
        yield ApiKeyRevoked(keys_id=command.keys_id, key_id=command.key_id, key_name=known.name)


def _refuse_unlike_a_key(command: IssueApiKey) -> None:
    if not 1 <= len(command.key_name.strip()) <= MOST_NAME:
        refuse(f"Donnez un nom de 1 à {MOST_NAME} caractères.", code="KEY_NAME_INVALID", field="name")
    if not command.scopes:
        refuse("Choisissez au moins un droit pour cette clé.", code="KEY_SCOPES_MISSING", field="scopes")
    for name in command.scopes:
        if name not in PERMISSIONS:
            refuse(f"Ce droit n'existe pas : {name[:MOST_NAME]}.", code="KEY_SCOPE_NOT_KNOWN", field="scopes")
        if name not in FOR_KEYS:
            label = PERMISSIONS[name].label
            refuse(f"Une clé ne peut pas avoir ce droit : {label}.", code="KEY_SCOPE_NOT_FOR_KEYS", field="scopes")
    if command.ends_at is not None and not command.at < command.ends_at <= command.at + LONGEST:
        refuse("Choisissez une date d'expiration à venir, d'ici dix ans.", code="KEY_END_INVALID", field="ends_at")


@api_keys.evolves
def issued(state: ApiKeys, event: ApiKeyIssued) -> ApiKeys:
    """One more."""
    key = ApiKey(event.key_name, event.scopes, event.secret_version, event.ends_at)
    return ApiKeys({**state.by_id, event.key_id: key})


@api_keys.evolves
def revoked(state: ApiKeys, event: ApiKeyRevoked) -> ApiKeys:
    """One that opens nothing."""
    return ApiKeys({**state.by_id, event.key_id: replace(state.by_id[event.key_id], revoked=True)})
