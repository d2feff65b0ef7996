"""What is sent, checked by a mock server against the providers' own specifications (Prism, where PALABRE_PRISM is)."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from adapters.messaging.twilio.adapter import Twilio
from adapters.messaging.whatsapp_cloud.adapter import WhatsAppCloud
from application.ports.messaging import Identifier, Outbound, Retry, SendRefused
from domain.conversations.content import Content, Location, Media, Text
from tests.adapters.messaging.phones import FILLED, CloudPhone, TwilioPhone
from tests.adapters.prism import mock

LUC = Identifier("phone", "+33639980011")
CONTENT = "https://content.example/v1"
LINK = "https://cdn.example/a"
SENT: list[Content] = [
    Text(body="Bonjour"),
    Location(latitude=45.764, longitude=4.8357, name="Atelier", address="Lyon"),
    Media(media="image", mime_type="image/png", reference=LINK, caption="Plan"),
    Media(media="video", mime_type="video/mp4", reference=LINK),
    Media(media="audio", mime_type="audio/ogg", reference=LINK),
    Media(media="document", mime_type="application/pdf", reference=LINK, filename="a.pdf", caption="Devis"),
    Media(media="sticker", mime_type="image/webp", reference=LINK),
]


class Newer(httpx.BaseTransport):
    """Leaves out what the specification of 2025-11 does not know yet, and orders an example."""

    def __init__(self, prefer: str = "") -> None:
        self._inner = httpx.HTTPTransport()
        self._prefer = prefer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        content = request.read()
        if request.headers.get("content-type") == "application/json":
            known = {key: value for key, value in json.loads(content).items() if key != "biz_opaque_callback_data"}
            content = json.dumps(known).encode()
        headers = {**request.headers, "prefer": self._prefer, "content-length": str(len(content))}
        return self._inner.handle_request(httpx.Request(request.method, request.url, headers=headers, content=content))

    def close(self) -> None:
        self._inner.close()


@pytest.fixture
def meta(contracts: Path) -> Iterator[str]:
    with mock(contracts / "meta/whatsapp-cloud.patched.json") as url:
        yield f"{url}/v23.0"


@pytest.fixture
def twilio_url(contracts: Path) -> Iterator[str]:
    with mock(contracts / "twilio/twilio_messages.cut.json") as url:
        yield f"{url}/2010-04-01"


def test_the_cloud_api_takes_all_that_we_send(meta: str) -> None:
    with httpx.Client(transport=Newer()) as client:
        adapter = WhatsAppCloud(client, meta)
        for content in [*SENT, FILLED]:
            outbound = Outbound(uuid4(), LUC, content, replies_to="wamid.HBgL")
            assert adapter.send(CloudPhone().access, outbound).provider_message_id


@pytest.mark.parametrize(
    ("example", "retry"),
    [
        ("rate_limit_130429", Retry.SOON),
        ("pair_rate_limit_131056", Retry.RECIPIENT),
        ("reengagement_131047", Retry.NEVER),
    ],
)
def test_the_published_refusals_are_understood(meta: str, example: str, retry: Retry) -> None:
    with httpx.Client(transport=Newer(f"code=400, example={example}")) as client, pytest.raises(SendRefused) as refused:
        WhatsAppCloud(client, meta).send(CloudPhone().access, Outbound(uuid4(), LUC, Text(body="Bonjour")))
    assert refused.value.retry is retry


def test_the_mock_of_the_cloud_api_does_check(meta: str) -> None:
    with httpx.Client(transport=Newer()) as client:
        answer = client.post(f"{meta}/1/messages", json={"type": "text"}, headers={"authorization": "Bearer x"})
    assert answer.is_client_error


def test_twilio_takes_all_that_we_send(twilio_url: str) -> None:
    with httpx.Client() as client:
        adapter = Twilio(client, twilio_url, CONTENT)
        for content in [*SENT, FILLED]:
            outbound = Outbound(uuid4(), LUC, content, status_url="https://palabre.example/api/webhooks/twilio")
            assert adapter.send(TwilioPhone().access, outbound).provider_message_id


def test_the_mock_of_twilio_does_check(twilio_url: str) -> None:
    url = TwilioPhone(twilio_url).sending_url()
    assert httpx.post(url, data={"StatusCallback": "not an address"}, auth=("AC", "x")).is_client_error


@pytest.mark.parametrize(("status", "retry"), [(400, Retry.NEVER), (401, Retry.CHANNEL), (429, Retry.SOON)])
def test_the_refusals_of_twilio_are_understood(twilio_url: str, status: int, retry: Retry) -> None:
    with httpx.Client(transport=Newer(f"code={status}")) as client, pytest.raises(SendRefused) as refused:
        Twilio(client, twilio_url, CONTENT).send(TwilioPhone().access, Outbound(uuid4(), LUC, Text(body="Bonjour")))
    assert refused.value.retry is retry


def test_the_published_templates_of_the_cloud_api_are_read(meta: str) -> None:
    with httpx.Client(transport=Newer()) as client:
        found = WhatsAppCloud(client, meta).templates(CloudPhone().access)
    assert found
    assert all(one.name and one.wording.body and one.status != "unknown" for one in found)


@pytest.fixture
def content_url(contracts: Path) -> Iterator[str]:
    with mock(contracts / "twilio/twilio_content_v1.json") as url:
        yield f"{url}/v1"


@pytest.mark.parametrize(("example", "some"), [("readEmpty", False), ("readResults", True)])
def test_the_published_contents_of_twilio_are_read(content_url: str, example: str, some: bool) -> None:
    with httpx.Client(transport=Newer(f"example={example}")) as client:
        found = Twilio(client, content_url, content_url).templates(TwilioPhone().access)
    assert bool(found) is some
    assert all(one.key.startswith("HX") and one.wording.body and one.status != "unknown" for one in found)
