"""Files of customers: fetched while the provider has them, kept encrypted, gone with the person."""

import pytest

from application.contacts import Contacts
from application.ports.messaging import File, MediaRefused
from domain.conversations.content import Media
from domain.fact import SYSTEM, Context
from tests.desk import Desk
from tests.drive import Drive, FakeProvider

PHOTO = Media(media="image", mime_type="image/jpeg", reference="f1", caption="Ma façade")


def test_a_photo_is_kept_encrypted_and_shown(drive: Drive) -> None:
    desk = Desk(drive)
    drive.provider.files["f1"] = File(b"des pixels", "image/jpeg")
    desk.writes(PHOTO)
    drive.run()
    photo = desk.messages()[0]
    assert photo.media == {"state": "kept", "mime_type": "image/jpeg", "size": 10}
    assert drive.house.files.fetch(desk.organisation_id, photo.message_id) == File(b"des pixels", "image/jpeg")
    with drive.house.pool.connection() as connection:
        [(sealed,)] = connection.execute("SELECT sealed FROM media.files").fetchall()
    assert b"pixels" not in sealed


def test_a_photo_without_words_is_handed_to_a_person(drive: Drive) -> None:
    desk = Desk(drive)
    drive.provider.files["f1"] = File(b"x", "image/jpeg")
    desk.writes(PHOTO.model_copy(update={"caption": ""}))
    drive.run()
    assert desk.conversations()[0].status == "waiting"


def test_a_file_that_cannot_be_kept_says_why(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(drive)
    tries = []

    def gone(self: FakeProvider, *args: object) -> File:
        tries.append(args)
        raise MediaRefused("Le fournisseur est occupé.", retry=len(tries) < 2)

    monkeypatch.setattr(FakeProvider, "fetch", gone)
    desk.writes(PHOTO)
    drive.run()
    assert desk.messages()[0].media is None
    drive.make_due()
    drive.run()
    assert desk.messages()[0].media == {"state": "refused", "reason": "Le fournisseur est occupé."}
    assert len(tries) == 2


def test_erasing_the_person_destroys_the_file_and_the_same_phone_is_a_new_person(drive: Drive) -> None:
    desk = Desk(drive)
    drive.provider.files["f1"] = File(b"x", "image/jpeg")
    desk.writes(PHOTO)
    drive.run()
    [before] = desk.conversations()
    photo = desk.messages()[0]
    contacts = Contacts(drive.house.bus, drive.house.ledger)
    contacts.erase(Context(desk.organisation_id, SYSTEM), before.contact_id)
    drive.run()
    assert drive.house.files.fetch(desk.organisation_id, photo.message_id) is None
    assert desk.messages()[0].content is None
    desk.writes("Bonjour, c'est encore moi")
    drive.run()
    after, _ = desk.conversations()
    assert after.contact_id != before.contact_id
    assert after.conversation_id != before.conversation_id
