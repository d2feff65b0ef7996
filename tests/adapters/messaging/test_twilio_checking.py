"""A live check of a sender of Twilio: what each of its answers means."""

from typing import Any

import pytest
import respx

from application.ports.connecting import Checkup, NumberNotice
from application.ports.messaging import ChannelAccess
from tests.adapters.messaging.phones import TwilioPhone
from tests.adapters.messaging.test_checking import HERE, codes

MESSAGING = "https://messaging.twilio.com/v2"


class Twilio:
    """Twilio with everything as it should be, but for what a test changes."""

    def __init__(self, phone: TwilioPhone) -> None:
        self.phone = phone
        self.account: dict[str, Any] = {"status": "active", "type": "Full"}
        self.webhook: dict[str, Any] | None = {"callback_url": HERE, "callback_method": "POST"}
        self.sender: dict[str, Any] = {
            "sender_id": phone.number,
            "status": "ONLINE",
            "properties": {"quality_rating": "HIGH", "messaging_limit": "10K Customers/24hr"},
        }

    def check(self) -> Checkup:
        respx.get(f"{self.phone.base_url}/Accounts/{self.phone.account}.json").respond(json=self.account)
        listed = {"senders": [{"sender_id": "whatsapp:+1"}, self.sender | {"webhook": self.webhook}]}
        respx.get(f"{MESSAGING}/Channels/Senders").respond(json=listed)
        return self.phone.adapter.check(self.phone.access, HERE)


class TestTwilio:
    @pytest.fixture
    def there(self, twilio: TwilioPhone) -> Twilio:
        return Twilio(twilio)

    @respx.mock
    def test_a_sender_that_is_well(self, there: Twilio) -> None:
        found = there.check()
        assert codes(found) == ["ACCOUNT_ACTIVE", "SENDER_ONLINE", "WEBHOOK_HERE"]
        assert found.number == NumberNotice("check", "+33700000042", quality="high", customers_per_day=10_000)

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            ("account", {"status": "suspended"}, "ACCOUNT_INACTIVE"),
            ("account", {"status": "active", "type": "Trial"}, "ACCOUNT_ON_TRIAL"),
            ("webhook", None, "WEBHOOK_MISSING"),
            ("webhook", {"callback_url": "https://else.example"}, "WEBHOOK_ELSEWHERE"),
            ("webhook", {"callback_url": HERE + "#rc=3&rp=all"}, "WEBHOOK_HERE"),
            ("webhook", {"callback_url": HERE, "callback_method": "PUT"}, "WEBHOOK_NOT_POSTED"),
            ("sender", {"sender_id": "whatsapp:+2"}, "SENDER_UNKNOWN"),
        ],
    )
    @respx.mock
    def test_what_twilio_says(self, there: Twilio, field: str, value: Any, expected: str) -> None:
        setattr(there, field, value)
        assert expected in codes(there.check())

    @pytest.mark.parametrize(
        ("status", "expected"),
        [("ONLINE:UPDATING", "SENDER_ONLINE"), ("OFFLINE", "SENDER_OFFLINE"), ("VERIFYING", "SENDER_PENDING")],
    )
    @respx.mock
    def test_what_the_sender_says(self, there: Twilio, status: str, expected: str) -> None:
        there.sender["status"] = status
        assert expected in codes(there.check())

    @respx.mock
    def test_the_sandbox_is_told_and_nobody_is_asked_about_it(self, there: Twilio) -> None:
        settings = {**there.phone.access.settings, "number": "+1 415 523 8886"}
        there.phone.access = ChannelAccess("twilio", settings, there.phone.access.secrets)
        found = there.check()
        assert codes(found) == ["ACCOUNT_ACTIVE", "SANDBOX"]
        assert found.ok

    def test_a_channel_of_any_account_asks_nobody(self, twilio: TwilioPhone) -> None:
        access = ChannelAccess("twilio", {**twilio.access.settings, "account_sid": "*"}, twilio.access.secrets)
        assert codes(twilio.adapter.check(access, HERE)) == ["ACCOUNT_NOT_ASKED"]

    @respx.mock
    def test_the_credentials_follow_no_page_elsewhere(self, there: Twilio) -> None:
        respx.get(f"{there.phone.base_url}/Accounts/{there.phone.account}.json").respond(json=there.account)
        meta = {"next_page_url": "https://evil.example/v2/Channels/Senders"}
        respx.get(f"{MESSAGING}/Channels/Senders").respond(json={"senders": [], "meta": meta})
        assert "SENDER_UNKNOWN" in codes(there.phone.adapter.check(there.phone.access, HERE))
