"""What holds for every read model: facts applied twice change nothing, in pages of any size, rebuilt or not."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from adapters.messaging.simulator.templates import TEMPLATES
from adapters.projector.generations import generations
from adapters.projector.tables import Table
from application.contacts import Contacts
from application.licence_rows import Act, licence_of
from application.licensing import LicenceDesk, NewLicence
from application.numbers import noted
from application.ports.batch_files import BatchFile
from application.ports.connecting import NumberNotice
from application.ports.messaging import Failure, File, Identifier, InboundReaction, Retry, SendRefused, SendUncertain
from domain.channels.channel import RenameChannel, RetireChannelCredentials, RotateChannelCredentials
from domain.channels.number import LiftRestriction, NoteCheck
from domain.conversations.content import Location, Media
from domain.conversations.conversation_commands import (
    AssignConversation,
    Escalate,
    MuteConversation,
    SeeConversation,
    SnoozeConversation,
    UnassignConversation,
    WakeConversation,
)
from domain.fact import SYSTEM, Context, Fact
from domain.licensing.licence_commands import MoveLicence, NoteDelivery
from domain.tenancy.api_key import IssueApiKey, RevokeApiKey, keys_of
from domain.tenancy.invitation import InviteMember, NoteInvitationMail, WithdrawInvitation
from domain.tenancy.organisation import EditOrganisation, ReactivateOrganisation, SuspendOrganisation
from domain.tenancy.plan_changes import ChangePlan
from domain.tenancy.session import EndSession, OpenSession, RefreshSession
from domain.tenancy.staff_visit import EndStaffVisit, OpenStaffVisit
from domain.tenancy.user import ChangePermissions, ChangeRole, ReactivateUser, RegisterUser, SuspendUser
from projections import catalogue
from projections.projection import Leaf
from runtime.rebuild import rebuild
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive


def a_day(drive: Drive, erased: Identifier = BOB) -> list[Fact[Any]]:
    """Some of everything, and one customer erased at the end."""
    drive.provider.listed = list(TEMPLATES)
    desk = Desk(drive)
    drive.make_due()  # the first reading of the templates
    context = Context(desk.organisation_id, SYSTEM)
    marc, zoe = uuid4(), uuid4()
    for user_id, name in ((marc, "Marc"), (zoe, "Zoé")):
        drive.house.bus.execute(
            context, RegisterUser(user_id=user_id, email=f"{name}@x.fr", user_name=name, role="agent")
        )
    drive.run()
    first = desk.writes("Bonjour, quels sont vos horaires ?")
    desk.writes("Et le parking ?", who=BOB, name="Bob")
    drive.run()
    drive.arrive(
        desk.organisation_id, desk.channel_id, InboundReaction("r1", first, [ADA], "👍", drive.house.clock.now())
    )
    corrected, deleted = desk.writes("Mardi ?"), desk.writes("Mon code est 4242")
    desk.edits(corrected, "Jeudi ?")
    desk.deletes(deleted)
    desk.writes("STOP", who=BOB, name="Bob")
    desk.prefers(False)
    drive.provider.files["f1"] = File(b"photo", "image/jpeg")
    desk.writes(Media(media="image", mime_type="image/jpeg", reference="f1"), who=BOB, name="Bob")
    desk.writes(Location(latitude=48.85, longitude=2.35), who=BOB, name="Bob")
    drive.provider.answers = [SendUncertain()]
    desk.person_writes("Je regarde.")
    drive.run()
    line = desk.conversations()[0]
    ids = {"conversation_id": line.conversation_id}
    now = drive.house.clock.now()
    for act in (
        Escalate(**ids, reason="other"),
        AssignConversation(**ids, user_id=zoe),
        SnoozeConversation(**ids, until=now + timedelta(hours=1), now=now),
        WakeConversation(**ids, cause="person"),
        UnassignConversation(**ids),
        MuteConversation(**ids),
        SeeConversation(**ids, user_id=marc, up_to=line.last_message_id),
    ):
        drive.house.bus.execute(context, act)
        drive.run()
    for row in desk.messages(0) + desk.messages(1):
        if row.author != "contact":
            desk.receipt(f"out-{row.message_id}", "delivered", our_id=row.message_id)
    drive.run()
    drive.provider.answers = [SendRefused(Failure("131026", "Injoignable."), Retry.NEVER)]
    desk.person_writes("Et voilà.")
    _told_by_the_provider(drive, desk)
    _people(drive, desk.organisation_id, marc, zoe)
    _batches(drive, desk.organisation_id)
    buyer = _licences(drive, desk.organisation_id)
    drive.run()
    desk.receipt("nobody-knows", "delivered")
    gone = next(line.contact_id for line in desk.conversations() if line.address == erased.value)
    for contact_id in (gone, buyer):
        Contacts(drive.house.bus, drive.house.ledger).erase(Context(desk.organisation_id, SYSTEM), contact_id)
    drive.run()
    return list(drive.house.ledger.page(0, 10_000))


def _licences(drive: Drive, organisation_id: UUID) -> UUID:
    """All that can become of a licence, of Cléo and of Awa. Gives the contact of Cléo."""
    house, context, kept, lost, letter = drive.house, Context(organisation_id, SYSTEM), *(uuid4() for _ in range(3))
    desk = LicenceDesk(house.bus, house.ledger, house.master_key, house.clock)
    for licence_id, name in ((kept, "awa"), (lost, "cleo")):
        desk.issue(context, licence_id, NewLicence(f"{name}@exemple.fr", f"HW-{name}", "premium", notes=f"De {name}"))
        desk.suspend(context, licence_id, f"Attend {name}")
    desk.reinstate(context, kept)
    desk.renew(context, kept, uuid4(), "expiry", 30)
    desk.extend(context, kept, uuid4(), 7, "Geste")
    desk.change_plan(context, kept, "enterprise")
    desk.amend(context, kept, "stripe", False, "Facture 42")
    desk.transfer(context, lost, "HW-cleo-2")
    late = house.clock.now() + timedelta(days=300)
    house.bus.execute(
        context,
        NoteDelivery(licence_id=kept, at=late, delivery_id=letter, outcome="sent"),
        MoveLicence(licence_id=kept, at=late),
    )
    drive.run()
    desk.revoke(context, lost, "other", "Volée à cleo")
    return desk.state(organisation_id, lost).contact_id


def _people(drive: Drive, organisation_id: UUID, marc: UUID, zoe: UUID) -> None:
    """All that can become of members, sessions, invitations and keys."""
    now, here, there, first, second = drive.house.clock.now(), *(uuid4() for _ in range(4))
    visit, nadia, home = (uuid4() for _ in range(3))
    later = now + timedelta(hours=1)
    drive.house.bus.execute(
        Context(organisation_id, SYSTEM, ip="203.0.113.7", user_agent="Firefox/140"),
        ChangePlan(organisation_id=organisation_id, plan="professional"),
        ChangeRole(user_id=marc, role="manager"),
        ChangePermissions(user_id=marc, granted=("members.invite",), withdrawn=("contacts.erase",)),
        SuspendUser(user_id=zoe, reason="En congé."),
        OpenSession(session_id=here, user_id=marc, epoch=1, ends_at=later),
        RefreshSession(session_id=here, generation=1, at=now),
        OpenSession(session_id=there, user_id=zoe, epoch=1, ends_at=later),
        EndSession(session_id=there, reason="revoked"),
        InviteMember(invitation_id=first, email="a@exemple.fr", user_name="Ana", role="agent", ends_at=later),
        NoteInvitationMail(invitation_id=first, outcome="failed", code="550"),
        InviteMember(invitation_id=second, email="k@exemple.fr", user_name="Karl", role="agent", ends_at=later),
        WithdrawInvitation(invitation_id=second),
        OpenStaffVisit(
            visit_id=visit,
            staff_id=nadia,
            staff_name="Nadia",
            home_id=home,
            visited_id=organisation_id,
            epoch=1,
            reason="Ticket 42",
            at=now,
        ),
        EndStaffVisit(visit_id=visit, reason="left"),
        EditOrganisation(
            organisation_id=organisation_id, organisation_name="Institut Lumière", time_zone="Africa/Douala"
        ),
        SuspendOrganisation(organisation_id=organisation_id, reason="Impayé"),
        ReactivateOrganisation(organisation_id=organisation_id),
        *(_key(organisation_id, key_id, now) for key_id in (first, second)),
        RevokeApiKey(keys_id=keys_of(organisation_id), key_id=second),
    )
    drive.run()
    drive.house.bus.execute(Context(organisation_id, SYSTEM), ReactivateUser(user_id=zoe))


def _key(organisation_id: UUID, key_id: UUID, at: datetime) -> IssueApiKey:
    return IssueApiKey(
        keys_id=keys_of(organisation_id),
        key_id=key_id,
        key_name="Boutique",
        scopes=("contacts.read", "conversations.answer"),
        hint="x7Qz",
        secret_version=1,
        ends_at=None,
        at=at,
    )


def _batches(drive: Drive, organisation_id: UUID) -> None:
    """Licences from a file, an act on some, and the import taken back but for these."""
    context, batches = Context(organisation_id, SYSTEM), drive.house.batches
    content = b"email,hwid,plan\nawa@exemple.fr,HW-1,premium\nx,HW-2,starter\nzoe@exemple.fr,HW-3,starter\n"
    imported, act, stopped = uuid4(), uuid4(), uuid4()
    batches.try_import(context, imported, BatchFile("clients.csv", content))
    batches.start(context, imported)
    drive.run()
    batches.try_act(context, act, [licence_of(imported, 1), uuid4()], Act("extend", days=7, words="Panne"))
    batches.start(context, act)
    drive.run()
    batches.try_act(context, stopped, [licence_of(imported, 1)], Act("change_plan", plan="starter"))
    batches.start(context, stopped)
    batches.stop(context, stopped)
    batches.undo(context, imported)
    drive.run()


def _told_by_the_provider(drive: Drive, desk: Desk) -> None:
    """All that can become of a channel."""
    now, channel_id = drive.house.clock.now(), desk.channel_id
    for version in (2, 3):
        drive.house.vault.put(desk.organisation_id, f"channel:{channel_id}", version, {"token": "t"})
    notice = NumberNotice("n", "", "low", 250, restricted=[("A", now), ("B", None)])
    drive.house.bus.execute(
        Context(desk.organisation_id, SYSTEM),
        RenameChannel(channel_id=channel_id, label="Boutique"),
        RotateChannelCredentials(channel_id=channel_id, credentials_version=2, replaces=1),
        RotateChannelCredentials(channel_id=channel_id, credentials_version=3, replaces=2),
        RetireChannelCredentials(channel_id=channel_id, before=2),
        NoteCheck(channel_id=channel_id, ok=True, findings={"WELL": "ok"}, number="+33700000042", checked_at=now),
        *noted(channel_id, notice, now),
        LiftRestriction(channel_id=channel_id, restriction="B", at=now + timedelta(minutes=1)),
    )


def rows(drive: Drive) -> dict[str, list[tuple[object, ...]]]:
    return {name: drive.table(name) for name in catalogue.load()}


def tables(drive: Drive) -> list[Table]:
    with drive.house.pool.connection() as connection:
        live = [unit for unit in generations(connection) if unit.state == "live"]
    return [unit.table(catalogue.load()[unit.name]) for unit in live]


def test_facts_applied_twice_change_nothing(drive: Drive) -> None:
    facts = a_day(drive)
    before = rows(drive)
    filled = ("inbox", "thread", "timeline", "overview", "contacts", "faqs", "channels", "failed_sends")
    assert all(before[name] for name in (*filled, "templates", "template_syncs", "notifications"))
    assert all(before[name] for name in ("people", "sessions", "invitations", "tenants", "visits"))
    assert all(before[name] for name in ("organisations", "usage", "acts", "licences", "licence_acts"))
    assert all(before[name] for name in ("activity", "sends", "turns", "held_receipts"))
    with psycopg.connect(drive.house.dsn("projector"), autocommit=True) as connection:
        for table in tables(drive):
            table.apply(connection, Leaf(facts))
            for fact in facts:
                table.apply(connection, Leaf([fact]))
    assert rows(drive) == before


def test_a_rebuild_gives_the_same_rows_and_is_shown_when_it_has_caught_up(drive: Drive) -> None:
    a_day(drive)
    before = rows(drive)
    rebuild(drive.house.settings, [])
    assert rows(drive) == before  # the old ones are shown meanwhile
    drive.run()
    with drive.house.pool.connection() as connection:
        states = {(unit.generation, unit.state) for unit in generations(connection)}
    assert states == {(1, "retired"), (2, "live")}
    assert rows(drive) == before


@pytest.mark.parametrize("page", [1, 7])
def test_the_size_of_the_pages_changes_nothing(drive: Drive, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    a_day(drive)
    before = rows(drive)
    monkeypatch.setattr("adapters.projector.runner.PAGE", page)
    rebuild(drive.house.settings, [])
    drive.run()
    assert rows(drive) == before


@pytest.mark.parametrize(("erased", "name", "other"), [(ADA, "Ada", "Bob"), (BOB, "Bob", "Ada")])
def test_nothing_of_an_erased_person_is_left_to_read(drive: Drive, erased: Identifier, name: str, other: str) -> None:
    a_day(drive, erased)
    text = repr(rows(drive))
    assert other in text
    assert name not in text and erased.value not in text
    assert "awa@exemple.fr" in text and "cleo" not in text
