"""The WhatsApp Cloud API: what its webhooks hold, and for whom."""

import json
from datetime import timedelta
from typing import Any

import pytest

from application.ports.messaging import (
    Failure,
    Identifier,
    Inbound,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    InboundReaction,
    Notice,
    Part,
    Receipt,
)
from domain.conversations.content import Choice, Content, Location, Media, SharedContacts, Text, Unsupported
from tests.adapters.messaging.phones import CUSTOMER, NOW, CloudPhone, heard


def said(cloud: CloudPhone, type: str, content: Any) -> Content:
    [message] = heard(cloud, [cloud.message("m1", type, content)])
    assert isinstance(message, InboundMessage)
    return message.content


def read(cloud: CloudPhone, document: Any) -> list[Inbound]:
    return list(cloud.adapter.read(json.dumps(document).encode(), NOW))


class TestContents:
    @pytest.mark.parametrize("kind", ["image", "audio", "video", "document", "sticker"])
    def test_a_file_is_kept_by_its_id(self, cloud: CloudPhone, kind: str) -> None:
        file = {
            "id": "880",
            "mime_type": "image/jpeg",
            "sha256": "aGFzaA==",
            "caption": "La panne",
            "filename": "a.pdf",
        }
        content = said(cloud, kind, file)
        assert isinstance(content, Media)
        assert (content.media, content.reference, content.caption) == (kind, "880", "La panne")
        assert (content.mime_type, content.sha256, content.filename) == ("image/jpeg", "aGFzaA==", "a.pdf")

    @pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Users\\x\\passwd", "/passwd", "pass\x00wd\n", "passwd"])
    def test_a_file_name_leads_nowhere(self, cloud: CloudPhone, name: str) -> None:
        content = said(cloud, "document", {"id": "880", "mime_type": "application/pdf", "filename": name})
        assert isinstance(content, Media)
        assert content.filename == "passwd"

    def test_a_file_without_an_id_is_shown_as_lost(self, cloud: CloudPhone) -> None:
        assert said(cloud, "image", {"mime_type": "image/png"}) == Unsupported(type="image")

    def test_a_place_is_kept(self, cloud: CloudPhone) -> None:
        place = {"latitude": 45.764, "longitude": "4.8357", "name": "Atelier", "address": "Lyon", "url": "https://x"}
        expected = Location(latitude=45.764, longitude=4.8357, name="Atelier", address="Lyon")
        assert said(cloud, "location", place) == expected

    @pytest.mark.parametrize("latitude", [None, "nord", 91, float("nan"), float("inf"), [], True])
    def test_a_place_that_is_nowhere_is_not(self, cloud: CloudPhone, latitude: object) -> None:
        assert said(cloud, "location", {"latitude": latitude, "longitude": 4}) == Unsupported(type="location")

    def test_a_button_that_was_pressed(self, cloud: CloudPhone) -> None:
        pressed = {"type": "button_reply", "button_reply": {"id": "rdv-1", "title": "Mardi 9 h"}}
        assert said(cloud, "interactive", pressed) == Choice(choice="button", id="rdv-1", title="Mardi 9 h")

    def test_a_row_that_was_picked(self, cloud: CloudPhone) -> None:
        row = {"type": "list_reply", "list_reply": {"id": "r2", "title": "Express", "description": "Demain"}}
        expected = Choice(choice="list", id="r2", title="Express", description="Demain")
        assert said(cloud, "interactive", row) == expected

    def test_a_quick_reply_to_a_template(self, cloud: CloudPhone) -> None:
        expected = Choice(choice="quick_reply", id="STOP", title="Me désabonner")
        assert said(cloud, "button", {"payload": "STOP", "text": "Me désabonner"}) == expected

    def test_a_filled_form_shows_what_was_filled_in(self, cloud: CloudPhone) -> None:
        form = {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": '{"note":"5"}'}}
        assert said(cloud, "interactive", form) == Unsupported(type="nfm_reply", detail='{"note":"5"}')

    def test_shared_contacts_are_names_and_numbers(self, cloud: CloudPhone) -> None:
        cards = [
            {
                "name": {"formatted_name": "Luc Ébène"},
                "phones": [{"phone": "+33 6 39 98 00 11", "wa_id": "33639980011"}],
            },
            {"name": {"first_name": "Zoé", "last_name": "Roy"}, "phones": [{"phone": "06 39 98 00 12"}, {}]},
        ]
        expected = SharedContacts(names=("Luc Ébène", "Zoé Roy"), phones=("+33639980011", "06 39 98 00 12"))
        assert said(cloud, "contacts", cards) == expected

    def test_a_number_shared_without_a_name_stands_for_it(self, cloud: CloudPhone) -> None:
        shared = [{"vcard": "BEGIN:VCARD", "phones": [{"phone": "+33639980013"}]}]
        expected = SharedContacts(names=("+33639980013",), phones=("+33639980013",))
        assert said(cloud, "contacts", shared) == expected

    def test_an_order_is_shown_but_not_understood(self, cloud: CloudPhone) -> None:
        order = {"catalog_id": "1", "product_items": [{"product_retailer_id": "vis-8", "quantity": 12}]}
        assert said(cloud, "order", order) == Unsupported(type="order", detail="Commande : 12 × vis-8")

    def test_an_edit_says_what_the_message_reads_now(self, cloud: CloudPhone) -> None:
        edit = {"original_message_id": "m0", "message": {"type": "text", "text": {"body": "Non, jeudi"}}}
        [found] = heard(cloud, [cloud.message("m1", "edit", edit)])
        assert found == InboundEdit("m1", "m0", [Identifier("phone", CUSTOMER)], Text(body="Non, jeudi"), NOW)

    def test_an_edit_into_what_nobody_knows_is_shown_as_such(self, cloud: CloudPhone) -> None:
        nested: dict[str, Any] = {}
        for _ in range(400):
            nested = {"original_message_id": "m0", "message": {"type": "edit", "edit": nested}}
        [found] = heard(cloud, [cloud.message("m1", "edit", nested)])
        assert isinstance(found, InboundEdit)
        assert found.content == Unsupported(type="edit")

    def test_a_deletion_names_the_message(self, cloud: CloudPhone) -> None:
        [found] = heard(cloud, [cloud.message("m1", "revoke", {"original_message_id": "m0"})])
        assert found == InboundDeletion("m1", "m0", [Identifier("phone", CUSTOMER)], NOW)

    @pytest.mark.parametrize("kind", ["edit", "revoke", "reaction"])
    @pytest.mark.parametrize("content", [{}, None, {"original_message_id": ""}, {"original_message_id": []}])
    def test_what_is_about_no_message_is_a_notice(self, cloud: CloudPhone, kind: str, content: Any) -> None:
        [found] = heard(cloud, [cloud.message("m1", kind, content)])
        assert isinstance(found, Notice) and found.kind == f"message.{kind}"

    def test_what_whatsapp_could_not_pass_on_says_why(self, cloud: CloudPhone) -> None:
        item = cloud.message("m1", "unsupported", {"type": "poll"})
        item["messages"]["errors"] = [{"code": 131051, "error_data": {"details": "Not supported."}}]
        [message] = heard(cloud, [item])
        assert isinstance(message, InboundMessage)
        assert message.content == Unsupported(type="unsupported", detail="poll : Not supported.")

    @pytest.mark.parametrize("type", ["hologram", "text", "image", "interactive", "button", "contacts", "location"])
    @pytest.mark.parametrize("content", [None, 12, "x", [], {}, [[]], {"type": 1}, True])
    def test_a_content_of_an_unknown_shape_is_shown_as_such(self, cloud: CloudPhone, type: str, content: Any) -> None:
        assert said(cloud, type, content) == Unsupported(type=type)

    def test_an_answer_names_the_message_it_quotes(self, cloud: CloudPhone) -> None:
        item = cloud.text("m1", "Oui")
        item["messages"]["context"] = {"id": "p9", "from": "33700000042"}
        [message] = heard(cloud, [item])
        assert isinstance(message, InboundMessage)
        assert message.replies_to == "p9"

    def test_text_that_cannot_be_stored_is_cleaned(self, cloud: CloudPhone) -> None:
        assert said(cloud, "text", {"body": "a\x00b\ud83d"}) == Text(body="ab?")

    @pytest.mark.parametrize("emoji", ["❤️", ""])
    def test_a_reaction_is_put_and_taken_away(self, cloud: CloudPhone, emoji: str) -> None:
        [reaction] = heard(cloud, [cloud.message("m1", "reaction", {"message_id": "p9", "emoji": emoji})])
        sender = [Identifier("phone", "+33639980001")]
        assert reaction == InboundReaction("m1", "p9", sender, emoji, NOW)


class TestSenders:
    def message(self, cloud: CloudPhone, contact: Any, **sender: Any) -> Inbound:
        item = {"id": "m1", "timestamp": "1", "type": "text", "text": {"body": "Bonjour"}, **sender}
        change = cloud.change([])
        change["value"].update(contacts=[contact], messages=[item])
        [found] = read(cloud, cloud.document([change]))
        return found

    def test_a_hidden_number_leaves_the_business_scoped_id(self, cloud: CloudPhone) -> None:
        contact = {"profile": {"name": "Noé", "username": "noe"}, "user_id": "FR.77001122"}
        message = self.message(cloud, contact, from_user_id="FR.77001122")
        assert isinstance(message, InboundMessage)
        assert message.sender == [Identifier("bsuid", "FR.77001122")]
        assert message.profile_name == "Noé"

    def test_the_id_may_come_with_the_contact_only(self, cloud: CloudPhone) -> None:
        message = self.message(cloud, {"profile": {"username": "noe"}, "user_id": "FR.77001122"})
        assert isinstance(message, InboundMessage)
        assert message.sender == [Identifier("bsuid", "FR.77001122")]
        assert message.profile_name == "noe"

    def test_with_both_the_phone_comes_first(self, cloud: CloudPhone) -> None:
        contact = {"wa_id": "33639980001", "user_id": "FR.77001122"}
        message = self.message(cloud, contact, **{"from": "33639980001"})
        assert isinstance(message, InboundMessage)
        assert message.sender == [Identifier("phone", "+33639980001"), Identifier("bsuid", "FR.77001122")]

    def test_an_id_given_twice_is_one_id(self, cloud: CloudPhone) -> None:
        message = self.message(cloud, {}, from_user_id="FR.77001122", **{"from": "FR.77001122"})
        assert isinstance(message, InboundMessage)
        assert message.sender == [Identifier("bsuid", "FR.77001122")]

    def test_a_number_no_country_knows_is_kept(self, cloud: CloudPhone) -> None:
        message = self.message(cloud, {}, **{"from": "999000111"})
        assert isinstance(message, InboundMessage)
        assert message.sender == [Identifier("phone", "+999000111")]

    def test_the_profile_of_somebody_else_is_not_borrowed(self, cloud: CloudPhone) -> None:
        change = cloud.change([cloud.text("m1", "a", sender="+33639980002"), cloud.text("m2", "b")])
        first, second = read(cloud, cloud.document([change]))
        assert isinstance(first, InboundMessage)
        assert isinstance(second, InboundMessage)
        assert (first.profile_name, second.profile_name) == ("", "Aïcha Benali")

    def test_a_message_from_nobody_is_a_notice(self, cloud: CloudPhone) -> None:
        assert isinstance(self.message(cloud, {}), Notice)

    def test_a_message_of_a_group_is_answered_to_nobody(self, cloud: CloudPhone) -> None:
        message = self.message(cloud, {}, **{"from": "33639980001", "group_id": "Y2Fw"})
        assert message == Notice("group.text")


class TestTimes:
    @pytest.mark.parametrize("claimed", [None, "", "soon", -5, 0, "1e400", 10**30, [], {}, True, "1789380000000"])
    def test_a_time_that_means_nothing_is_the_time_of_reception(self, cloud: CloudPhone, claimed: Any) -> None:
        item = cloud.text("m1", "Bonjour")
        item["messages"]["timestamp"] = claimed
        [message] = heard(cloud, [item])
        assert isinstance(message, InboundMessage)
        assert message.sent_at == NOW

    def test_a_number_is_as_good_as_its_spelling(self, cloud: CloudPhone) -> None:
        item = cloud.text("m1", "Bonjour")
        item["messages"]["timestamp"] = int((NOW - timedelta(hours=3)).timestamp())
        [message] = heard(cloud, [item])
        assert isinstance(message, InboundMessage)
        assert message.sent_at == NOW - timedelta(hours=3)


class TestReceipts:
    def test_a_voice_message_that_was_played_was_read(self, cloud: CloudPhone) -> None:
        [receipt] = heard(cloud, [cloud.receipt("p1", "played")])
        assert isinstance(receipt, Receipt)
        assert receipt.status == "read"

    def test_a_failure_says_what_to_do(self, cloud: CloudPhone) -> None:
        item = cloud.receipt("p1", "failed")
        item["statuses"]["errors"] = [{"code": 131047, "title": "Re-engagement message"}]
        [receipt] = heard(cloud, [item])
        assert isinstance(receipt, Receipt)
        reason = "Plus de 24 h depuis le dernier message du client : envoyez un modèle approuvé."
        assert receipt.failure == Failure("131047", reason)

    @pytest.mark.parametrize("errors", [None, [], [[]], [{}], [{"code": "x"}]])
    def test_a_failure_without_a_reason_is_still_one(self, cloud: CloudPhone, errors: Any) -> None:
        item = cloud.receipt("p1", "failed")
        item["statuses"]["errors"] = errors
        [receipt] = heard(cloud, [item])
        assert isinstance(receipt, Receipt)
        assert receipt.failure is not None
        assert receipt.failure.code == "unknown"

    @pytest.mark.parametrize("ours", ["", "42", None, 12, "not-an-id"])
    def test_data_that_is_not_our_id_is_not_taken_for_it(self, cloud: CloudPhone, ours: Any) -> None:
        item = cloud.receipt("p1", "sent")
        item["statuses"]["biz_opaque_callback_data"] = ours
        [receipt] = heard(cloud, [item])
        assert isinstance(receipt, Receipt)
        assert receipt.our_id is None


class TestNotices:
    def test_an_error_out_of_band_is_a_notice(self, cloud: CloudPhone) -> None:
        [notice] = heard(cloud, [{"errors": {"code": 130429, "title": "Rate limit hit"}}])
        assert notice == Notice(
            "error", "130429 : Débit maximal du numéro atteint. L'envoi reprend dans quelques secondes."
        )

    def test_what_the_owner_wrote_on_a_phone_is_a_notice(self, cloud: CloudPhone) -> None:
        value = {"message_echoes": [{"from": "1", "to": "2", "id": "e1", "type": "text", "text": {"body": "secret"}}]}
        document = cloud.document([{"field": "smb_message_echoes", "value": value}])
        assert read(cloud, document) == [Notice("smb_message_echoes", "text")]

    def test_a_change_of_number_is_no_message(self, cloud: CloudPhone) -> None:
        system = {"type": "user_changed_number", "body": "User changed", "wa_id": "33639980002"}
        assert heard(cloud, [cloud.message("m1", "system", system)]) == [
            Notice("system.user_changed_number", "User changed")
        ]

    @pytest.mark.parametrize(("value", "allowed"), [("stop", False), ("resume", True), ("signup", True)])
    def test_a_preference_says_who_and_since_when(self, cloud: CloudPhone, value: str, allowed: bool) -> None:
        told = {"wa_id": "33639980001", "category": "marketing_messages", "value": value, "timestamp": 1789381800}
        document = cloud.document([{"field": "user_preferences", "value": {"user_preferences": [told]}}])
        assert read(cloud, document) == [InboundPreference([Identifier("phone", CUSTOMER)], allowed, NOW)]

    @pytest.mark.parametrize("change", [{"value": "maybe"}, {"category": "other"}, {"wa_id": None}])
    def test_a_preference_that_means_nothing_to_us_is_a_notice(self, cloud: CloudPhone, change: Any) -> None:
        told = {"wa_id": "33639980001", "category": "marketing_messages", "value": "stop", **change}
        document = cloud.document([{"field": "user_preferences", "value": {"user_preferences": [told]}}])
        [notice] = read(cloud, document)
        assert isinstance(notice, Notice) and notice.kind == "user_preferences"

    def test_what_nobody_has_seen_is_a_notice(self, cloud: CloudPhone) -> None:
        changes: list[dict[str, Any]] = [{"field": "telepathy", "value": {"a": 1}}, {"field": 12, "value": None}, {}]
        assert read(cloud, cloud.document(changes)) == [Notice("telepathy"), Notice("12"), Notice("unknown")]

    def test_messages_of_another_type_than_objects_are_notices(self, cloud: CloudPhone) -> None:
        change = cloud.change([cloud.text("m1", "Bonjour")])
        change["value"]["messages"] += [None, 12, "x", [[]]]
        first, *others = read(cloud, cloud.document([change]))
        assert isinstance(first, InboundMessage)
        assert others == [Notice("malformed", "messages")] * 4

    def test_empty_lists_say_nothing(self, cloud: CloudPhone) -> None:
        assert read(cloud, cloud.document([cloud.change([]) | {"value": {"messages": [], "statuses": []}}])) == []
        assert read(cloud, {"object": "whatsapp_business_account", "entry": []}) == []


class TestSplit:
    def split(self, cloud: CloudPhone, document: Any) -> list[Part]:
        return list(cloud.adapter.split(cloud.signed(document)))

    def test_a_body_for_two_numbers_is_two_parts(self, cloud: CloudPhone) -> None:
        mine, theirs = cloud.text("m1", "à moi"), cloud.text("m2", "à eux")
        entries = [
            {"id": "1", "changes": [cloud.change([mine], "51"), cloud.change([theirs], "52")]},
            {"id": "2", "changes": [cloud.change([cloud.text("m3", "encore")], "51")]},
        ]
        first, second = self.split(cloud, {"object": "whatsapp_business_account", "entry": entries})
        assert (first.endpoint, second.endpoint) == ("51", "52")
        assert self.ids(cloud, first) == ["m1", "m3"]
        assert self.ids(cloud, second) == ["m2"]
        assert "à moi" not in json.loads(second.payload)["entry"][0]["changes"].__repr__()

    def ids(self, cloud: CloudPhone, part: Part) -> list[str]:
        found = cloud.adapter.read(part.payload, NOW)
        return [one.provider_message_id for one in found if isinstance(one, InboundMessage)]

    def test_what_names_no_number_goes_to_its_account(self, cloud: CloudPhone) -> None:
        value = {"event": "APPROVED", "message_template_name": "rappel"}
        document = cloud.document([{"field": "message_template_status_update", "value": value}])
        [part] = self.split(cloud, document)
        assert part.endpoint == f"waba:{cloud.account}"
        assert list(cloud.adapter.candidates(part.endpoint)) == [f"waba:{cloud.account}"]
        assert list(cloud.adapter.shared_endpoints(cloud.access.settings)) == [part.endpoint]

    def test_what_a_partner_is_told_goes_to_the_account_it_is_about(self, cloud: CloudPhone) -> None:
        value = {"event": "PARTNER_REMOVED", "waba_info": {"waba_id": "777"}}
        [part] = self.split(cloud, cloud.document([{"field": "account_update", "value": value}]))
        assert part.endpoint == "waba:777"

    def test_a_body_for_nobody_has_no_part(self, cloud: CloudPhone) -> None:
        assert self.split(cloud, {"object": "whatsapp_business_account", "entry": []}) == []
        assert self.split(cloud, {"object": "whatsapp_business_account", "entry": [{"changes": [{}]}]}) == []

    @pytest.mark.parametrize("object", ["instagram", "page", None, 1])
    def test_a_body_about_another_product_is_refused(self, cloud: CloudPhone, object: Any) -> None:
        with pytest.raises(ValueError):
            self.split(cloud, {"object": object, "entry": []})

    def test_a_body_for_thousands_of_numbers_is_refused(self, cloud: CloudPhone) -> None:
        changes = [cloud.change([], str(number)) for number in range(1001)]
        with pytest.raises(ValueError):
            self.split(cloud, cloud.document(changes))
