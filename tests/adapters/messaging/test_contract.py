"""What every provider of WhatsApp promises, whoever it is."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import respx

from application.ports.messaging import (
    Accepted,
    Identifier,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    Messaging,
    Notice,
    NotSent,
    Outbound,
    Receipt,
    Retry,
    SendRefused,
    SendUncertain,
    Webhook,
)
from domain.conversations.content import Choice, Content, SharedContacts, Text, Unsupported
from tests.adapters.messaging.phones import CUSTOMER, NOW, URL, Correcting, Phone, Reached, heard, parts, with_secrets

OURS = UUID("7a1f6f0e-52c9-4f0f-9d3a-0d9f3b8f6c11")


def outbound(content: Content | None = None, **fields: object) -> Outbound:
    to = Identifier("phone", CUSTOMER)
    return replace(Outbound(message_id=OURS, to=to, content=content or Text(body="Bonjour")), **fields)  # type: ignore[arg-type]


def test_an_adapter_names_what_a_channel_must_hold(phone: Phone) -> None:
    adapter: Messaging = phone.adapter
    assert adapter.provider == phone.access.provider
    assert set(adapter.settings) == set(phone.access.settings)
    assert set(adapter.secrets) == set(phone.access.secrets)


def test_a_provider_says_how_much_it_takes_and_by_which_setting_numbers_share_it(phone: Phone) -> None:
    pace = phone.adapter.pace
    assert pace.per_second > 0 and pace.recipient_interval >= 0
    assert not pace.account or pace.account in phone.adapter.settings
    assert (phone.adapter.provider == "simulator") or (pace.per_second, pace.recipient_interval) == (80, 6)


def test_only_an_account_of_meta_is_shared_by_its_numbers(phone: Phone) -> None:
    shared = phone.adapter.shared_endpoints(phone.access.settings)
    assert bool(shared) == (phone.adapter.provider == "whatsapp_cloud")
    assert phone.adapter.endpoint(phone.access.settings) not in shared


class TestSignatures:
    def test_what_the_provider_signed_is_believed(self, phone: Phone) -> None:
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour, ça va ? 👋")])
        assert phone.adapter.verify(webhook, phone.access)

    @pytest.mark.parametrize("header", ["", "sha256=", "sha256=00", "0", "é" * 44, "sha1=abc"])
    def test_a_bad_signature_is_not(self, phone: Phone, header: str) -> None:
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour")])
        forged = replace(webhook, headers={**webhook.headers, phone.signature: header})
        assert not phone.adapter.verify(forged, phone.access)

    def test_nor_is_a_missing_one(self, phone: Phone) -> None:
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour")])
        assert not phone.adapter.verify(replace(webhook, headers={}), phone.access)

    def test_nor_one_for_another_body(self, phone: Phone) -> None:
        [webhook], [other] = (phone.webhooks([phone.text("m1", body)]) for body in ("10 €", "1000 €"))
        assert not phone.adapter.verify(replace(webhook, body=other.body), phone.access)

    def test_nor_one_cut_short(self, phone: Phone) -> None:
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour")])
        short = webhook.headers[phone.signature][:-1]
        assert not phone.adapter.verify(replace(webhook, headers={phone.signature: short}), phone.access)

    def test_nor_one_made_with_the_secret_of_another_channel(self, phone: Phone) -> None:
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour")])
        assert not phone.adapter.verify(webhook, with_secrets(phone.access, "another"))

    def test_a_channel_without_a_secret_believes_nobody(self, phone: Phone) -> None:
        phone.secret = ""
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour")])
        assert not phone.adapter.verify(webhook, with_secrets(phone.access, ""))
        assert not phone.adapter.verify(webhook, replace(phone.access, secrets={}))

    def test_fields_nobody_has_seen_are_part_of_what_is_signed(self, phone: Phone) -> None:
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour")], SomethingNew="2027")
        assert phone.adapter.verify(webhook, phone.access)


class TestReception:
    def test_a_body_goes_to_its_channel(self, phone: Phone) -> None:
        [part] = parts(phone, [phone.text("m1", "Bonjour")])
        endpoint = phone.adapter.endpoint(phone.access.settings)
        assert part.endpoint == endpoint
        assert phone.adapter.candidates(part.endpoint)[0] == endpoint

    def test_the_journal_keeps_the_body_as_it_came(self, phone: Phone) -> None:
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour")])
        [part] = phone.adapter.split(webhook)
        assert part.payload == webhook.body

    def test_a_text_is_read(self, phone: Phone) -> None:
        [message] = heard(phone, [phone.text("m1", "Où est ma commande ?")])
        assert message == InboundMessage(
            provider_message_id="m1",
            sender=[Identifier("phone", CUSTOMER)],
            sent_at=NOW,
            content=Text(body="Où est ma commande ?"),
            profile_name="Aïcha Benali",
        )

    def test_what_is_posted_twice_is_the_same_twice(self, phone: Phone) -> None:
        once, again = (heard(phone, [phone.text("m1", "Bonjour")]) for _ in range(2))
        assert once == again

    def test_messages_keep_their_order(self, phone: Phone) -> None:
        found = heard(phone, [phone.text(f"m{n}", str(n)) for n in range(1000)])
        assert [one.provider_message_id for one in found if isinstance(one, InboundMessage)] == [
            f"m{n}" for n in range(1000)
        ]

    def test_fields_nobody_has_seen_change_nothing(self, phone: Phone) -> None:
        [webhook] = phone.webhooks([phone.text("m1", "Bonjour")], SomethingNew="2027")
        [part] = phone.adapter.split(webhook)
        assert list(phone.adapter.read(part.payload, NOW)) == heard(phone, [phone.text("m1", "Bonjour")])

    def test_a_message_from_tomorrow_was_sent_now(self, phone: Phone) -> None:
        [message] = heard(phone, [phone.text("m1", "Bonjour", at=NOW + timedelta(days=1))])
        assert isinstance(message, InboundMessage)
        assert message.sent_at == NOW

    def test_a_message_from_yesterday_keeps_its_time_where_the_provider_tells_it(self, phone: Phone) -> None:
        yesterday = NOW - timedelta(days=1)
        [message] = heard(phone, [phone.text("m1", "Bonjour", at=yesterday)])
        assert isinstance(message, InboundMessage)
        assert message.sent_at == (yesterday if phone.dated else NOW)

    @pytest.mark.parametrize("status", ["sent", "delivered", "read", "failed"])
    def test_a_receipt_brings_our_id_back(self, phone: Phone, status: str) -> None:
        [receipt] = heard(phone, [phone.receipt("p1", status, our_id=OURS)])
        assert isinstance(receipt, Receipt)
        assert (receipt.provider_message_id, receipt.status, receipt.our_id) == ("p1", status, OURS)
        assert receipt.at == (NOW if phone.dated else None)
        assert (receipt.failure is not None) == (status == "failed")

    def test_a_receipt_without_our_id_is_still_a_receipt(self, phone: Phone) -> None:
        [receipt] = heard(phone, [phone.receipt("p1", "sent")])
        assert isinstance(receipt, Receipt)
        assert receipt.our_id is None

    def test_a_status_nobody_has_seen_is_a_notice(self, phone: Phone) -> None:
        assert heard(phone, [phone.receipt("p1", "teleported")]) == [Notice("status.teleported")]

    @pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[]", b'"text"', b"null", b"[" * 100_000, b"&&&="])
    def test_a_body_of_somebody_else_is_refused(self, phone: Phone, body: bytes) -> None:
        with pytest.raises(ValueError):
            phone.adapter.split(Webhook(URL, {}, body))

    @pytest.mark.parametrize("payload", [b"", b"\xff\xfe", b"{", b"null", b"[" * 100_000])
    def test_a_payload_that_means_nothing_is_no_accident(self, phone: Phone, payload: bytes) -> None:
        assert all(isinstance(one, Notice) for one in phone.adapter.read(payload, NOW))


class TestCorrections:
    def test_an_edit_names_its_message_and_what_it_reads_now(self, correcting: Correcting) -> None:
        [edit] = heard(correcting, [correcting.edit("e1", "m1", "Non, jeudi")])
        assert edit == InboundEdit("e1", "m1", [Identifier("phone", CUSTOMER)], Text(body="Non, jeudi"), NOW)

    def test_a_deletion_names_its_message(self, correcting: Correcting) -> None:
        [deletion] = heard(correcting, [correcting.deletion("d1", "m1")])
        assert deletion == InboundDeletion("d1", "m1", [Identifier("phone", CUSTOMER)], NOW)

    @pytest.mark.parametrize("allowed", [True, False])
    def test_a_preference_names_its_person(self, correcting: Correcting, allowed: bool) -> None:
        [preference] = heard(correcting, [correcting.preference(allowed)])
        assert preference == InboundPreference([Identifier("phone", CUSTOMER)], allowed, NOW)

    def test_what_comes_from_tomorrow_was_done_now(self, correcting: Correcting) -> None:
        tomorrow = NOW + timedelta(days=1)
        [edit] = heard(correcting, [correcting.edit("e1", "m1", "Non, jeudi", at=tomorrow)])
        [deletion] = heard(correcting, [correcting.deletion("d1", "m1", at=tomorrow)])
        [preference] = heard(correcting, [correcting.preference(False, at=tomorrow)])
        assert isinstance(edit, InboundEdit) and isinstance(deletion, InboundDeletion)
        assert isinstance(preference, InboundPreference)
        assert edit.sent_at == deletion.sent_at == preference.at == NOW

    def test_a_message_and_what_is_done_to_it_keep_their_order(self, correcting: Correcting) -> None:
        items = [correcting.text("m1", "Mardi"), correcting.edit("e1", "m1", "Jeudi"), correcting.deletion("d1", "m1")]
        assert [type(one) for one in heard(correcting, items)] == [InboundMessage, InboundEdit, InboundDeletion]


class TestSending:
    @respx.mock
    def test_a_message_that_was_taken_has_the_id_of_the_provider(self, reached: Reached) -> None:
        respx.post(reached.sending_url()).mock(return_value=reached.yes("p1"))
        assert reached.adapter.send(reached.access, outbound()) == Accepted("p1")

    @respx.mock
    def test_a_message_is_sent_once_whatever_the_answer(self, reached: Reached) -> None:
        route = respx.post(reached.sending_url()).mock(return_value=httpx.Response(500))
        with pytest.raises(SendUncertain):
            reached.adapter.send(reached.access, outbound())
        assert route.call_count == 1

    @respx.mock
    def test_a_code_nobody_knows_is_final_and_named(self, reached: Reached) -> None:
        respx.post(reached.sending_url()).mock(return_value=reached.no(400, 987654))
        with pytest.raises(SendRefused) as refused:
            reached.adapter.send(reached.access, outbound())
        assert refused.value.retry is Retry.NEVER
        assert refused.value.failure.code == "987654"
        assert "987654" in refused.value.failure.reason

    @pytest.mark.parametrize(
        ("answer", "retry"),
        [
            (httpx.Response(401, text="no"), Retry.CHANNEL),
            (httpx.Response(403, html="<p>blocked by a proxy</p>"), Retry.NEVER),
            (httpx.Response(429), Retry.SLOWER),
            (httpx.Response(413, html="<p>too large</p>"), Retry.NEVER),
        ],
    )
    @respx.mock
    def test_without_a_code_the_status_decides(self, reached: Reached, answer: httpx.Response, retry: Retry) -> None:
        respx.post(reached.sending_url()).mock(return_value=answer)
        with pytest.raises(SendRefused) as refused:
            reached.adapter.send(reached.access, outbound())
        assert refused.value.retry is retry

    @pytest.mark.parametrize(
        ("asked", "seconds"),
        [
            ("30", 30),
            (" 2 ", 2),
            ("", 0),
            ("-5", 0),
            ("1e9", 0),
            ("²", 0),
            ("Wed, 21 Oct 2026 07:28:00 GMT", 0),
            ("9" * 400, 3600),
        ],
    )
    @respx.mock
    def test_it_may_say_when_to_come_back(self, reached: Reached, asked: str, seconds: float) -> None:
        answer = httpx.Response(429, headers={"retry-after": asked.encode("utf-8")})
        respx.post(reached.sending_url()).mock(return_value=answer)
        with pytest.raises(SendRefused) as refused:
            reached.adapter.send(reached.access, outbound())
        assert refused.value.retry_after == seconds

    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(200, text="welcome"),
            httpx.Response(200, json={}),
            httpx.Response(200, json=None),
            httpx.Response(201, json={"messages": [], "sid": None}),
            httpx.Response(200, json={"messages": [{"id": ["p1"]}], "sid": {}}),
            httpx.Response(302, headers={"location": "https://elsewhere.example"}),
            httpx.Response(408),
            httpx.Response(500, text="oops"),
            httpx.Response(502, html="<html>"),
            httpx.Response(503, json={"error": "unavailable"}),
            httpx.Response(500, json={"error": {"code": 987654}, "code": 987654}),
        ],
    )
    @respx.mock
    def test_an_answer_that_proves_nothing_leaves_it_uncertain(self, reached: Reached, answer: httpx.Response) -> None:
        respx.post(reached.sending_url()).mock(return_value=answer)
        with pytest.raises(SendUncertain):
            reached.adapter.send(reached.access, outbound())

    @pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
    @respx.mock
    def test_without_a_connection_nothing_was_sent(self, reached: Reached, error: type[httpx.HTTPError]) -> None:
        respx.post(reached.sending_url()).mock(side_effect=error)
        with pytest.raises(NotSent):
            reached.adapter.send(reached.access, outbound())

    @pytest.mark.parametrize(
        "error",
        [
            httpx.ReadTimeout,
            httpx.WriteTimeout,
            httpx.WriteError,
            httpx.ReadError,
            httpx.RemoteProtocolError,
            httpx.DecodingError,
        ],
    )
    @respx.mock
    def test_with_a_connection_nobody_can_tell(self, reached: Reached, error: type[httpx.HTTPError]) -> None:
        respx.post(reached.sending_url()).mock(side_effect=error)
        with pytest.raises(SendUncertain):
            reached.adapter.send(reached.access, outbound())

    @pytest.mark.parametrize(
        "content",
        [Choice(choice="button", id="1", title="Oui"), SharedContacts(names=("Ana",)), Unsupported(type="poll")],
    )
    def test_what_only_customers_send_is_a_mistake_of_ours(self, phone: Phone, content: Content) -> None:
        with pytest.raises(ValueError):
            phone.adapter.send(phone.access, outbound(content))

    def test_nobody_is_reached_by_e_mail(self, reached: Reached) -> None:
        with pytest.raises(ValueError):
            reached.adapter.send(reached.access, outbound(to=Identifier("email", "ana@example.org")))

    @respx.mock
    def test_an_error_never_quotes_the_message_nor_the_secrets(self, reached: Reached) -> None:
        respx.post(reached.sending_url()).mock(return_value=reached.no(400, 1))
        with pytest.raises((SendRefused, SendUncertain)) as refused:
            reached.adapter.send(reached.access, outbound(Text(body="Mon code est 4242")))
        said = repr(refused.value) + str(refused.value) + repr(reached.access)
        assert not any(word in said for word in ("4242", "EAAtoken", "twilio-secret", CUSTOMER))
