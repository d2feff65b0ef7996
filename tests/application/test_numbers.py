"""What a provider tells of numbers by webhook: kept on the channels concerned, once, in any order."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.numbers import noted
from application.ports.connecting import NumberNotice
from application.taking import Gave, Origin
from domain.channels.channel import Channel, channel
from domain.channels.number import NoteCheck
from domain.fact import SYSTEM, Context
from runtime.composition import House
from tests.adapters.messaging.phones import NOW, CloudPhone

SECRETS = {"access_token": "a", "app_secret": "b", "verify_token": "c"}


class Account:
    """Two numbers of one account of Meta's, and one of another."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.organisation_id = uuid4()
        self.first, self.second = self.connect("1"), self.connect("2")
        self.stranger = self.connect("3", waba_id="8")
        self.now = NOW

    def connect(self, phone_number_id: str, waba_id: str = "9") -> UUID:
        channel_id, settings = uuid4(), {"phone_number_id": phone_number_id, "waba_id": waba_id}
        context = Context(self.organisation_id, SYSTEM)
        self.house.channels.connect(context, channel_id, "whatsapp_cloud", "Ligne", settings, dict(SECRETS))
        return channel_id

    def seen(self, channel_id: UUID, number: str) -> None:
        check = NoteCheck(channel_id=channel_id, ok=True, findings={}, number=number, checked_at=NOW)
        self.house.bus.execute(Context(self.organisation_id, SYSTEM), check)

    def told(self, field: str, **value: Any) -> Gave:
        """Meta posts a change about the account, a minute after the last: it comes to its first channel."""
        self.now += timedelta(minutes=1)
        phone = CloudPhone(account="9")
        webhook = phone.signed(phone.document([{"field": field, "value": value}]))
        [part] = phone.adapter.split(webhook)
        in_use = self.house.channels.of_endpoint("whatsapp_cloud", part.endpoint)
        assert in_use is not None and in_use.channel_id == self.first
        [item] = phone.adapter.read(part.payload, self.now)
        return self.house.intake.take(Origin(self.organisation_id, in_use.channel_id, self.now, uuid4()), item)

    def state(self, channel_id: UUID) -> Channel:
        found: Channel = self.house.bus.state(channel, (self.organisation_id, channel_id))
        return found


@pytest.fixture
def account(house: House) -> Account:
    return Account(house)


def test_what_is_about_the_account_is_about_each_of_its_numbers(account: Account) -> None:
    gave = account.told("business_capability_update", max_daily_conversations_per_business="TIER_10K")
    assert gave.result == "new"
    assert account.state(account.first).number.customers_per_day == 10_000
    assert account.state(account.second).number.customers_per_day == 10_000
    assert account.state(account.stranger).number.customers_per_day is None
    assert account.told("business_capability_update", max_daily_conversation_per_phone=10_000).result == "duplicate"


def test_what_is_about_one_number_is_about_no_other(account: Account) -> None:
    account.seen(account.second, "+33700000042")
    account.told("phone_number_quality_update", display_phone_number="33700000042", event="FLAGGED")
    assert dict(account.state(account.first).number.restrictions) == {}
    assert "NUMBER_FLAGGED" in account.state(account.second).number.restrictions
    account.told("phone_number_quality_update", display_phone_number="33700000042", event="UNFLAGGED")
    assert dict(account.state(account.second).number.restrictions) == {}


def test_a_restriction_has_an_end_and_a_pardon_ends_all(account: Account) -> None:
    restricted = [
        {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1791072000},
        {"restriction_type": "RESTRICTED_USER_INITIATED_CALLING", "expiration": 1791072000},
    ]
    account.told("account_update", event="ACCOUNT_RESTRICTION", restriction_info=restricted)
    account.told("account_update", event="DISABLED_UPDATE", ban_info={"waba_ban_state": "SCHEDULE_FOR_DISABLE"})
    known = account.state(account.first).number.restrictions
    assert dict(known) == {
        "RESTRICTED_BIZ_INITIATED_MESSAGING": datetime.fromtimestamp(1791072000, UTC),
        "ACCOUNT_TO_BE_DISABLED": None,
    }
    account.told("account_update", event="DISABLED_UPDATE", ban_info={"waba_ban_state": "REINSTATE"})
    assert dict(account.state(account.second).number.restrictions) == {}


def test_a_refused_raise_is_kept_until_it_is_settled(account: Account) -> None:
    alert = {"alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED", "alert_status": "ACTIVE"}
    account.told("account_alerts", entity_type="BUSINESS", alert_info=alert)
    assert "LIMIT_INCREASE_REFUSED" in account.state(account.first).number.restrictions
    account.told("account_alerts", entity_type="BUSINESS", alert_info=alert | {"alert_status": "NONE"})
    assert dict(account.state(account.first).number.restrictions) == {}


def test_a_change_of_throughput_is_no_change_of_limit(account: Account) -> None:
    gave = account.told("phone_number_quality_update", event="THROUGHPUT_UPGRADE", current_limit="TIER_UNLIMITED")
    assert gave.result == "ignored"
    account.told("phone_number_quality_update", event="ONBOARDING", current_limit="TIER_250")
    assert account.state(account.first).number.customers_per_day == 250


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("business_capability_update", {"max_daily_conversations_per_business": "TIER_NOT_SET"}),
        ("business_capability_update", {"max_daily_conversation_per_phone": -7}),
        ("business_capability_update", {"max_daily_conversation_per_phone": 10**30}),
        ("account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": 5}, 3]}),
        ("account_update", {"event": ["DISABLED_UPDATE"], "ban_info": "DISABLE"}),
        ("account_alerts", {"alert_info": {"alert_type": "OBA_APPROVED", "alert_status": "ACTIVE"}}),
        ("phone_number_quality_update", {"event": "FLAGGED" * 100, "display_phone_number": {"a": 1}}),
    ],
)
def test_what_means_nothing_to_us_changes_nothing(account: Account, field: str, value: dict[str, Any]) -> None:
    assert account.told(field, **value).result == "ignored"


def test_a_date_beyond_all_calendars_is_no_date(account: Account) -> None:
    restricted = [{"restriction_type": "RESTRICTED_UTILITY_TEMPLATES", "expiration": 10**18}]
    account.told("account_update", event="ACCOUNT_RESTRICTION", restriction_info=restricted)
    assert dict(account.state(account.first).number.restrictions) == {"RESTRICTED_UTILITY_TEMPLATES": None}


def test_a_notice_that_says_nothing_asks_for_nothing() -> None:
    assert noted(uuid4(), NumberNotice("check"), NOW) == []
