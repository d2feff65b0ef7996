"""Whoever buys a licence gets it by mail, once, with its file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.licence_files.signer import Ed25519Licences
from adapters.licence_files.verifier import verify
from application.contacts import Contacts
from application.effects.mail_licence import MOST_ATTEMPTS, in_words
from application.licensing import NewLicence
from application.ports.mail import Letter, MailNotSent, MailRefused, MailUncertain
from application.ports.pace import Route, Wait
from domain.licensing.licence_commands import SendLicence
from domain.licensing.licence_events import LicenceDelivered
from projections import catalogue
from tests.drive import Drive
from tests.licences import Seller


@dataclass
class Post:
    """The mails port: a test says what the server answers."""

    sent: list[Letter] = field(default_factory=list)
    answers: list[Exception] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append(letter)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def seller(drive: Drive, post: Post) -> Seller:
    seller = Seller(drive)
    drive.performer = drive.performer_with(clock=seller.clock, mails=post)
    return seller


def test_a_sale_of_the_past_is_no_news(drive: Drive, seller: Seller, post: Post) -> None:
    then = replace(seller.context, happened_at=seller.clock.now() - timedelta(days=30))
    seller.desk.issue(then, uuid4(), NewLicence("awa@exemple.fr", "HW-9", "premium"))
    drive.run()
    assert post.sent == []


def test_a_customer_is_told_of_a_revocation_when_somebody_wants_it(drive: Drive, seller: Seller, post: Post) -> None:
    told, quiet = seller.sells(), seller.sells(hwid="HW-2")
    drive.run()
    post.sent.clear()
    for _ in range(2):
        seller.desk.revoke(seller.context, told, "fraud", "", told=True)
        seller.desk.revoke(seller.context, quiet, "fraud", "")
        drive.run()
    [letter] = post.sent
    assert (letter.to, letter.subject) == ("awa@exemple.fr", "Votre licence Institut Lumière est révoquée")
    assert letter.attachments == ()
    assert [len(outcomes(seller, one)) for one in (told, quiet)] == [2, 1]


def outcomes(seller: Seller, licence_id: UUID) -> list[tuple[str, str]]:
    facts = [fact.event for fact in seller.facts(licence_id)]
    return [(event.outcome, event.code) for event in facts if isinstance(event, LicenceDelivered)]


def test_a_licence_is_mailed_with_its_file(drive: Drive, seller: Seller, post: Post) -> None:
    licence_id = seller.sells()
    drive.run()
    [letter] = post.sent
    assert (letter.to, letter.subject) == ("awa@exemple.fr", "Votre licence Institut Lumière")
    assert f"Clé : {seller.key(licence_id)}\n" in letter.text and "licence Premium" in letter.text
    assert in_words(seller.issued(licence_id).ends_at, "Europe/Paris") in letter.text
    [file] = letter.attachments
    key = Ed25519Licences(drive.house.master_key).public_key(seller.organisation_id).text
    verdict = verify(file.content, key, hwid="HW-1", at=seller.clock.now())
    assert file.name == "license.key" and verdict.valid and verdict.licence is not None
    assert verdict.licence["position"] == seller.facts(licence_id)[0].sequence
    assert outcomes(seller, licence_id) == [("sent", "")]


def test_it_is_mailed_again_once_for_each_asking(drive: Drive, seller: Seller, post: Post) -> None:
    licence_id, act_id = seller.sells(), uuid4()
    for _ in range(2):
        drive.house.bus.execute(
            seller.context, SendLicence(licence_id=licence_id, at=seller.clock.now(), act_id=act_id)
        )
        drive.run()
    assert len(post.sent) == 2 and len({letter.mail_id for letter in post.sent}) == 2
    assert outcomes(seller, licence_id) == [("sent", "")] * 2


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [(MailRefused("550"), ("failed", "550")), (MailUncertain(), ("uncertain", ""))],
)
def test_what_became_of_it_is_noted(
    drive: Drive, seller: Seller, post: Post, trouble: Exception, outcome: tuple[str, str]
) -> None:
    post.answers = [trouble]
    licence_id = seller.sells()
    drive.run()
    drive.make_due()
    drive.run()
    assert outcomes(seller, licence_id) == [outcome] and post.sent == []


def test_a_server_that_is_away_is_asked_again_and_not_for_ever(drive: Drive, seller: Seller, post: Post) -> None:
    post.answers = [MailNotSent("UNREACHABLE")]
    licence_id = seller.sells()
    drive.run()
    assert outcomes(seller, licence_id) == []
    drive.make_due()
    drive.run()
    assert outcomes(seller, licence_id) == [("sent", "")]
    post.answers = [MailNotSent("421") for _ in range(MOST_ATTEMPTS)]
    other = seller.sells("lea@exemple.fr", "HW-2")
    for _ in range(MOST_ATTEMPTS):
        drive.make_due()
        drive.run()
    assert outcomes(seller, other) == [("failed", "421")] and post.answers == []


def test_nothing_is_sent_of_a_licence_that_was_revoked_meanwhile(drive: Drive, seller: Seller, post: Post) -> None:
    licence_id = seller.sells()
    seller.desk.revoke(seller.context, licence_id, "fraud", "")
    drive.run()
    assert post.sent == [] and outcomes(seller, licence_id) == []


@dataclass
class Crowded:
    """A pacemaker that has no room for a while."""

    reserved: list[tuple[str, Route]] = field(default_factory=list)
    full: bool = True

    def reserve(self, send: str, route: Route) -> Wait | None:
        self.reserved.append((send, route))
        return Wait(timedelta(hours=1), alone=False) if self.full else None

    @contextmanager
    def calling(self, send: str, route: Route) -> Iterator[None]:
        yield

    def slow(self, number: UUID) -> None: ...

    def hold(self, id: UUID, wait: timedelta) -> None: ...


def test_letters_leave_at_their_pace(drive: Drive, seller: Seller, post: Post) -> None:
    pace = Crowded()
    drive.performer = drive.performer_with(clock=seller.clock, mails=post, pace=pace, letters_per_minute=120)
    licences = [seller.sells(f"c{n}@exemple.fr", f"HW-{n}", import_id=uuid4()) for n in range(3)]
    drive.run()
    assert post.sent == [] and {route.per_second for _, route in pace.reserved} == {2.0}
    assert len({route.number for _, route in pace.reserved}) == 1, "one way out for all"
    before = {send for send, _ in pace.reserved}
    pace.full = False
    drive.make_due()
    drive.run()
    assert {send for send, _ in pace.reserved} == before, "who waits keeps its place"
    assert [outcomes(seller, one) for one in licences] == [[("sent", "")]] * 3


def test_those_of_an_import_give_way(drive: Drive, seller: Seller) -> None:
    seller.sells()
    seller.sells("lea@exemple.fr", "HW-2", import_id=uuid4())
    while drive.policies.advance():
        pass
    with drive.house.pool.connection() as connection:
        rows = connection.execute(
            "SELECT priority FROM outbox.effects WHERE kind = 'mail_licence' ORDER BY priority"
        ).fetchall()
    assert rows == [(0,), (10,)]


def test_a_letter_is_kept_with_its_file_where_there_is_no_server(drive: Drive) -> None:
    seller = Seller(drive)
    licence_id = seller.sells()
    drive.run()
    [kept] = drive.house.mailbox.kept(seller.organisation_id).data
    [file] = kept.attachments
    assert (file.name, file.content[:10]) == ("license.key", b"-----BEGIN")
    with drive.house.pool.connection() as connection:
        [(sealed,)] = connection.execute("SELECT sealed FROM mail.letters").fetchall()
    assert seller.key(licence_id).encode() not in sealed and b"BEGIN" not in sealed


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        (datetime(2026, 1, 31, 23, 5, tzinfo=UTC), "Europe/Paris", "1er février 2026 à 0 h 05"),
        (datetime(2026, 7, 14, 10, tzinfo=UTC), "Europe/Paris", "14 juillet 2026 à 12 h 00"),
        (datetime(2026, 8, 2, 1, tzinfo=UTC), "America/Martinique", "1er août 2026 à 21 h 00"),
    ],
)
def test_instants_are_told_by_the_clocks_of_the_seller(at: datetime, zone: str, words: str) -> None:
    assert in_words(at, zone) == words


# Erasure


def erase(drive: Drive, seller: Seller, licence_id: UUID) -> None:
    contacts = Contacts(drive.house.bus, drive.house.ledger)
    contacts.erase(seller.context, seller.issued(licence_id).contact_id)


def test_whoever_is_forgotten_has_no_licence_and_leaves_nothing(drive: Drive) -> None:
    seller = Seller(drive)
    ids = [seller.sells(hwid=f"Machine-secrète-{n}") for n in range(3)]
    other = seller.sells("lea@exemple.fr", "HW-2")
    drive.run()
    seen = [seller.key(one) for one in ids]
    erase(drive, seller, ids[0])
    drive.run()
    for one in ids:
        assert seller.facts(one)[-1].event.reason == "erased"
        assert "effacée" in str(seller.issued(one).key)
    assert "LicenceRevoked" not in seller.told(other)
    assert [letter.text.count("Clé") for letter in drive.house.mailbox.kept(seller.organisation_id).data] == [1]
    everything = all_that_is_kept(drive)
    assert not any(secret in everything for secret in ["awa@exemple.fr", "Machine-secrète", *seen])
    assert "licensing.LicenceIssued" in everything


def test_their_machines_are_free_for_others(drive: Drive) -> None:
    seller = Seller(drive)
    erase(drive, seller, seller.sells())
    drive.run()
    assert seller.told(seller.sells("lea@exemple.fr"))[:1] == ["LicenceIssued"]


def test_a_licence_sold_at_the_instant_its_buyer_was_forgotten_is_revoked_too(drive: Drive) -> None:
    seller = Seller(drive)
    first, late = seller.sells(), uuid4()

    selling = seller.desk.issuing(seller.organisation_id, late, NewLicence("awa@exemple.fr", "HW-2", "premium"))
    erase(drive, seller, first)
    drive.run()
    drive.house.bus.execute(seller.context, *selling)
    drive.run()
    assert seller.told(late) == ["LicenceIssued", "LicenceRevoked"]
    assert drive.house.mailbox.kept(seller.organisation_id).data == []


def all_that_is_kept(drive: Drive) -> str:
    """Every row of every table, as text."""
    with drive.house.pool.connection() as connection:
        found: list[Any] = connection.execute("SELECT name, state FROM ledger.facts").fetchall()
        found += connection.execute("SELECT refs, last_error FROM outbox.effects").fetchall()
        found += connection.execute("SELECT sealed FROM mail.letters").fetchall()
    values = [value for row in found for value in row]
    text = " ".join(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in values)
    return text + " ".join(repr(drive.table(name)) for name in catalogue.load())
