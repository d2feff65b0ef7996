"""Credentials that are replaced while messages leave and webhooks come: no gap, no dead ones, no lost update."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest

from adapters.journal.of_channel import JournalOfChannel
from application.bus import Bus
from application.channel_check import Checks
from application.channel_credentials import Credentials
from application.channels import Channels
from application.policies.credentials import BELIEVED
from application.ports.connecting import Checkup, Finding
from application.ports.messaging import Accepted, ChannelAccess, Failure, Outbound, Retry, SendRefused
from application.webhooks import Gate, SignatureInvalid
from domain.channels.channel import Channel, SuspendChannel, channel
from domain.fact import SYSTEM, Actor, Context
from domain.refusal import Refused
from projections import channels, failed_sends
from runtime.composition import House
from tests.adapters.messaging.phones import SimulatorPhone
from tests.desk import Desk
from tests.drive import SILENT, WELL, Drive

BAD = Finding("TOKEN_INVALID", "error", "credentials", "Le jeton est refusé.", "Prenez-en un autre.")
DEAD = SendRefused(Failure("190", "Le jeton d'accès Meta n'est plus valable."), Retry.CHANNEL)


@contextmanager
def credentials(house: House, bus: Bus | None = None) -> Iterator[Credentials]:
    with ThreadPoolExecutor(2) as threads:
        checks = Checks(house.bus, house.channels, JournalOfChannel(house.pool), house.clock, "https://p", threads)
        yield Credentials(bus or house.bus, house.vault, house.channels, checks)


def another_process(house: House) -> Channels:
    return Channels(house.bus, house.vault, house.master_key, house.channels.providers)


def state(house: House, organisation_id: UUID, channel_id: UUID) -> Channel:
    found: Channel = house.bus.state(channel, (organisation_id, channel_id))
    return found


def stored_versions(house: House, channel_id: UUID) -> list[int]:
    with house.keys_pool.connection() as connection:
        rows = connection.execute(
            "SELECT version FROM keys.secrets WHERE name = %s ORDER BY version", [f"channel:{channel_id}"]
        ).fetchall()
    return [version for (version,) in rows]


@pytest.fixture
def desk(drive: Drive) -> Desk:
    return Desk(drive)


def rotate(desk: Desk, token: str = "new", *, force: bool = False) -> int:
    with credentials(desk.drive.house) as these:
        context = Context(desk.organisation_id, SYSTEM)
        return these.rotate(context, desk.channel_id, {"token": token}, force=force).sequence


def test_the_next_send_of_every_process_uses_the_new_ones(desk: Desk) -> None:
    other = another_process(desk.drive.house)
    for process in (desk.drive.house.channels, other):
        before = process.use(desk.organisation_id, desk.channel_id)
        assert before is not None and before.access.secrets == {"token": "t"}
    rotate(desk)
    for process in (desk.drive.house.channels, other):
        after = process.use(desk.organisation_id, desk.channel_id)
        assert after is not None and after.access.secrets == {"token": "new"}
        assert [access.secrets for access in after.former] == [{"token": "t"}]


def test_the_provider_is_asked_first_and_nothing_changes_when_it_says_no(desk: Desk) -> None:
    desk.drive.provider.checkup = Checkup([BAD])
    with pytest.raises(Refused) as refused:
        rotate(desk)
    assert (refused.value.code, refused.value.field) == ("CHANNEL_CREDENTIALS_REFUSED", "secrets")
    assert "Prenez-en un autre." in refused.value.sentence
    assert stored_versions(desk.drive.house, desk.channel_id) == [1]
    rotate(desk, force=True)
    assert stored_versions(desk.drive.house, desk.channel_id) == [1, 2]


def test_a_provider_that_does_not_answer_proves_nothing(desk: Desk) -> None:
    desk.drive.provider.checkup = Checkup([SILENT])
    with pytest.raises(Refused) as refused:
        rotate(desk)
    assert (refused.value.code, refused.value.field) == ("CHANNEL_CREDENTIALS_REFUSED", None)


def test_the_same_ones_a_second_time_change_nothing(desk: Desk) -> None:
    assert rotate(desk) == rotate(desk)
    assert stored_versions(desk.drive.house, desk.channel_id) == [1, 2]


@pytest.mark.parametrize(
    ("secrets", "code"),
    [
        ({}, "CHANNEL_SECRET_MISSING"),
        ({"token": " "}, "CHANNEL_SECRET_MISSING"),
        ({"x": "y"}, "CHANNEL_SECRET_UNEXPECTED"),
    ],
)
def test_only_what_the_provider_knows_is_replaced(desk: Desk, secrets: dict[str, str], code: str) -> None:
    with credentials(desk.drive.house) as these, pytest.raises(Refused) as refused:
        these.rotate(Context(desk.organisation_id, SYSTEM), desk.channel_id, secrets, force=False)
    assert refused.value.code == code
    assert (refused.value.field or "").startswith("secrets")


def test_two_people_at_once_never_undo_each_other(desk: Desk) -> None:
    """All start from the same version: one wins, and the others are told; nothing of theirs is left."""
    house, context = desk.drive.house, Context(desk.organisation_id, SYSTEM)

    def one(n: int) -> str:
        try:
            these.rotate(context, desk.channel_id, {"token": f"t{n}"}, force=True)
        except Refused as refused:
            return refused.code
        return f"t{n}"

    with credentials(house) as these, ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(one, range(8)))
    won = [outcome for outcome in outcomes if outcome != "CHANNEL_CREDENTIALS_REPLACED"]
    in_use = house.channels.use(desk.organisation_id, desk.channel_id)
    assert in_use is not None
    assert in_use.access.secrets["token"] in won
    known = state(house, desk.organisation_id, desk.channel_id)
    assert stored_versions(house, desk.channel_id) == sorted({*known.former, known.credentials_version})


def test_who_comes_second_is_told_and_leaves_nothing_behind(desk: Desk) -> None:
    """Somebody else replaces them while the provider is being asked."""
    house = desk.drive.house

    def meanwhile(access: ChannelAccess, webhook_url: str) -> Checkup:
        rotate(desk, "theirs", force=True)
        return Checkup([WELL])

    desk.drive.provider.check = meanwhile  # type: ignore[method-assign]
    with pytest.raises(Refused) as refused:
        rotate(desk, "mine")
    assert refused.value.code == "CHANNEL_CREDENTIALS_REPLACED"
    in_use = house.channels.use(desk.organisation_id, desk.channel_id)
    assert in_use is not None and in_use.access.secrets == {"token": "theirs"}
    assert stored_versions(house, desk.channel_id) == [1, 2]


class TestSends:
    def test_a_channel_refused_for_its_credentials_goes_on_by_itself(self, desk: Desk) -> None:
        desk.drive.provider.answers = [DEAD]
        desk.writes("Bonjour")
        desk.drive.run()
        sent = len(desk.drive.provider.sent)
        assert state(desk.drive.house, desk.organisation_id, desk.channel_id).suspended
        rotate(desk)
        desk.drive.run()
        assert not state(desk.drive.house, desk.organisation_id, desk.channel_id).suspended
        assert len(desk.drive.provider.sent) == sent  # what failed is for a person to send again
        with desk.drive.house.services().reading(desk.organisation_id) as connection:
            [failed] = failed_sends.of_channel(connection, desk.channel_id, codes=["190"]).data
            assert not failed_sends.of_channel(connection, uuid4()).data
        assert failed.message_id == desk.messages()[-1].message_id
        desk.person_writes("Me revoici.")
        desk.drive.run()
        assert desk.drive.provider.used[-1].secrets == {"token": "new"}

    def test_a_channel_that_a_person_stopped_stays_stopped(self, desk: Desk) -> None:
        suspend = SuspendChannel(channel_id=desk.channel_id, reason="En travaux.")
        desk.drive.house.bus.execute(Context(desk.organisation_id, Actor("user", uuid4())), suspend)
        rotate(desk)
        assert state(desk.drive.house, desk.organisation_id, desk.channel_id).suspended == "En travaux."

    def test_what_leaves_while_they_are_replaced_is_tried_again_with_the_new_ones(self, desk: Desk) -> None:
        """The provider refuses the old token a moment after the new one is in use."""
        provider = desk.drive.provider
        send = provider.send

        def replaced_meanwhile(access: ChannelAccess, outbound: Outbound) -> Accepted:
            if not provider.sent:
                rotate(desk)
                provider.answers = [DEAD]
            return send(access, outbound)

        provider.send = replaced_meanwhile  # type: ignore[method-assign]
        desk.writes("Quels sont vos horaires ?")
        desk.drive.run()
        assert [access.secrets["token"] for access in provider.used] == ["t", "new"]
        assert desk.messages()[-1].status == "sent"
        assert not state(desk.drive.house, desk.organisation_id, desk.channel_id).suspended


class TestWebhooks:
    """A real signature: the simulator's."""

    @pytest.fixture
    def line(self, drive: Drive) -> tuple[Context, UUID, Gate]:
        context, channel_id = Context(drive.organisation(), SYSTEM), uuid4()
        drive.house.channels.connect(context, channel_id, "simulator", "Ligne", {"endpoint": "demo"}, {"secret": "old"})
        return context, channel_id, Gate(another_process(drive.house), drive.journal)

    def arrives(self, gate: Gate, drive: Drive, secret: str) -> bool:
        [webhook] = SimulatorPhone(secret=secret).webhooks([SimulatorPhone().text(uuid4().hex, "Bonjour")])
        provider = drive.house.channels.providers["simulator"]
        try:
            return bool(gate.examine_at_once(provider, webhook) or gate.examine(provider, webhook))
        except SignatureInvalid:
            return False

    def test_none_is_refused_across_a_replacement(self, drive: Drive, line: tuple[Context, UUID, Gate]) -> None:
        """The stream goes on in another process, which remembers the old secret; the provider changes when it likes."""
        context, channel_id, gate = line
        with credentials(drive.house) as these:
            assert self.arrives(gate, drive, "old")
            these.rotate(context, channel_id, {"secret": "new"}, force=False)
            assert all(self.arrives(gate, drive, secret) for secret in ("old", "new", "old", "new") * 25)
            these.rotate(context, channel_id, {"secret": "newer"}, force=False)
            assert all(self.arrives(gate, drive, secret) for secret in ("old", "new", "newer") * 25)
        assert not self.arrives(gate, drive, "guessed")

    def test_former_ones_are_believed_for_a_day(self, drive: Drive, line: tuple[Context, UUID, Gate]) -> None:
        context, channel_id, gate = line
        with credentials(drive.house) as these:
            these.rotate(context, channel_id, {"secret": "new"}, force=False)
        drive.run()
        with drive.house.pool.connection() as connection:
            [(wait,)] = connection.execute(
                "SELECT due_at - created_at FROM outbox.effects WHERE kind = 'retire_credentials'"
            ).fetchall()
        assert abs((wait - BELIEVED).total_seconds()) < 1
        assert self.arrives(gate, drive, "old")
        drive.make_due()
        drive.run()
        gate.channels.forget()
        assert not self.arrives(gate, drive, "old")
        assert self.arrives(gate, drive, "new")
        assert stored_versions(drive.house, channel_id) == [2]

    def test_leaked_ones_are_destroyed_now(self, drive: Drive, line: tuple[Context, UUID, Gate]) -> None:
        context, channel_id, gate = line
        with credentials(drive.house) as these:
            these.rotate(context, channel_id, {"secret": "new"}, force=False)
            first, again = these.retire(context, channel_id), these.retire(context, channel_id)
        assert first == again
        assert stored_versions(drive.house, channel_id) == [2]
        assert not self.arrives(gate, drive, "old")
        drive.run()
        drive.make_due()
        drive.run()  # the timer finds nothing left to do
        assert {state for kind, state, _ in drive.effects() if kind == "retire_credentials"} == {"done"}
        with drive.house.services().reading(context.organisation_id) as connection:
            row = channels.one_channel(connection, channel_id)
        assert row is not None
        assert (row.credentials_version, row.former) == (2, [])


def test_the_handshake_knows_the_new_verify_token_and_forgets_the_old_one(house: House) -> None:
    context, channel_id, neighbour = Context(uuid4(), SYSTEM), uuid4(), uuid4()
    secrets = {"access_token": "a", "app_secret": "b", "verify_token": "c"}
    house.channels.connect(
        context, channel_id, "whatsapp_cloud", "A", {"phone_number_id": "1", "waba_id": "9"}, dict(secrets)
    )
    house.channels.connect(
        context, neighbour, "whatsapp_cloud", "B", {"phone_number_id": "2", "waba_id": "9"}, dict(secrets)
    )
    with credentials(house) as these:
        these.rotate(context, channel_id, {"verify_token": "d"}, force=True)
        assert house.channels.expects("whatsapp_cloud", "c") and house.channels.expects("whatsapp_cloud", "d")
        these.retire(context, channel_id)
        assert house.channels.expects("whatsapp_cloud", "c"), "the neighbour has it still"
        these.rotate(context, neighbour, {"verify_token": "e"}, force=True)
        these.retire(context, neighbour)
    assert [house.channels.expects("whatsapp_cloud", token) for token in "cde"] == [False, True, True]
