"""Whatever is posted, nothing breaks: a body is refused with `ValueError`, or read into what can be stored."""

import copy
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from application.ports.connecting import NumberNotice
from application.ports.messaging import (
    Inbound,
    InboundDeletion,
    InboundEdit,
    InboundMessage,
    InboundPreference,
    InboundReaction,
    Messaging,
    Notice,
    Part,
    Receipt,
    TemplateNotice,
    Webhook,
)
from tests.adapters.messaging.phones import NOW, URL, CloudPhone, SimulatorPhone, TwilioPhone

CLOUD, TWILIO, SIMULATOR = CloudPhone(), TwilioPhone(), SimulatorPhone()
EVERYBODY: list[Messaging] = [CLOUD.adapter, TWILIO.adapter, SIMULATOR.adapter]

PREFERENCE = {"wa_id": "331", "category": "marketing_messages", "value": "stop", "timestamp": 1}
SAMPLE = CLOUD.document(
    [
        CLOUD.change(
            [
                CLOUD.text("m1", "Bonjour"),
                CLOUD.message("m2", "image", {"id": "880", "mime_type": "image/png", "caption": "a"}),
                CLOUD.message("m3", "location", {"latitude": 1.5, "longitude": 2}),
                CLOUD.message("m4", "interactive", {"type": "list_reply", "list_reply": {"id": "1", "title": "Un"}}),
                CLOUD.message("m5", "contacts", [{"name": {"formatted_name": "Ana"}, "phones": [{"phone": "+331"}]}]),
                CLOUD.message("m6", "reaction", {"message_id": "p1", "emoji": "👍"}),
                CLOUD.message("m7", "order", {"product_items": [{"product_retailer_id": "a", "quantity": 1}]}),
                CLOUD.message("m8", "edit", {"original_message_id": "m0", "message": {"type": "text", "text": {}}}),
                CLOUD.message("m12", "revoke", {"original_message_id": "m0"}),
                CLOUD.message("m9", "system", {"type": "user_changed_number", "body": "x"}),
                CLOUD.message("m10", "button", {"payload": "p", "text": "t"}),
                CLOUD.message("m11", "unsupported", {"type": "poll"}),
                CLOUD.receipt("p1", "failed"),
                {"statuses": {"id": "p2", "status": "failed", "timestamp": "1", "errors": [{"code": 131047}]}},
                {"errors": {"code": 131000}},
            ]
        ),
        {"field": "account_update", "value": {"event": "DISABLED", "waba_info": {"waba_id": "1"}}},
        {"field": "user_preferences", "value": {"user_preferences": [PREFERENCE, {"category": "a"}]}},
        {"field": "smb_message_echoes", "value": {"message_echoes": [{"type": "text"}]}},
    ]
)
SIMULATED = {
    "endpoint": "demo",
    "messages": [
        SIMULATOR.text("m1", "Bonjour"),
        SIMULATOR.receipt("p1", "failed"),
        {"id": "m2", "from": "+331", "target": "p1", "emoji": "👍", "at": 1},
        {"id": "e1", "from": "+331", "edits": "m1", "content": {"kind": "text", "body": "Non"}, "at": 1},
        {"id": "d1", "from": "+331", "deletes": "m1", "at": 1},
        {"id": "p2", "from": "+331", "promotions": False, "at": 1},
        {"id": "m3", "from": "+331", "content": {"kind": "location", "latitude": 1, "longitude": 2}},
        {"id": "m4", "from": "+331", "content": {"kind": "contacts", "names": ["a"], "phones": []}},
    ],
}
FORM = {**TWILIO.text("SM1", "Bonjour"), "NumMedia": "1", "MediaUrl0": "https://x", "Latitude": "1", "Longitude": "2"}
NAMES = st.sampled_from([*FORM, "MessageStatus", "ErrorCode", "ListId", "ButtonText", "WaId", "PalabreMessage"])

texts = st.text(st.characters(codec=None, exclude_categories=())) | st.sampled_from(["", "\x00", "\ud800", "1e999"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values: SearchStrategy[Any] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=8
)


@st.composite
def tampered(draw: DrawFn, document: Any) -> Any:
    """A good document with something else in a few of its places."""
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 4))):
        node = document
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            deeper = isinstance(node[key], dict | list) and draw(st.integers(0, 9)) > 0
            if not deeper:
                node[key] = draw(values)
                break
            node = node[key]
    return document


bodies = (
    st.binary(max_size=200)
    | st.builds(lambda value: json.dumps(value).encode(), values)
    | st.builds(lambda value: json.dumps(value).encode(), tampered(SAMPLE))
    | st.builds(lambda value: json.dumps(value).encode(), tampered(SIMULATED))
)
fields = st.lists(st.tuples(NAMES | st.text(max_size=5), st.text() | st.sampled_from(list(FORM.values()))), max_size=20)
forms = st.builds(lambda pairs: urlencode([*FORM.items(), *pairs]).encode(), fields) | st.builds(
    lambda pairs: urlencode(pairs).encode(), fields
)
headers = st.dictionaries(
    st.sampled_from(["x-hub-signature-256", "x-twilio-signature", "x-palabre-signature", "content-type"]),
    st.text(max_size=60) | st.sampled_from(["sha256=", "application/json", "application/x-www-form-urlencoded"]),
)
urls = st.sampled_from([URL, f"{URL}?message=x", f"{URL}?bodySHA256=ab&message={'0' * 32}", f"{URL}?message=%ff#a"])


@settings(max_examples=500, deadline=None)
@given(body=bodies | forms, headers=headers, url=urls)
def test_whatever_is_posted_is_refused_or_read(body: bytes, headers: dict[str, str], url: str) -> None:
    for adapter in EVERYBODY:
        for part in split(adapter, Webhook(url, headers, body)):
            storable(adapter.read(part.payload, NOW))
        storable(adapter.read(body, NOW))


@settings(max_examples=500, deadline=None)
@given(document=tampered(SAMPLE))
def test_a_tampered_body_of_meta_is_read_to_its_end(document: Any) -> None:
    body = json.dumps(document).encode()
    whole = CLOUD.adapter.read(body, NOW)
    storable(whole)
    found = [
        one for part in split(CLOUD.adapter, Webhook(URL, {}, body)) for one in CLOUD.adapter.read(part.payload, NOW)
    ]
    assert len(found) <= len(whole)


@settings(max_examples=300, deadline=None)
@given(body=bodies | forms, headers=headers, url=urls)
def test_nothing_unsigned_is_ever_believed(body: bytes, headers: dict[str, str], url: str) -> None:
    for phone in (CLOUD, TWILIO, SIMULATOR):
        assert phone.adapter.verify(Webhook(url, headers, body), phone.access) is False


def test_no_text_keeps_what_cannot_be_stored() -> None:
    for adapter, document in ((CLOUD.adapter, SAMPLE), (SIMULATOR.adapter, SIMULATED)):
        found = adapter.read(json.dumps(spoiled(document)).encode(), NOW)
        assert len(found) == len(adapter.read(json.dumps(document).encode(), NOW))
        storable(found)
    storable(TWILIO.adapter.read(urlencode({**FORM, "Body": "a\x00", "ProfileName": "\x00"}).encode(), NOW))


def spoiled(value: Any, key: str = "") -> Any:
    """The same document with every text spoiled, except the names that lead through it."""
    if isinstance(value, dict):
        return {name: spoiled(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [spoiled(inner, key) for inner in value]
    led = key in {"object", "field", "type", "status", "kind", "from", "timestamp", "wa_id", "category", "value"}
    return value if led or not isinstance(value, str) else f"\x00{value}\ud83d"


def split(adapter: Messaging, webhook: Webhook) -> Sequence[Part]:
    """The parts, or none when the body is refused as it should be."""
    try:
        found = adapter.split(webhook)
    except ValueError:
        return []
    assert all(part.endpoint and adapter.candidates(part.endpoint)[0] == part.endpoint for part in found)
    return found


def storable(found: Sequence[Inbound]) -> None:
    """PostgreSQL takes it: neither NUL nor lone surrogates, and times that are over."""
    for one in found:
        assert isinstance(one, Inbound)
        written = repr(one)
        assert "\\x00" not in written.replace("\\\\", "")
        assert "\\ud8" not in written.replace("\\\\", "")
        if not isinstance(one, Receipt | Notice | NumberNotice | TemplateNotice):
            assert one.sender
            assert all(identifier.value for identifier in one.sender)
            assert (one.at if isinstance(one, InboundPreference) else one.sent_at) <= NOW
        if isinstance(one, InboundMessage | InboundReaction | InboundEdit | InboundDeletion):
            assert one.provider_message_id
        if isinstance(one, InboundReaction | InboundEdit | InboundDeletion):
            assert one.target_provider_message_id
        if isinstance(one, InboundMessage | InboundEdit):
            json.loads(one.content.model_dump_json())
            assert "nan" not in one.content.model_dump_json().lower() or one.content.kind != "location"
