"""Taking in what providers tell, while other things happen."""

from uuid import uuid4

import pytest

from application.contacts import Contacts
from application.intake import Intake, Origin
from application.numbers import Numbers
from application.ports.messaging import InboundMessage
from domain.conversations.content import Text
from domain.fact import SYSTEM, Context
from domain.refusal import Refused
from tests.desk import ADA, Desk
from tests.drive import Drive
from tests.meanwhile import Meanwhile


def test_a_message_of_somebody_forgotten_meanwhile_brings_nobody_back(drive: Drive) -> None:
    desk = Desk(drive)
    desk.writes("Bonjour")
    drive.run()
    [before] = desk.conversations()
    house, now = drive.house, drive.house.clock.now()
    contacts = Contacts(house.bus, house.ledger)
    ledger = Meanwhile(house.ledger, lambda: contacts.erase(Context(desk.organisation_id, SYSTEM), before.contact_id))
    origin = Origin(desk.organisation_id, desk.channel_id, now, uuid4())
    intake = Intake(house.bus, ledger, house.master_key, Numbers(house.bus, house.channels))
    with pytest.raises(Refused, match="CONTACT_ERASED"):
        intake.take(origin, InboundMessage("m2", [ADA], now, Text(body="Encore moi"), profile_name="Ada"))
    drive.run()
    assert {one.contact_id for one in desk.conversations()} == {before.contact_id}
    desk.writes("C'est encore moi")
    drive.run()
    assert len({one.contact_id for one in desk.conversations()}) == 2
