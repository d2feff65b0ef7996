"""Taking in what providers tell, while other things happen."""

from uuid import UUID, uuid4

import pytest

from application.contacts import Contacts
from application.intake import Intake
from application.numbers import Numbers
from application.ports.indexes import BlindIndexes
from application.ports.messaging import InboundMessage, InboundReaction, Receipt
from application.taking import Gave, Origin
from domain.conversations.content import Text
from domain.fact import SYSTEM, Context
from domain.refusal import Refused
from tests.desk import ADA, BOB, Desk
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


class Poisoned:
    """Blind indexes that fail for one value."""

    def __init__(self, indexes: BlindIndexes) -> None:
        self._indexes = indexes

    def blind_index(self, *parts: object) -> UUID:
        if "poison" in parts:
            raise KeyError("poison")
        return self._indexes.blind_index(*parts)


def test_what_goes_wrong_with_one_of_many_is_nothing_to_the_others(drive: Drive) -> None:
    desk = Desk(drive)
    house, now = drive.house, drive.house.clock.now()
    origin = Origin(desk.organisation_id, desk.channel_id, now, uuid4())
    intake = Intake(house.bus, house.ledger, Poisoned(house.master_key), Numbers(house.bus, house.channels))
    items = [
        (origin, InboundMessage(id, [who], now, Text(body="Bonjour"))) for id, who in (("poison", ADA), ("m", BOB))
    ]
    wrong, gave = intake.take_each(items)
    assert isinstance(wrong, KeyError)
    assert isinstance(gave, Gave) and (gave.kind, gave.result) == ("message", "new")


def test_items_taken_together_give_what_each_would_give(drive: Drive) -> None:
    desk = Desk(drive)
    house, now = drive.house, drive.house.clock.now()
    origin = Origin(desk.organisation_id, desk.channel_id, now, uuid4())
    message = InboundMessage("m1", [ADA], now, Text(body="Bonjour"))
    reaction = InboundReaction("m2", "m1", [BOB], "👍", now)
    receipt = Receipt("unknown", "delivered", at=now)
    first = house.intake.take_each([(origin, message), (origin, reaction), (origin, receipt)])
    again = house.intake.take_each([(origin, message), (origin, reaction), (origin, receipt)])
    results = [[one.result if isinstance(one, Gave) else one for one in taken] for taken in (first, again)]
    assert results == [["new", "new", "held"], ["duplicate", "duplicate", "duplicate"]]
