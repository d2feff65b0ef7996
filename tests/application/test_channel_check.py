"""Checks: bounded in time, kept without a word of the provider's, and honest about what nobody can ask."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from uuid import uuid4

import pytest

from adapters.journal.of_channel import JournalOfChannel
from application.channel_check import Checks
from application.ports.connecting import Checkup, NumberNotice
from application.ports.messaging import ChannelAccess, InboundMessage
from domain.channels.channel import Channel, channel
from domain.conversations.content import Text
from domain.fact import SYSTEM, Context
from domain.refusal import Refused
from tests.desk import ADA, Desk
from tests.drive import WELL, Drive

ORIGIN = "https://palabre.example"


@contextmanager
def checks(drive: Drive, *, url: str = ORIGIN, patience: float = 10.0) -> Iterator[Checks]:
    house = drive.house
    with ThreadPoolExecutor(1) as threads:
        yield Checks(house.bus, house.channels, JournalOfChannel(house.pool), house.clock, url, threads, patience)


@pytest.fixture
def desk(drive: Drive) -> Desk:
    return Desk(drive)


def codes(checkup: Checkup) -> list[str]:
    return [finding.code for finding in checkup.findings]


def test_a_provider_that_keeps_us_waiting_is_a_finding(desk: Desk) -> None:
    over = Event()

    def wait(access: ChannelAccess, webhook_url: str) -> Checkup:
        over.wait(10)
        return Checkup([WELL])

    desk.drive.provider.check = wait  # type: ignore[method-assign]
    with checks(desk.drive, patience=0.05) as these:
        checkup, _ = these.of(Context(desk.organisation_id, SYSTEM), desk.channel_id)
        over.set()
    assert codes(checkup)[0] == "PROVIDER_UNREACHABLE"
    assert not checkup.ok


def test_what_was_found_and_learnt_is_kept_once(desk: Desk) -> None:
    notice = NumberNotice("check", "+33700000042", quality="medium", customers_per_day=250)
    desk.drive.provider.checkup = Checkup([WELL], notice)
    with checks(desk.drive) as these:
        context = Context(desk.organisation_id, SYSTEM)
        first, again = (these.of(context, desk.channel_id)[1] for _ in range(2))
    assert first == again
    state: Channel = desk.drive.house.bus.state(channel, (desk.organisation_id, desk.channel_id))
    assert dict(state.number.findings) == {"WELL": "ok", "WEBHOOK_NEVER_SEEN": "warning"}
    assert (state.number.quality, state.number.customers_per_day) == ("medium", 250)
    assert state.number.number == "+33700000042"


def test_a_signed_webhook_proves_the_secret_that_nobody_can_ask_about(desk: Desk) -> None:
    context = Context(desk.organisation_id, SYSTEM)
    with checks(desk.drive) as these:
        assert "WEBHOOK_NEVER_SEEN" in codes(these.of(context, desk.channel_id)[0])
        message = InboundMessage("m1", [ADA], desk.drive.house.clock.now(), Text(body="Bonjour"))
        desk.drive.arrive(desk.organisation_id, desk.channel_id, message)
        assert "WEBHOOK_SIGNED" in codes(these.of(context, desk.channel_id)[0])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://palabre.example", []),
        ("http://palabre.example", ["ADDRESS_NOT_HTTPS"]),
        ("http://127.0.0.1:8000", ["ADDRESS_LOCAL"]),
        ("https://localhost", ["ADDRESS_LOCAL"]),
        ("https://192.168.1.4", ["ADDRESS_LOCAL"]),
        ("https://[::1]:8000", ["ADDRESS_LOCAL"]),
    ],
)
def test_an_address_that_providers_cannot_call_is_told_before_connecting(
    desk: Desk, url: str, expected: list[str]
) -> None:
    head = desk.drive.house.ledger.head()
    with checks(desk.drive, url=url) as these:
        found = these.before("fake", {"number": "+33"}, {"token": "t"})
    assert codes(found) == ["WELL", *expected]
    assert desk.drive.house.ledger.head() == head


def test_nothing_is_asked_about_what_is_not_there(desk: Desk) -> None:
    with checks(desk.drive) as these, pytest.raises(Refused) as refused:
        these.of(Context(desk.organisation_id, SYSTEM), uuid4())
    assert refused.value.code == "CHANNEL_UNKNOWN"
