"""The WhatsApp Cloud API: what is sent, and what its refusals mean."""

import json
from typing import Any
from uuid import UUID

import pytest
import respx

from adapters.messaging.whatsapp_cloud.errors import CLOUD
from application.ports.messaging import Identifier, Outbound, Retry, SendRefused
from domain.conversations.content import Content, Location, Media, Text
from tests.adapters.messaging.phones import CloudPhone, with_secrets

OURS = UUID("7a1f6f0e-52c9-4f0f-9d3a-0d9f3b8f6c11")
LUC = Identifier("phone", "+33639980011")


@respx.mock
def sent(cloud: CloudPhone, content: Content, *, to: Identifier = LUC, replies_to: str = "") -> dict[str, Any]:
    route = respx.post(cloud.sending_url()).mock(return_value=cloud.yes("p1"))
    cloud.adapter.send(cloud.access, Outbound(OURS, to, content, replies_to))
    request = route.calls.last.request
    assert request.headers["authorization"] == "Bearer EAAtoken"
    body: dict[str, Any] = json.loads(request.content)
    return body


def test_a_text_carries_our_id(cloud: CloudPhone) -> None:
    assert sent(cloud, Text(body="Bonjour")) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "33639980011",
        "type": "text",
        "text": {"body": "Bonjour", "preview_url": False},
        "biz_opaque_callback_data": str(OURS),
    }


def test_an_answer_quotes_the_message(cloud: CloudPhone) -> None:
    assert sent(cloud, Text(body="Oui"), replies_to="m9")["context"] == {"message_id": "m9"}


def test_a_person_without_a_number_is_reached_by_id(cloud: CloudPhone) -> None:
    body = sent(cloud, Text(body="Bonjour"), to=Identifier("bsuid", "FR.77001122"))
    assert body["recipient"] == "FR.77001122"
    assert "to" not in body


@pytest.mark.parametrize("reference", ["https://cdn.example/a.pdf", "880"])
def test_a_file_goes_by_link_or_by_id(cloud: CloudPhone, reference: str) -> None:
    file = Media(media="document", mime_type="application/pdf", reference=reference, caption="Devis", filename="d.pdf")
    place = "link" if reference.startswith("http") else "id"
    assert sent(cloud, file)["document"] == {place: reference, "caption": "Devis", "filename": "d.pdf"}


def test_a_sound_has_no_caption(cloud: CloudPhone) -> None:
    sound = Media(media="audio", mime_type="audio/ogg", reference="880", caption="écoutez", filename="a.ogg")
    assert sent(cloud, sound)["audio"] == {"id": "880"}


def test_a_place_is_sent(cloud: CloudPhone) -> None:
    body = sent(cloud, Location(latitude=45.764, longitude=4.8357, name="Atelier"))
    assert body["location"] == {"latitude": 45.764, "longitude": 4.8357, "name": "Atelier"}


@pytest.mark.parametrize(
    ("code", "status", "retry"),
    [
        (130429, 429, Retry.SLOWER),
        (131000, 500, Retry.SOON),
        (131016, 503, Retry.SOON),
        (133016, 400, Retry.LATER),
        (80007, 400, Retry.LATER),
        (4, 400, Retry.LATER),
        (131056, 400, Retry.RECIPIENT),
        (131048, 400, Retry.NEVER),
        (131049, 400, Retry.NEVER),
        (130472, 400, Retry.NEVER),
        (131050, 400, Retry.NEVER),
        (131047, 400, Retry.NEVER),
        (131026, 400, Retry.NEVER),
        (131030, 400, Retry.NEVER),
        (131051, 400, Retry.NEVER),
        (132000, 400, Retry.NEVER),
        (132001, 404, Retry.NEVER),
        (132005, 400, Retry.NEVER),
        (132007, 400, Retry.NEVER),
        (132012, 400, Retry.NEVER),
        (132015, 400, Retry.NEVER),
        (132016, 400, Retry.NEVER),
        (190, 401, Retry.CHANNEL),
        (190, 200, Retry.CHANNEL),
        (10, 403, Retry.CHANNEL),
        (200, 403, Retry.CHANNEL),
        (299, 403, Retry.CHANNEL),
        (131031, 403, Retry.CHANNEL),
        (368, 403, Retry.CHANNEL),
    ],
)
@respx.mock
def test_the_code_decides_whatever_the_status(cloud: CloudPhone, code: int, status: int, retry: Retry) -> None:
    respx.post(cloud.sending_url()).mock(return_value=cloud.no(status, code))
    with pytest.raises(SendRefused) as refused:
        cloud.adapter.send(cloud.access, Outbound(OURS, LUC, Text(body="Bonjour")))
    assert refused.value.retry is retry
    assert refused.value.failure == CLOUD.failure(code)


def test_every_reason_is_a_sentence(cloud: CloudPhone) -> None:
    assert all(reason.endswith(".") and len(reason) > 20 for reason, _ in CLOUD.meanings.values())


@pytest.mark.parametrize("token", ["", "  ", "EAA\ntoken", "jeton-é"])
def test_a_token_that_no_header_can_carry_stops_the_channel(cloud: CloudPhone, token: str) -> None:
    with pytest.raises(SendRefused) as refused:
        cloud.adapter.send(with_secrets(cloud.access, token), Outbound(OURS, LUC, Text(body="Bonjour")))
    assert refused.value.retry is Retry.CHANNEL
    assert "EAA" not in repr(refused.value)
