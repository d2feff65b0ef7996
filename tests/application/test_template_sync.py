"""Templates are read when a channel is connected, every day, when the provider says so and when it finds fault."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.ports.messaging import (
    Failure,
    ProviderTemplate,
    Receipt,
    Retry,
    SendRefused,
    TemplateNotice,
    TemplatesUnavailable,
)
from application.templates import Synchronised, Templates
from domain.channels.template import template_id_of
from domain.channels.template_events import Variable, Wording
from domain.conversations.content import Parameter, Template
from domain.conversations.message_commands import QueueMessage
from domain.fact import SYSTEM, Actor, Context
from domain.refusal import Refused
from projections import template_syncs, templates
from tests.desk import Desk
from tests.drive import Drive

REMINDER = ProviderTemplate(
    key="rappel/fr",
    reference="42",
    name="rappel",
    language="fr",
    category="utility",
    status="approved",
    wording=Wording(body="Bonjour {{1}}", variables=(Variable(key="1", name="1"),)),
)
OTHER = replace(REMINDER, key="autre/fr", name="autre", reference="43")


def synchronise(desk: Desk) -> Synchronised:
    services = desk.drive.house.services()
    work = Templates(services.bus, services.channels, services.clock, services.reading)
    found = work.synchronise(Context(desk.organisation_id, SYSTEM), desk.channel_id, uuid4())
    desk.drive.run()
    return found


def shown(desk: Desk, **filters: Any) -> list[templates.TemplateRow]:
    with desk.drive.house.services().reading(desk.organisation_id) as connection:
        return list(templates.all_templates(connection, **filters).data)


def counts(found: Synchronised) -> tuple[int, int, int, int]:
    return found.added, found.changed, found.missing, found.unchanged


def reading_of(desk: Desk) -> template_syncs.TemplateSyncRow:
    with desk.drive.house.services().reading(desk.organisation_id) as connection:
        [row] = template_syncs.readings(connection, desk.channel_id)
    return row


def armed(drive: Drive) -> int:
    return sum(kind == "synchronise_templates" and state == "pending" for kind, state, _ in drive.effects())


def tells(desk: Desk, **news: Any) -> None:
    at = news.pop("at", desk.drive.house.clock.now())
    desk.drive.arrive(desk.organisation_id, desk.channel_id, TemplateNotice("rappel/fr", "rappel", "fr", at, **news))
    desk.drive.run()


def queue(desk: Desk, variables: tuple[Parameter, ...] = ()) -> UUID:
    """A person sends the reminder to Ada."""
    conversation, message_id, user_id = desk.conversations()[0], uuid4(), uuid4()
    desk.drive.house.bus.execute(
        Context(desk.organisation_id, Actor("user", user_id)),
        QueueMessage(
            message_id=message_id,
            conversation_id=conversation.conversation_id,
            contact_id=conversation.contact_id,
            channel_id=desk.channel_id,
            author="user",
            user_id=user_id,
            content=Template(
                template_id=template_id_of(desk.channel_id, "rappel/fr"),
                name="rappel",
                language="fr",
                reference="42",
                parameters=variables,
                body="Bonjour Ada",
            ),
            content_index=uuid4(),
            queued_at=desk.drive.house.clock.now(),
        ),
    )
    return message_id


@pytest.fixture
def desk(drive: Drive) -> Desk:
    drive.provider.listed = [REMINDER]
    desk = Desk(drive)
    desk.writes("Bonjour", late=30 * 3600)
    drive.run()
    return desk


def test_what_is_new_changed_gone_or_the_same_is_counted(desk: Desk) -> None:
    desk.drive.provider.listed = [REMINDER, OTHER]
    assert counts(synchronise(desk)) == (2, 0, 0, 0)
    assert counts(synchronise(desk)) == (0, 0, 0, 2)
    desk.drive.provider.listed = [replace(REMINDER, status="paused")]
    assert counts(synchronise(desk)) == (0, 1, 1, 0)
    assert [(row.name, row.status) for row in shown(desk)] == [("rappel", "paused")]
    assert [row.name for row in shown(desk, status="gone")] == ["autre"]
    desk.drive.provider.listed = [REMINDER, OTHER]
    synchronise(desk)
    assert [row.name for row in shown(desk)] == ["autre", "rappel"]


def test_a_list_that_could_not_be_had_changes_nothing_and_is_shown(desk: Desk) -> None:
    synchronise(desk)
    desk.drive.provider.listed = TemplatesUnavailable(Failure("190", "Le jeton a expiré."))
    with pytest.raises(Refused) as refused:
        synchronise(desk)
    assert (refused.value.code, refused.value.sentence) == ("TEMPLATES_UNAVAILABLE", "Le jeton a expiré.")
    desk.drive.run()
    assert len(shown(desk)) == 1
    row = reading_of(desk)
    assert row.synchronised_at is not None and row.failed_at is not None
    assert (row.code, row.reason) == ("190", "Le jeton a expiré.")
    desk.drive.provider.listed = [REMINDER]
    synchronise(desk)
    assert reading_of(desk).failed_at is None


def test_a_channel_is_read_once_connected_then_once_a_day(desk: Desk) -> None:
    drive = desk.drive
    assert armed(drive) == 1
    assert shown(desk) == []
    drive.make_due()
    drive.run()
    assert [row.name for row in shown(desk)] == ["rappel"]
    assert armed(drive) == 1  # tomorrow's
    for _ in range(3):
        synchronise(desk)
    assert armed(drive) == 1
    drive.make_due()
    drive.run()
    # Time did not pass: tomorrow's reading was performed today, and arms the same tomorrow, once.
    assert [state for kind, state, _ in drive.effects() if kind == "synchronise_templates"] == ["done", "done"]


def test_a_provider_that_does_not_answer_is_asked_again_then_tomorrow(desk: Desk) -> None:
    drive = desk.drive
    drive.provider.listed = TemplatesUnavailable(Failure("PROVIDER_UNREACHABLE", "Le fournisseur ne répond pas."))
    for _ in range(4):
        drive.make_due()
        drive.run()
    states = [state for kind, state, _ in drive.effects() if kind == "synchronise_templates"]
    assert "done" in states and "parked" not in states
    assert reading_of(desk).reason == "Le fournisseur ne répond pas."


def test_a_status_told_by_the_provider_is_shown_at_once_and_once(desk: Desk) -> None:
    synchronise(desk)
    at, heads = desk.drive.house.clock.now(), []
    for _ in range(2):
        tells(desk, status="paused", reason="Mal noté.", at=at)
        heads.append(desk.drive.house.ledger.head())
    [row] = shown(desk)
    assert (row.status, row.reason) == ("paused", "Mal noté.")
    assert heads[0] == heads[1]


def test_an_old_status_told_late_is_passed_over(desk: Desk) -> None:
    synchronise(desk)
    tells(desk, status="rejected", at=desk.drive.house.clock.now() - timedelta(days=2))
    assert shown(desk)[0].status == "approved"


def test_a_template_never_seen_is_read_within_a_minute(desk: Desk) -> None:
    desk.drive.provider.listed = []
    synchronise(desk)
    before = armed(desk.drive)
    desk.drive.provider.listed = [REMINDER]
    tells(desk, status="approved")
    tells(desk, status="approved", category="utility")
    assert armed(desk.drive) - before in {1, 2}  # one reading per minute, and a minute may have begun
    desk.drive.make_due()
    desk.drive.run()
    assert [row.status for row in shown(desk)] == ["approved"]


def test_a_deletion_takes_the_template_away(desk: Desk) -> None:
    synchronise(desk)
    tells(desk, gone=True)
    assert shown(desk) == []


def test_a_template_leaves_outside_the_window(desk: Desk) -> None:
    synchronise(desk)
    queue(desk, (Parameter(part="body", name="1", value="Ada"),))
    desk.drive.run()
    [sent] = desk.drive.provider.sent
    assert isinstance(sent.content, Template) and sent.content.parameters[0].value == "Ada"
    assert desk.messages()[-1].status == "sent"


def test_a_template_paused_between_queue_and_send_does_not_leave(desk: Desk) -> None:
    synchronise(desk)
    queue(desk)
    desk.drive.provider.listed = [replace(REMINDER, status="paused")]
    services = desk.drive.house.services()
    work = Templates(services.bus, services.channels, services.clock, services.reading)
    work.synchronise(Context(desk.organisation_id, SYSTEM), desk.channel_id, uuid4())
    desk.drive.run()
    failed = desk.messages()[-1]
    assert (failed.status, failed.code) == ("failed", "TEMPLATE_PAUSED")
    assert "prenez-en un autre" in failed.reason
    assert desk.drive.provider.sent == []


@pytest.mark.parametrize(("code", "status"), [("132015", "paused"), ("132016", "disabled")])
def test_a_fault_that_the_provider_finds_is_the_templates_status(desk: Desk, code: str, status: str) -> None:
    synchronise(desk)
    desk.drive.provider.answers = [SendRefused(Failure(code, "Modèle refusé."), Retry.NEVER)]
    queue(desk)
    desk.drive.run()
    assert desk.messages()[-1].status == "failed"
    assert shown(desk)[0].status == status


def test_a_fault_told_later_counts_as_well(desk: Desk) -> None:
    synchronise(desk)
    message_id = queue(desk)
    desk.drive.run()
    failure = Failure("132015", "Modèle suspendu.")
    receipt = Receipt(f"out-{message_id}", "failed", desk.drive.house.clock.now(), None, failure)
    desk.drive.arrive(desk.organisation_id, desk.channel_id, receipt)
    desk.drive.run()
    assert shown(desk)[0].status == "paused"


def test_a_template_that_does_not_match_is_read_again(desk: Desk) -> None:
    synchronise(desk)
    desk.drive.provider.answers = [SendRefused(Failure("132000", "Resynchronisez."), Retry.NEVER)]
    desk.drive.provider.listed = [replace(REMINDER, wording=Wording(body="Bonjour"))]
    queue(desk)
    desk.drive.run()
    assert shown(desk)[0].body == "Bonjour {{1}}"
    desk.drive.make_due()
    desk.drive.run()
    assert shown(desk)[0].body == "Bonjour"


def test_a_fault_of_something_else_than_a_template_changes_nothing(desk: Desk) -> None:
    synchronise(desk)
    desk.writes("Bonjour")
    desk.drive.run()
    desk.drive.provider.answers = [SendRefused(Failure("132015", "Modèle suspendu."), Retry.NEVER)]
    desk.person_writes("Un texte")
    desk.drive.run()
    assert shown(desk)[0].status == "approved"


def test_what_is_told_to_one_number_holds_for_the_others_of_the_account(desk: Desk) -> None:
    synchronise(desk)
    second = desk.drive.channel(desk.organisation_id, "+33100000001")
    services = desk.drive.house.services()
    work = Templates(services.bus, services.channels, services.clock, services.reading)
    work.synchronise(Context(desk.organisation_id, SYSTEM), second, uuid4())
    desk.drive.run()
    tells(desk, status="paused", reason="Mal noté.")
    assert [(row.status, row.reason) for row in shown(desk, channel_id=second)] == [("paused", "Mal noté.")]
    before = armed(desk.drive)
    tells(desk, changed=True)
    assert armed(desk.drive) == before + 2  # both are read again
    tells(desk, gone=True)
    assert shown(desk) == []
