"""The providers' own webhooks and signature vectors, where their folder is there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from application.ports.connecting import NumberNotice
from application.ports.messaging import (
    ChannelAccess,
    Identifier,
    Inbound,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    InboundReaction,
    Messaging,
    Notice,
    Receipt,
    TemplateNotice,
    Webhook,
)
from domain.conversations.content import Choice, Content, Location, Media, SharedContacts, Text, Unsupported
from tests.adapters.messaging.phones import NOW, URL, CloudPhone, TwilioPhone

OFFICIAL: dict[str, type[Content]] = {
    "button-message": Choice,
    "contact-sharing-message": SharedContacts,
    "image-message": Media,
    "interactive-button-reply-message": Choice,
    "interactive-list-reply-message": Choice,
    "location-message": Location,
    "order-message": Unsupported,
    "text-message-from-click-to-whatsapp-ad": Text,
    "text-message-with-context-product-inquiry": Text,
    "text-message": Text,
    "unsupported-message": Unsupported,
}
NOTICES = {
    "account_update": "account_update",
    "outgoing_message": "smb_message_echoes",
    "system": "system.",
}
ABOUT_ANOTHER: dict[str, type[Inbound]] = {
    "edited_message": InboundEdit,
    "deleted_message": InboundDeletion,
    "user_marketing_preferences": InboundPreference,
}


def documents(value: Any) -> Iterator[Any]:
    """The webhook bodies in a file, however it groups them."""
    if isinstance(value, dict) and "object" in value:
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from documents(inner)


def read_cloud(document: Any) -> list[Inbound]:
    adapter, webhook = CloudPhone().adapter, Webhook(URL, {}, json.dumps(document).encode())
    found = [one for part in adapter.split(webhook) for one in adapter.read(part.payload, NOW)]
    assert found
    return found


def read_twilio(contracts: Path, name: str) -> list[Inbound]:
    adapter, body = TwilioPhone().adapter, (contracts / "twilio/webhooks" / name).read_bytes().strip()
    [part] = adapter.split(Webhook(URL, {}, body))
    assert "whatsapp:+" in part.endpoint
    return list(adapter.read(part.payload, NOW))


class TestMeta:
    @pytest.mark.parametrize(("name", "content"), OFFICIAL.items())
    def test_every_published_message_is_read(self, contracts: Path, name: str, content: type[Content]) -> None:
        file = contracts / "meta/webhooks/official" / f"{name}.json"
        [message] = read_cloud(json.loads(file.read_text("utf-8")))
        assert isinstance(message, InboundMessage)
        assert isinstance(message.content, content)
        assert message.sender == [Identifier("phone", "+16505551234")]
        assert message.profile_name == "Sheena Nelson"
        assert message.sent_at < NOW

    def test_no_published_message_is_forgotten(self, contracts: Path) -> None:
        for file in (contracts / "meta/webhooks/official").glob("*.json"):
            found = read_cloud(json.loads(file.read_text("utf-8")))
            kinds = {type(one) for one in found}
            expected = {"reaction-message": InboundReaction, **dict.fromkeys(OFFICIAL, InboundMessage)}
            assert kinds == {expected.get(file.stem, Notice)}, file.name

    def test_every_webhook_of_pywa_is_read(self, contracts: Path) -> None:
        for file in (contracts / "meta/webhooks/pywa").glob("*.json"):
            for document in documents(json.loads(file.read_text("utf-8"))):
                found = read_cloud(document)
                if file.stem in NOTICES:
                    assert all(isinstance(one, Notice | NumberNotice) for one in found)
                    assert all(one.kind.startswith(NOTICES[file.stem]) for one in found)
                elif file.stem.startswith("template_"):
                    assert all(isinstance(one, TemplateNotice) for one in found)
                elif file.stem == "message_status":
                    assert all(isinstance(one, Receipt) for one in found)
                elif file.stem in ABOUT_ANOTHER:
                    assert all(isinstance(one, ABOUT_ANOTHER[file.stem]) for one in found)
                else:
                    assert any(isinstance(one, InboundMessage | InboundReaction) for one in found)

    def test_a_published_edit_holds_the_message_as_it_reads_now(self, contracts: Path) -> None:
        file = contracts / "meta/webhooks/pywa/edited_message.json"
        [document] = documents(json.loads(file.read_text("utf-8")))
        [edit] = read_cloud(document)
        assert isinstance(edit, InboundEdit)
        assert isinstance(edit.content, Media)
        assert edit.content.caption == "Updated image caption"
        assert edit.target_provider_message_id.startswith("wamid.")

    def test_published_preferences_say_that_promotions_are_welcome(self, contracts: Path) -> None:
        text = (contracts / "meta/webhooks/pywa/user_marketing_preferences.json").read_text("utf-8")
        found = [one for document in documents(json.loads(text)) for one in read_cloud(document)]
        assert [one.allowed for one in found if isinstance(one, InboundPreference)] == [True, True]
        assert all(one.sender[0] == Identifier("phone", "+16505551234") for one in found)  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("name", "restricted"),
        [
            ("account_deleted", ["ACCOUNT_DELETED"]),
            ("account_restriction", ["RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_ADD_PHONE_NUMBER_ACTION"]),
            ("account_violation", ["ACCOUNT_VIOLATION"]),
        ],
    )
    def test_what_is_denied_to_an_account_is_told_apart(
        self, contracts: Path, name: str, restricted: list[str]
    ) -> None:
        text = (contracts / "meta/webhooks/pywa/account_update.json").read_text("utf-8")
        [notice] = read_cloud(json.loads(text)[name])
        assert isinstance(notice, NumberNotice)
        assert [code for code, _ in notice.restricted] == restricted
        assert all(code in CloudPhone().adapter.findings for code in restricted)

    def test_a_person_without_a_number_is_known_by_id(self, contracts: Path) -> None:
        document = json.loads((contracts / "meta/webhooks/bsuid-no-phone.composed.json").read_text("utf-8"))
        [message] = read_cloud(document)
        assert isinstance(message, InboundMessage)
        assert message.sender == [Identifier("bsuid", "US.13491208655302741918")]

    def test_a_late_failure_says_to_send_a_template(self, contracts: Path) -> None:
        document = json.loads((contracts / "meta/webhooks/status-failed-131047.composed.json").read_text("utf-8"))
        [receipt] = read_cloud(document)
        assert isinstance(receipt, Receipt)
        assert receipt.failure is not None
        assert "modèle" in receipt.failure.reason

    def test_the_published_signature_is_believed(self, contracts: Path) -> None:
        vector = json.loads((contracts / "meta/webhooks/signature-vector.json").read_text("utf-8"))
        body = (contracts / "meta/webhooks" / vector["raw_file"]).read_bytes()
        access = ChannelAccess("whatsapp_cloud", {}, {"app_secret": vector["app_secret"]})
        webhook = Webhook(URL, {vector["header"].lower(): vector["value"]}, body)
        assert CloudPhone().adapter.verify(webhook, access)
        assert not CloudPhone().adapter.verify(Webhook(URL, webhook.headers, body + b" "), access)


class TestTwilio:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("message.form", Text),
            ("message-with-image-attachment.form", Media),
            ("message-with-location-attachment.form", Location),
            ("button-reply.observed.form", Choice),
            ("list-reply.composed.form", Choice),
        ],
    )
    def test_every_recorded_message_is_read(self, contracts: Path, name: str, content: type[Content]) -> None:
        [message] = read_twilio(contracts, name)
        assert isinstance(message, InboundMessage)
        assert isinstance(message.content, content)
        assert message.sender[0].kind == "phone"

    @pytest.mark.parametrize(
        ("name", "status"),
        [
            ("sent-event.form", "sent"),
            ("delivered-event.form", "delivered"),
            ("status-failed-63016.composed.form", "failed"),
        ],
    )
    def test_every_recorded_status_is_a_receipt(self, contracts: Path, name: str, status: str) -> None:
        [receipt] = read_twilio(contracts, name)
        assert isinstance(receipt, Receipt)
        assert receipt.status == status
        assert (receipt.failure is not None) == (status == "failed")

    def test_every_signature_of_the_library_is_believed(self, contracts: Path) -> None:
        vectors = json.loads((contracts / "twilio/webhooks/signature-vectors.json").read_text("utf-8"))
        access = ChannelAccess("twilio", {}, {"auth_token": vectors["auth_token"]})
        cases = [case for case in vectors["cases"] if "signature" in case]
        assert cases
        for case in cases:
            webhook = TwilioPhone().signed(case["url"], [tuple(pair) for pair in case["params"]])
            believed = Webhook(case["url"], {**webhook.headers, "x-twilio-signature": case["signature"]}, webhook.body)
            assert self.adapter().verify(believed, access)
            assert not self.adapter().verify(Webhook(case["url"], believed.headers, webhook.body + b"&a=1"), access)

    def test_a_json_body_is_covered_by_its_digest(self, contracts: Path) -> None:
        vectors = json.loads((contracts / "twilio/webhooks/signature-vectors.json").read_text("utf-8"))
        [case] = [case for case in vectors["cases"] if "json_body" in case]
        signature = TwilioPhone().signed(case["url"], []).headers["x-twilio-signature"]
        headers = {"content-type": "application/json", "x-twilio-signature": signature}
        access = ChannelAccess("twilio", {}, {"auth_token": "twilio-secret"})
        assert self.adapter().verify(Webhook(case["url"], headers, case["json_body"].encode()), access)
        assert not self.adapter().verify(Webhook(case["url"], headers, b"{}"), access)

    def adapter(self) -> Messaging:
        return TwilioPhone().adapter
