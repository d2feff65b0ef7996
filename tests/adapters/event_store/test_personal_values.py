"""Personal values are encrypted from the very first fact, and erased with the key of the person."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.exceptions import InvalidTag

from adapters.secrets.keyring import Keyring
from application.ports.ledger import Save
from domain.contacts.contact import ContactIdentified
from domain.fact import Actor, Context, Fact
from domain.personal import Erased
from runtime.composition import House

ORG = UUID(int=101)
PHONE = "+33639980001"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def identified(contact_id: UUID) -> Fact[ContactIdentified]:
    event = ContactIdentified(contact_id=contact_id, kind="phone", index=uuid4(), value=PHONE)
    context = Context(ORG, Actor("contact", contact_id), ip="192.0.2.7", user_agent="Téléphone", happened_at=NOON)
    return Fact(contact_id, 1, event, context)


def write(house: House) -> Fact[ContactIdentified]:
    fact = identified(uuid4())
    house.ledger.submit(Save([fact])).result()
    return fact


def read(house: House, contact_id: UUID) -> Fact[ContactIdentified]:
    return house.ledger.load([(ORG, contact_id)])[ORG, contact_id][0]


def test_nothing_personal_is_stored_in_clear(house: House) -> None:
    write(house)
    with psycopg.connect(house.dsn("writer")) as connection:
        row = connection.execute("SELECT convert_from(state, 'UTF8') FROM ledger.facts").fetchone()
    assert row is not None
    assert not any(secret in row[0] for secret in (PHONE, "192.0.2.7", "Téléphone"))
    assert '"ciphertext"' in row[0]


def test_what_was_written_is_read_as_it_was(house: House) -> None:
    fact = write(house)
    back = read(house, fact.stream_id)
    assert (back.event, back.context) == (fact.event, fact.context)


def test_destroying_the_key_erases_for_good(house: House) -> None:
    fact = write(house)
    assert read(house, fact.stream_id).event.value == PHONE
    house.keyring.destroy([(ORG, fact.stream_id)])
    back = read(house, fact.stream_id)
    assert back.event.value == Erased()
    assert (back.context.ip, back.context.user_agent) == (Erased(), Erased())
    later = replace(fact, version=2)
    house.ledger.submit(Save([later])).result()
    assert read(house, fact.stream_id).event.value == Erased()
    assert house.keyring.ensure([(ORG, fact.stream_id)]) == {}


def test_a_value_moved_to_another_person_does_not_open(house: House) -> None:
    first, second = write(house), write(house)
    with psycopg.connect(house.settings.dsn) as admin:
        admin.execute("ALTER TABLE ledger.facts DISABLE TRIGGER append_only")
        admin.execute(
            "UPDATE ledger.facts SET state = replace(convert_from(state, 'UTF8'), %s, %s)::bytea WHERE stream_id = %s",
            [str(first.stream_id), str(second.stream_id), first.stream_id],
        )
    with pytest.raises(InvalidTag):
        read(house, first.stream_id)


def test_two_processes_make_one_key(house: House) -> None:
    other = Keyring(house.keys_pool, house.master_key)
    subject = (ORG, uuid4())
    assert house.keyring.ensure([subject]) == other.ensure([subject])


def test_keys_are_wrapped_and_blind_indexes_tell_nothing(house: House) -> None:
    subject = (ORG, uuid4())
    [key] = house.keyring.ensure([subject]).values()
    with psycopg.connect(house.roles.dsn(house.settings.keys_dsn, "writer")) as connection:
        row = connection.execute("SELECT wrapped FROM keys.people").fetchone()
    assert row is not None and key not in row[0]
    index = house.master_key.blind_index("identifier", ORG, "phone", PHONE)
    assert index == house.master_key.blind_index("identifier", ORG, "phone", PHONE)
    assert index != house.master_key.blind_index("identifier", UUID(int=102), "phone", PHONE)
