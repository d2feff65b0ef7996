"""Facts to stored events and back: envelope, stable names, upcasting, encryption of personal values.

A stored state is compact JSON:

    {"v": 1, "e": {…payload…}, "a": ["user", "<id>"], "c": "<correlation>", "b": 41, "t": "<time>", "ip": …, "ua": …}

A personal value is stored as {"subject", "nonce", "ciphertext"}; the ciphertext (AES-256-GCM over the JSON
of the value) has organisation and subject as associated data. A value whose key is gone reads as `Erased`.
"""

import json
import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent
from pydantic_core import from_json, to_jsonable_python

from adapters.event_store.stored import RecordedFact, StoredFact, organisation_of
from adapters.event_store.upcasters import lift
from adapters.secrets.keyring import Keyring, Subject
from adapters.secrets.master_key import NONCE_SIZE
from domain.event import Event
from domain.fact import Actor, Context, Fact
from domain.personal import Erased

Keys = Mapping[Subject, bytes]
ERASED = Erased()
SEALED = {"subject", "nonce", "ciphertext"}


@lru_cache(maxsize=20_000)
def _person(text: str) -> UUID:
    """The same people come again and again in a page."""
    return UUID(text)


@lru_cache(maxsize=1_000)
def _request(text: str) -> UUID:
    """What follows from one request stands together."""
    return UUID(text)


class FactMapper(Mapper[UUID]):
    """The library's mapper, over our facts. `keyring` is set by the application that builds it."""

    keyring: Keyring

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """One fact. Creates the person's key first."""
        return self.encode([cast(Fact[Event], domain_event)])[0]

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """One stored event."""
        return cast(DomainEventProtocol[UUID], self.decode([stored_event])[0])

    def encode(self, facts: Sequence[Fact[Any]]) -> list[StoredFact]:
        """Many facts, with one look-up of keys, which are durable before this returns."""
        subjects = {_subject(fact) for fact in facts if fact.event.personal_fields}
        subjects |= {_envelope_subject(fact.context) for fact in facts if _has_personal_envelope(fact.context)}
        keys = self.keyring.ensure(subjects) if subjects else {}
        return [_encode(fact, keys) for fact in facts]

    def decode(self, stored: Sequence[StoredEvent]) -> list[Fact[Any]]:
        """Many stored events, with one look-up of keys."""
        states = [from_json(event.state) for event in stored]
        subjects = {
            (organisation_of_any(event), _person(subject))
            for event, state in zip(stored, states, strict=True)
            for subject in _subjects_in(state)
        }
        keys = self.keyring.find(subjects) if subjects else {}
        return [_decode(event, state, keys) for event, state in zip(stored, states, strict=True)]


def organisation_of_any(stored: StoredEvent) -> UUID:
    """The organisation of a stored or a recorded event."""
    return stored.organisation_id if isinstance(stored, RecordedFact) else organisation_of(stored)


def _subject(fact: Fact[Any]) -> Subject:
    return fact.organisation_id, getattr(fact.event, fact.event.subject)


def _has_personal_envelope(context: Context) -> bool:
    return context.ip is not None or context.user_agent is not None


def _envelope_subject(context: Context) -> Subject:
    """Whose address it is: the actor's when known, else the organisation's own."""
    return context.organisation_id, context.actor.id or context.organisation_id


def _encode(fact: Fact[Any], keys: Keys) -> StoredFact:
    event: Event = fact.event
    payload = event.model_dump(mode="json")
    for field in event.personal_fields:
        if payload[field] is not None:
            payload[field] = _seal(payload[field], _subject(fact), keys)
    state: dict[str, Any] = {"v": event.version, "e": payload, "a": [fact.context.actor.kind]}
    if fact.context.actor.id is not None:
        state["a"].append(str(fact.context.actor.id))
    state["c"] = str(fact.context.correlation_id)
    if fact.context.causation is not None:
        state["b"] = fact.context.causation
    if fact.context.happened_at is not None:
        state["t"] = fact.context.happened_at.isoformat()
    for name, value in (("ip", fact.context.ip), ("ua", fact.context.user_agent)):
        if value is not None:
            state[name] = _seal(to_jsonable_python(value), _envelope_subject(fact.context), keys)
    return StoredFact(
        originator_id=fact.stream_id,
        originator_version=fact.version,
        topic=event.name,
        state=json.dumps(state, separators=(",", ":"), ensure_ascii=False).encode(),
        organisation_id=fact.organisation_id,
    )


def _decode(stored: StoredEvent, state: dict[str, Any], keys: Keys) -> Fact[Any]:
    kind = Event.by_name[stored.topic]
    organisation_id = organisation_of_any(stored)
    payload = lift(stored.topic, state["v"], kind.version, state["e"])
    for field in kind.personal_fields:
        if payload.get(field) is not None:
            payload[field] = _unseal(payload[field], organisation_id, keys)
    actor = state["a"]
    context = Context(
        organisation_id=organisation_id,
        actor=Actor(actor[0], _person(actor[1]) if len(actor) > 1 else None),
        correlation_id=_request(state["c"]),
        causation=state.get("b"),
        ip=_text(state.get("ip"), organisation_id, keys),
        user_agent=_text(state.get("ua"), organisation_id, keys),
        happened_at=datetime.fromisoformat(state["t"]) if "t" in state else None,
    )
    event = kind.model_validate(payload)
    stream_id = cast(UUID, stored.originator_id)
    if isinstance(stored, RecordedFact):
        return Fact(
            stream_id, stored.originator_version, event, context, stored.sequence, stored.id, stored.recorded_at
        )
    return Fact(stream_id, stored.originator_version, event, context)


def _seal(value: Any, subject: Subject, keys: Keys) -> dict[str, str]:
    key = keys.get(subject)
    if key is None:  # erased meanwhile: a late fact about the person keeps nothing of them
        return {"subject": str(subject[1]), "nonce": "", "ciphertext": ""}
    nonce = os.urandom(NONCE_SIZE)
    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    sealed = AESGCM(key).encrypt(nonce, plain, subject[0].bytes + subject[1].bytes)
    return {
        "subject": str(subject[1]),
        "nonce": b2a_base64(nonce, newline=False).decode(),
        "ciphertext": b2a_base64(sealed, newline=False).decode(),
    }


def _unseal(sealed: dict[str, str], organisation_id: UUID, keys: Keys) -> Any:
    subject = _person(sealed["subject"])
    key = keys.get((organisation_id, subject))
    if key is None or not sealed["ciphertext"]:
        return ERASED
    plain = AESGCM(key).decrypt(
        a2b_base64(sealed["nonce"]),
        a2b_base64(sealed["ciphertext"]),
        organisation_id.bytes + subject.bytes,
    )
    return from_json(plain)


def _text(sealed: dict[str, str] | None, organisation_id: UUID, keys: Keys) -> str | Erased | None:
    return None if sealed is None else cast("str | Erased", _unseal(sealed, organisation_id, keys))


def _subjects_in(state: dict[str, Any]) -> Iterable[str]:
    for value in (*state["e"].values(), state.get("ip"), state.get("ua")):
        if isinstance(value, dict) and value.keys() == SEALED:
            yield value["subject"]
