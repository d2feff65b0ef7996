"""Twilio: what its forms hold, for whom, and what is sent."""

from typing import Any
from urllib.parse import parse_qs, parse_qsl
from uuid import UUID

import httpx
import pytest
import respx

from adapters.messaging.twilio.errors import TWILIO
from application.ports.messaging import (
    ChannelAccess,
    Failure,
    Identifier,
    InboundMessage,
    Notice,
    Outbound,
    Receipt,
    Retry,
    SendRefused,
    Webhook,
)
from domain.conversations.content import Choice, Content, Location, Media, Text, Unsupported
from tests.adapters.messaging.phones import NOW, URL, TwilioPhone, heard, parts

OURS = UUID("7a1f6f0e-52c9-4f0f-9d3a-0d9f3b8f6c11")
LUC = Identifier("phone", "+33639980011")


def messages(twilio: TwilioPhone, **fields: str) -> list[InboundMessage]:
    found = heard(twilio, [twilio.message("SM1", **fields)])
    assert all(isinstance(one, InboundMessage) for one in found)
    return [one for one in found if isinstance(one, InboundMessage)]


def said(twilio: TwilioPhone, **fields: str) -> Content:
    [message] = messages(twilio, **fields)
    return message.content


class TestContents:
    def test_a_file_comes_with_its_words(self, twilio: TwilioPhone) -> None:
        content = said(twilio, NumMedia="1", MediaUrl0="https://x/ME1", MediaContentType0="image/jpeg", Body="La panne")
        assert content == Media(media="image", mime_type="image/jpeg", reference="https://x/ME1", caption="La panne")

    def test_two_files_are_two_messages_and_the_words_come_once(self, twilio: TwilioPhone) -> None:
        urls = {"MediaUrl0": "https://x/ME1", "MediaUrl1": "https://x/ME2", "MediaContentType1": "application/pdf"}
        first, second = messages(twilio, NumMedia="2", Body="Voici", **urls)
        assert (first.provider_message_id, second.provider_message_id) == ("SM1", "SM1/1")
        assert first.content == Media(
            media="document", mime_type="application/octet-stream", reference="https://x/ME1", caption="Voici"
        )
        assert second.content == Media(media="document", mime_type="application/pdf", reference="https://x/ME2")

    @pytest.mark.parametrize(
        ("mime_type", "message_type", "kind"),
        [
            ("image/webp", "sticker", "sticker"),
            ("image/webp", "image", "image"),
            ("audio/ogg; codecs=opus", "audio", "audio"),
            ("video/mp4", "", "video"),
            ("text/vcard", "contacts", "document"),
        ],
    )
    def test_the_type_of_a_file_tells_its_kind(
        self, twilio: TwilioPhone, mime_type: str, message_type: str, kind: str
    ) -> None:
        fields = {"MediaUrl0": "https://x/ME1", "MediaContentType0": mime_type, "MessageType": message_type}
        content = said(twilio, NumMedia="1", **fields)
        assert isinstance(content, Media)
        assert content.media == kind

    @pytest.mark.parametrize("announced", ["", "x", "-1", "1e9", "0", "9999999999999999999999", "NaN"])
    def test_files_that_are_not_there_are_not_invented(self, twilio: TwilioPhone, announced: str) -> None:
        assert said(twilio, NumMedia=announced, Body="Bonjour") == Text(body="Bonjour")

    def test_a_place(self, twilio: TwilioPhone) -> None:
        content = said(twilio, Latitude="45.764", Longitude="4.8357", Label="Atelier", Address="Lyon")
        assert content == Location(latitude=45.764, longitude=4.8357, name="Atelier", address="Lyon")

    def test_a_quick_reply(self, twilio: TwilioPhone) -> None:
        content = said(twilio, MessageType="button", Body="Oui", ButtonText="Oui", ButtonPayload="oui-1")
        assert content == Choice(choice="quick_reply", id="oui-1", title="Oui")

    def test_a_button(self, twilio: TwilioPhone) -> None:
        content = said(twilio, MessageType="interactive", Body="Oui", ButtonText="Oui", ButtonPayload="oui-1")
        assert content == Choice(choice="button", id="oui-1", title="Oui")

    def test_a_row_of_a_list(self, twilio: TwilioPhone) -> None:
        content = said(twilio, MessageType="interactive", Body="Express", ListId="r2", ListTitle="Express")
        assert content == Choice(choice="list", id="r2", title="Express")

    @pytest.mark.parametrize("kind", ["edit", "revoke", "reaction", "hologram"])
    def test_a_type_nobody_has_seen_never_looks_like_a_text(self, twilio: TwilioPhone, kind: str) -> None:
        assert said(twilio, MessageType=kind, Body="Non") == Unsupported(type=kind, detail="Non")

    def test_a_message_without_anything_is_shown_as_such(self, twilio: TwilioPhone) -> None:
        assert said(twilio) == Unsupported(type="unknown")

    def test_an_answer_names_the_message_it_quotes(self, twilio: TwilioPhone) -> None:
        [message] = messages(twilio, Body="Oui", OriginalRepliedMessageSid="SM9")
        assert message.replies_to == "SM9"

    @pytest.mark.parametrize(
        ("address", "known", "sender"),
        [
            ("whatsapp:+33639980001", "33639980001", [Identifier("phone", "+33639980001")]),
            ("whatsapp:FR.77001122", "", [Identifier("bsuid", "FR.77001122")]),
            (
                "whatsapp:FR.77001122",
                "33639980001",
                [Identifier("phone", "+33639980001"), Identifier("bsuid", "FR.77001122")],
            ),
        ],
    )
    def test_the_sender_is_a_phone_where_there_is_one(
        self, twilio: TwilioPhone, address: str, known: str, sender: list[Identifier]
    ) -> None:
        [message] = messages(twilio, Body="Bonjour", From=address, WaId=known)
        assert message.sender == sender

    def test_a_message_from_nobody_is_a_notice(self, twilio: TwilioPhone) -> None:
        [notice] = heard(twilio, [twilio.message("SM1", Body="Bonjour", From="whatsapp:")])
        assert isinstance(notice, Notice)


class TestReceipts:
    @pytest.mark.parametrize("status", ["queued", "sending", "accepted", "scheduled"])
    def test_what_happens_before_sending_is_no_receipt(self, twilio: TwilioPhone, status: str) -> None:
        assert heard(twilio, [twilio.receipt("SM1", status)]) == [Notice(f"status.{status}")]

    def test_undelivered_is_failed(self, twilio: TwilioPhone) -> None:
        [receipt] = heard(twilio, [twilio.receipt("SM1", "undelivered", ErrorCode="63016")])
        assert isinstance(receipt, Receipt)
        reason = "Plus de 24 h depuis le dernier message du client : envoyez un modèle approuvé."
        assert (receipt.status, receipt.failure) == ("failed", Failure("63016", reason))

    @pytest.mark.parametrize("code", ["", "x", "0", "NaN"])
    def test_a_failure_without_a_code_is_still_one(self, twilio: TwilioPhone, code: str) -> None:
        [receipt] = heard(twilio, [twilio.receipt("SM1", "failed", ErrorCode=code)])
        assert isinstance(receipt, Receipt)
        assert receipt.failure is not None
        assert receipt.failure.code == "unknown"

    def test_the_journal_keeps_our_id(self, twilio: TwilioPhone) -> None:
        [webhook] = twilio.webhooks([twilio.receipt("SM1", "sent", our_id=OURS)])
        [part] = twilio.adapter.split(webhook)
        assert twilio.adapter.verify(webhook, twilio.access)
        assert parse_qs(part.payload.decode())["PalabreMessage"] == [str(OURS)]

    @pytest.mark.parametrize("query", ["?message=", "?message=42", "?other=1", "?message=%FF", ""])
    def test_an_address_without_our_id_adds_nothing(self, twilio: TwilioPhone, query: str) -> None:
        webhook = twilio.signed(f"{URL}/twilio{query}", list(twilio.message("SM1", Body="a").items()))
        [part] = twilio.adapter.split(webhook)
        assert part.payload == webhook.body


class TestSplit:
    def test_our_number_is_the_one_that_sent_the_message_of_a_receipt(self, twilio: TwilioPhone) -> None:
        [inbound] = parts(twilio, [twilio.text("SM1", "Bonjour")])
        [receipt] = parts(twilio, [twilio.receipt("SM2", "sent")])
        assert inbound.endpoint == receipt.endpoint == f"{twilio.account}/{twilio.number}"

    def test_a_channel_of_any_account_is_looked_up_second(self, twilio: TwilioPhone) -> None:
        assert list(twilio.adapter.candidates("AC1/whatsapp:+331")) == ["AC1/whatsapp:+331", "*/whatsapp:+331"]
        anybody = {"account_sid": "*", "number": "+33 700 000 042"}
        assert twilio.adapter.endpoint(anybody) == "*/whatsapp:+33700000042"

    @pytest.mark.parametrize(
        ("kind", "body"),
        [
            ("application/json", b'{"AccountSid":"AC1","To":"whatsapp:+1"}'),
            ("multipart/form-data", b"AccountSid=AC1&To=a"),
            ("application/x-www-form-urlencoded", b"AccountSid=AC1&To=%FF%FE"),
            ("application/x-www-form-urlencoded", "AccountSid=AC1&To=é".encode("latin-1")),
            ("application/x-www-form-urlencoded", b"AccountSid=AC1"),
            ("application/x-www-form-urlencoded", b"AccountSid=AC1&To=a&" + b"a=1&" * 2000),
        ],
    )
    def test_what_is_not_a_form_of_twilio_is_refused(self, twilio: TwilioPhone, kind: str, body: bytes) -> None:
        with pytest.raises(ValueError):
            twilio.adapter.split(Webhook(URL, {"content-type": kind}, body))


class TestSignatures:
    def test_blank_and_repeated_fields_count(self, twilio: TwilioPhone) -> None:
        pairs = [("Body", ""), ("Digits", "5"), ("Digits", "1"), ("Digits", "1"), ("AccountSid", "AC1"), ("To", "x")]
        webhook = twilio.signed(f"{URL}/twilio?a=b", pairs)
        assert twilio.adapter.verify(webhook, twilio.access)
        assert not twilio.adapter.verify(Webhook(webhook.url + "c", webhook.headers, webhook.body), twilio.access)

    @pytest.mark.parametrize("body", [b"\xff", b"a=%FF", b"a=1&" * 5000])
    def test_a_body_that_cannot_be_read_is_not_believed(self, twilio: TwilioPhone, body: bytes) -> None:
        assert not twilio.adapter.verify(Webhook(URL, {"x-twilio-signature": "a"}, body), twilio.access)

    def test_a_json_body_without_its_digest_is_not_believed(self, twilio: TwilioPhone) -> None:
        webhook = twilio.signed(URL, [])
        headers = {**webhook.headers, "content-type": "application/json"}
        assert not twilio.adapter.verify(Webhook(URL, headers, b"{}"), twilio.access)


class TestSending:
    @respx.mock
    def sent(self, twilio: TwilioPhone, content: Content, **fields: Any) -> dict[str, str]:
        route = respx.post(twilio.sending_url()).mock(return_value=twilio.yes("SM9"))
        fields = {"to": LUC, **fields}
        twilio.adapter.send(twilio.access, Outbound(message_id=OURS, content=content, **fields))
        request = route.calls.last.request
        assert (
            request.headers["authorization"] == httpx.BasicAuth(twilio.account, "twilio-secret")._auth_header
        )  # the library's own reading of HTTP Basic
        return dict(parse_qsl(request.content.decode(), keep_blank_values=True))

    def test_a_text(self, twilio: TwilioPhone) -> None:
        form = self.sent(twilio, Text(body="Bonjour & à bientôt"), replies_to="SM1")
        assert form == {"From": twilio.number, "To": "whatsapp:+33639980011", "Body": "Bonjour & à bientôt"}

    def test_a_person_without_a_number(self, twilio: TwilioPhone) -> None:
        assert self.sent(twilio, Text(body="a"), to=Identifier("bsuid", "FR.77"))["To"] == "whatsapp:FR.77"

    def test_a_file(self, twilio: TwilioPhone) -> None:
        file = Media(media="image", mime_type="image/png", reference="https://cdn.example/a.png", caption="Plan")
        form = self.sent(twilio, file)
        assert (form["MediaUrl"], form["Body"]) == ("https://cdn.example/a.png", "Plan")

    def test_a_file_by_an_id_is_a_mistake_of_ours(self, twilio: TwilioPhone) -> None:
        with pytest.raises(ValueError):
            self.sent(twilio, Media(media="image", mime_type="image/png", reference="880"))

    @pytest.mark.parametrize(("name", "shown"), [("Atelier", "Atelier"), ("", "Position")])
    def test_a_place(self, twilio: TwilioPhone, name: str, shown: str) -> None:
        form = self.sent(twilio, Location(latitude=45.764, longitude=4.8357, name=name))
        assert (form["Body"], form["PersistentAction"]) == (shown, f"geo:45.764,4.8357|{shown}")

    @pytest.mark.parametrize("url", [f"{URL}/twilio", f"{URL}/twilio?message={OURS}"])
    def test_the_status_callback_carries_our_id(self, twilio: TwilioPhone, url: str) -> None:
        assert self.sent(twilio, Text(body="a"), status_url=url)["StatusCallback"] == f"{URL}/twilio?message={OURS}"

    def test_the_status_callback_keeps_what_else_it_said(self, twilio: TwilioPhone) -> None:
        form = self.sent(twilio, Text(body="a"), status_url=f"{URL}/twilio?v=2#rc=3")
        assert form["StatusCallback"] == f"{URL}/twilio?v=2&message={OURS}#rc=3"

    @pytest.mark.parametrize(
        ("code", "status", "retry"),
        [
            (20429, 429, Retry.SLOWER),
            (63018, 400, Retry.SLOWER),
            (63038, 429, Retry.LATER),
            (63016, 400, Retry.NEVER),
            (63024, 400, Retry.NEVER),
            (63003, 400, Retry.NEVER),
            (63032, 400, Retry.NEVER),
            (21211, 400, Retry.NEVER),
            (30008, 400, Retry.NEVER),
            (63007, 400, Retry.CHANNEL),
            (20003, 401, Retry.CHANNEL),
        ],
    )
    @respx.mock
    def test_a_refusal_says_what_to_do(self, twilio: TwilioPhone, code: int, status: int, retry: Retry) -> None:
        respx.post(twilio.sending_url()).mock(return_value=twilio.no(status, code))
        with pytest.raises(SendRefused) as refused:
            twilio.adapter.send(twilio.access, Outbound(OURS, LUC, Text(body="a")))
        assert (refused.value.retry, refused.value.failure) == (retry, TWILIO.failure(code))

    @respx.mock
    def test_a_message_that_failed_at_once_was_refused(self, twilio: TwilioPhone) -> None:
        answer = httpx.Response(201, json={"sid": "SM9", "status": "failed", "error_code": 63007})
        respx.post(twilio.sending_url()).mock(return_value=answer)
        with pytest.raises(SendRefused) as refused:
            twilio.adapter.send(twilio.access, Outbound(OURS, LUC, Text(body="a")))
        assert refused.value.retry is Retry.CHANNEL

    @respx.mock
    def test_any_account_is_called_as_such(self, twilio: TwilioPhone) -> None:
        respx.post(f"{twilio.base_url}/Accounts/*/Messages.json").mock(return_value=twilio.yes("SM9"))
        access = ChannelAccess("twilio", {"account_sid": "*", "number": "+33700000042"}, {"auth_token": "x"})
        twilio.adapter.send(access, Outbound(OURS, LUC, Text(body="a")))

    def test_every_reason_is_a_sentence(self) -> None:
        assert all(reason.endswith((".", ").")) and len(reason) > 20 for reason, _ in TWILIO.meanings.values())

    def test_a_message_is_as_old_as_its_reception(self, twilio: TwilioPhone) -> None:
        [message] = messages(twilio, Body="Bonjour")
        assert message.sent_at == NOW
