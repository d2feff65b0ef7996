"""The simulator: what a demonstration phone can say."""

import base64
import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from adapters.messaging.simulator import bodies
from application.ports.messaging import (
    Failure,
    Identifier,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    InboundReaction,
    MediaRefused,
    Notice,
    Outbound,
    Receipt,
)
from domain.conversations.content import Choice, Content, Location, Media, Text, Unsupported
from tests.adapters.messaging.phones import CUSTOMER, NOW, SimulatorPhone, heard

PIXEL = base64.b64encode(b"\x89PNG pixel").decode()


@pytest.fixture
def simulator() -> SimulatorPhone:
    return SimulatorPhone()


def media(reference: str) -> Media:
    return Media(media="image", mime_type="image/png", reference=reference)


@pytest.mark.parametrize(
    ("item", "content"),
    [
        (bodies.choice("m1", CUSTOMER, Choice(choice="list", id="1", title="Un"), at=NOW, replies_to="p1"), Choice),
        (bodies.location("m1", CUSTOMER, 45.7, 4.8, at=NOW), Location),
        (bodies.message("m1", CUSTOMER, media(f"data:image/png;base64,{PIXEL}"), at=NOW), Media),
    ],
)
def test_every_content_of_the_domain_comes_through(
    simulator: SimulatorPhone, item: bodies.Item, content: type[Content]
) -> None:
    [message] = heard(simulator, [item])
    assert isinstance(message, InboundMessage)
    assert isinstance(message.content, content)
    assert message.replies_to == item["replies_to"]


def test_a_reaction_comes_through(simulator: SimulatorPhone) -> None:
    sender = [Identifier("bsuid", "FR.77001122")]
    [reaction] = heard(simulator, [bodies.reaction("m1", "FR.77001122", "p1", "👍", at=NOW)])
    assert reaction == InboundReaction("m1", "p1", sender, "👍", NOW)


def test_a_correction_a_deletion_and_a_preference_come_through(simulator: SimulatorPhone) -> None:
    sender = [Identifier("phone", CUSTOMER)]
    items = [
        bodies.edit("e1", CUSTOMER, "m1", Text(body="Non, jeudi"), at=NOW),
        bodies.deletion("d1", CUSTOMER, "m1", at=NOW),
        bodies.preference("p1", CUSTOMER, False, at=NOW),
    ]
    assert heard(simulator, items) == [
        InboundEdit("e1", "m1", sender, Text(body="Non, jeudi"), NOW),
        InboundDeletion("d1", "m1", sender, NOW),
        InboundPreference(sender, False, NOW),
    ]


@pytest.mark.parametrize("item", [{"edits": ""}, {"edits": []}, {"deletes": None}, {"promotions": "no"}])
def test_one_about_nothing_is_a_notice(simulator: SimulatorPhone, item: Any) -> None:
    [notice] = heard(simulator, [{"id": "x1", "from": CUSTOMER, **item}])
    assert notice == Notice("malformed", next(iter(item)))


def test_a_failure_comes_through(simulator: SimulatorPhone) -> None:
    failure = Failure("42", "Le réseau est coupé.")
    [receipt] = heard(simulator, [bodies.receipt("p1", "failed", at=NOW, failure=failure)])
    assert receipt == Receipt("p1", "failed", NOW, None, failure)


@pytest.mark.parametrize("content", [None, 12, [], {}, {"kind": "hologram"}, {"kind": "text", "body": 12}])
def test_a_content_of_an_unknown_shape_is_shown_as_such(simulator: SimulatorPhone, content: Any) -> None:
    [message] = heard(simulator, [{"id": "m1", "from": CUSTOMER, "content": content}])
    assert isinstance(message, InboundMessage)
    assert isinstance(message.content, Unsupported)


@pytest.mark.parametrize("item", [None, 1, [], {}, {"id": 1}, {"from": CUSTOMER}, {"id": [], "from": {}}])
def test_an_item_of_an_unknown_shape_is_a_notice(simulator: SimulatorPhone, item: Any) -> None:
    body = json.dumps({"endpoint": "demo", "messages": [item]}).encode()
    assert list(simulator.adapter.read(body, NOW)) == [Notice("malformed")]


def test_a_place_that_is_nowhere_is_not(simulator: SimulatorPhone) -> None:
    [message] = heard(simulator, [bodies.location("m1", CUSTOMER, float("nan"), 4.8, at=NOW)])
    assert isinstance(message, InboundMessage)
    assert message.content == Unsupported(type="location")


def test_a_file_is_its_own_address(simulator: SimulatorPhone) -> None:
    file = simulator.adapter.fetch(simulator.access, media(f"data:image/png;base64,{PIXEL}"), 10)
    assert (file.content, file.mime_type) == (b"\x89PNG pixel", "image/png")


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "data:",
        "https://example.org/a.png",
        "data:image/png;base64,###",
        f"data:text/html;base64,{PIXEL}",
        f"data:image/png;base64,{PIXEL}{PIXEL}",
    ],
)
def test_anything_else_is_refused(simulator: SimulatorPhone, reference: str) -> None:
    with pytest.raises(MediaRefused) as refused:
        simulator.adapter.fetch(simulator.access, media(reference), 10)
    assert not refused.value.retry


def test_a_message_always_has_the_same_id(simulator: SimulatorPhone) -> None:
    message = Outbound(uuid4(), Identifier("phone", CUSTOMER), Text(body="Bonjour"))
    first, again = (simulator.adapter.send(simulator.access, message) for _ in range(2))
    assert first == again
    assert first != simulator.adapter.send(simulator.access, replace(message, message_id=uuid4()))
