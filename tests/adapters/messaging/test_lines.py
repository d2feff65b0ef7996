"""What is known of a message when the line fails, over real connections."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from adapters.messaging.http import pooled
from application.ports.messaging import Identifier, NotSent, Outbound, SendUncertain
from domain.conversations.content import Text
from tests.adapters.messaging import lines
from tests.adapters.messaging.phones import CUSTOMER, Reached

MESSAGE = Outbound(message_id=uuid4(), to=Identifier("phone", CUSTOMER), content=Text(body="Bonjour"))


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with pooled(0.3) as client:
        yield client


@pytest.mark.parametrize(
    "behaviour",
    [lines.hung_up, lines.cut_after_reading, lines.cut_while_answering, lines.silent, lines.rambling],
    ids=lambda behaviour: behaviour.__name__,
)
def test_once_connected_nobody_can_tell(reached: Reached, client: httpx.Client, behaviour: lines.Behaviour) -> None:
    with lines.server(behaviour) as base_url, pytest.raises(SendUncertain):
        reached.at(base_url, client).send(reached.access, MESSAGE)


def test_where_nobody_listens_nothing_was_sent(reached: Reached, client: httpx.Client) -> None:
    with pytest.raises(NotSent):
        reached.at(lines.nobody(), client).send(reached.access, MESSAGE)


def test_a_name_nobody_knows_was_sent_nothing(reached: Reached, client: httpx.Client) -> None:
    with pytest.raises(NotSent):
        reached.at("http://nowhere.invalid", client).send(reached.access, MESSAGE)
