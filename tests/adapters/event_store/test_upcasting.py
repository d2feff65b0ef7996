"""Older shapes are lifted step by step, without opening what is encrypted in them."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.event_store import upcasting
from adapters.event_store.upcasting import lift, upcasts
from application.ports.ledger import Save
from domain.event import Event
from domain.fact import SYSTEM, Context, Fact
from domain.personal import Personal
from runtime.composition import House

ORG = UUID(int=101)


class NoteEvent(Event, context="notes"):
    """Facts of this test."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upcasting, "_upcasters", {})
    monkeypatch.setattr(Event, "by_name", dict(Event.by_name))


@pytest.mark.usefixtures("steps")
def test_steps_are_taken_in_order_and_none_is_missing() -> None:
    upcasts("notes.Taken", 1)(lambda payload: {**payload, "title": payload["name"]})
    with pytest.raises(KeyError):
        lift("notes.Taken", 1, 3, {"name": "a"})
    upcasts("notes.Taken", 2)(lambda payload: {"title": payload["title"].upper()})
    assert lift("notes.Taken", 1, 3, {"name": "a"}) == {"title": "A"}
    assert lift("notes.Taken", 3, 3, {"title": "b"}) == {"title": "b"}


@pytest.mark.usefixtures("steps")
def test_a_step_is_registered_once_and_the_future_is_not_guessed() -> None:
    upcasts("notes.Taken", 1)(lambda payload: payload)
    with pytest.raises(ValueError, match="two upcasters"):
        upcasts("notes.Taken", 1)(lambda payload: payload)
    with pytest.raises(KeyError, match="newer version"):
        lift("notes.Taken", 4, 3, {})


@pytest.mark.usefixtures("steps")
def test_an_encrypted_value_is_moved_unopened(house: House) -> None:
    class Taken(NoteEvent):
        """Note prise"""

        contact_id: UUID
        text: Personal[str]

    contact_id = uuid4()
    fact = Fact(contact_id, 1, Taken(contact_id=contact_id, text="secret"), Context(ORG, SYSTEM))
    house.ledger.submit(Save([fact])).result()
    del Event.by_name["notes.Taken"]

    class Renamed(NoteEvent, version=2):
        """Note prise"""

        contact_id: UUID
        body: Personal[str]

    Event.by_name["notes.Taken"] = Renamed
    moved: list[dict[str, Any]] = []

    @upcasts("notes.Taken", 1)
    def rename(payload: dict[str, Any]) -> dict[str, Any]:
        moved.append(payload["text"])
        return {"contact_id": payload["contact_id"], "body": payload["text"]}

    [read] = house.ledger.load([(ORG, contact_id)])[ORG, contact_id]
    assert read.event == Renamed(contact_id=contact_id, body="secret")
    assert moved[0].keys() == {"subject", "nonce", "ciphertext"}
