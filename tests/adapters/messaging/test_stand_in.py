"""The stand-in of the providers: the adapters cannot tell it from the real ones."""

import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from adapters.messaging.http import pooled
from adapters.messaging.registry import providers
from adapters.messaging.stand_in.app import stand_in
from adapters.messaging.stand_in.calls import SAMPLE, Calls
from adapters.messaging.stand_in.configuration import Configuration
from application.ports.messaging import (
    Accepted,
    ChannelAccess,
    Identifier,
    MediaRefused,
    Messaging,
    Outbound,
    Receipt,
    Retry,
    SendRefused,
    SendUncertain,
    Webhook,
)
from domain.conversations.content import Media, Parameter, Template, Text
from tests.adapters.messaging import lines
from tests.adapters.messaging.phones import NOW, CloudPhone, TwilioPhone
from tests.serving import serving

LUC = Identifier("phone", "+33639980011")


class Mailbox:
    """Our own webhook address: it keeps what is posted."""

    def __init__(self) -> None:
        self.received: queue.Queue[Webhook] = queue.Queue()
        self.url = ""
        self.refusals = 0

    def next(self) -> Webhook:
        return self.received.get(timeout=10)


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            taken = mailbox.refusals == 0
            mailbox.refusals = max(0, mailbox.refusals - 1)
            if taken:
                mailbox.received.put(Webhook(mailbox.url + self.path, headers, body))
            self.send_response(200 if taken else 503)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        mailbox.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield mailbox
        server.shutdown()
        thread.join()


@dataclass
class Provider:
    """One provider as the stand-in plays it."""

    adapter: Messaging
    access: ChannelAccess
    url: str
    mailbox: Mailbox
    control: httpx.Client

    def send(self, message_id: UUID, body: str = "Bonjour") -> Accepted:
        status_url = f"{self.mailbox.url}/twilio"
        return self.adapter.send(self.access, Outbound(message_id, LUC, Text(body=body), status_url=status_url))

    def calls(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control.get("/calls").json()
        return found

    def script(self, **step: Any) -> None:
        self.control.post("/script", json={"provider": self.adapter.provider, **step}).raise_for_status()

    def receipt(self) -> Receipt:
        webhook = self.mailbox.next()
        assert self.adapter.verify(webhook, self.access)
        [part] = self.adapter.split(webhook)
        assert self.adapter.endpoint(self.access.settings) in self.adapter.candidates(part.endpoint)
        [receipt] = self.adapter.read(part.payload, NOW)
        assert isinstance(receipt, Receipt)
        return receipt


@pytest.fixture(scope="module")
def base(mailbox: Mailbox) -> Iterator[str]:
    configuration = Configuration(
        "cloud-secret", "twilio-secret", f"{mailbox.url}/whatsapp_cloud", (0, 0.01, 0.02), (0, 0)
    )
    with serving(stand_in(configuration)) as url:
        yield url


@pytest.fixture(params=["whatsapp_cloud", "twilio"])
def provider(request: pytest.FixtureRequest, base: str, mailbox: Mailbox) -> Iterator[Provider]:
    with httpx.Client(base_url=base) as control, pooled(1.0) as client:
        adapters = providers(
            client,
            whatsapp_cloud_base_url=f"{base}/whatsapp-cloud/v23.0",
            twilio_base_url=f"{base}/twilio/2010-04-01",
            twilio_content_base_url=f"{base}/twilio/v1",
        )
        access = CloudPhone().access if request.param == "whatsapp_cloud" else TwilioPhone().access
        control.delete("/calls").raise_for_status()
        yield Provider(adapters[request.param], access, base, mailbox, control)
        assert mailbox.received.empty()


def test_a_message_is_taken_then_followed_to_its_reading(provider: Provider) -> None:
    ours = uuid4()
    accepted = provider.send(ours)
    receipts = [provider.receipt() for _ in range(3)]
    assert [receipt.status for receipt in receipts] == ["sent", "delivered", "read"]
    assert {receipt.provider_message_id for receipt in receipts} == {accepted.provider_message_id}
    assert {receipt.our_id for receipt in receipts} == {ours}


def test_every_call_is_remembered(provider: Provider) -> None:
    provider.script(statuses=[])
    ours = uuid4()
    accepted = provider.send(ours, "Un café ?")
    [call] = provider.calls()
    assert call["provider"] == provider.adapter.provider
    assert (call["our_id"], call["body"]) == (str(ours), "Un café ?")
    assert call["provider_id"] == accepted.provider_message_id
    assert call["to"].endswith("33639980011")
    provider.control.delete("/calls")
    assert provider.calls() == []


def test_calls_are_told_from_where_one_stopped_looking(provider: Provider) -> None:
    provider.script(statuses=[], times=3)
    ours = [uuid4() for _ in range(3)]
    for message_id in ours:
        provider.send(message_id)
    told = provider.control.get("/calls", params={"after": 2}).json()
    assert [call["our_id"] for call in told] == [str(ours[2])]
    assert provider.control.get("/calls", params={"after": 3}).json() == []
    assert provider.control.get("/calls", params={"after": -1}).status_code == 422


def test_calls_that_were_forgotten_are_counted_all_the_same() -> None:
    calls = Calls(most=2)
    for number in range(5):
        calls.add("twilio", our_id=str(number), to="", body="", provider_id="", answer="")
    assert [call["our_id"] for call in calls.shown(0)] == ["3", "4"]
    assert [call["our_id"] for call in calls.shown(4)] == ["4"]


def test_a_refusal_can_be_ordered_and_is_used_up(provider: Provider) -> None:
    code = 131047 if provider.adapter.provider == "whatsapp_cloud" else 21211
    provider.script(status=400, code=code, times=2)
    for _ in range(2):
        with pytest.raises(SendRefused) as refused:
            provider.send(uuid4())
        assert refused.value.retry is Retry.NEVER
        assert refused.value.failure.code == str(code)
    provider.script(statuses=[])
    provider.send(uuid4())
    assert [call["answer"] for call in provider.calls()[:2]] == ["400", "400"]


def test_a_failure_can_be_ordered_for_later(provider: Provider) -> None:
    code = 131047 if provider.adapter.provider == "whatsapp_cloud" else 63016
    provider.script(statuses=["sent", "failed"], failure_code=code)
    provider.send(uuid4())
    assert provider.receipt().status == "sent"
    failed = provider.receipt()
    assert failed.failure is not None
    assert failed.failure.code == str(code)


@pytest.mark.parametrize("trouble", [{"drop": True}, {"hang": 1.5}, {"status": 502}])
def test_a_line_that_fails_leaves_it_uncertain(provider: Provider, trouble: dict[str, Any]) -> None:
    provider.script(statuses=[], **trouble)
    with pytest.raises(SendUncertain):
        provider.send(uuid4())
    assert len(provider.calls()) == 1


def test_a_message_whose_answer_was_lost_is_found_by_its_receipt(provider: Provider) -> None:
    provider.script(drop=True, statuses=["delivered"])
    ours = uuid4()
    with pytest.raises(SendUncertain):
        provider.send(ours)
    receipt = provider.receipt()
    assert (receipt.our_id, receipt.status) == (ours, "delivered")


@pytest.mark.parametrize("provider", ["whatsapp_cloud"], indirect=True)
def test_meta_insists_when_nobody_takes_its_webhook(provider: Provider) -> None:
    provider.mailbox.refusals = 2
    provider.script(statuses=["sent"])
    provider.send(uuid4())
    assert provider.receipt().status == "sent"


@pytest.mark.parametrize("provider", ["twilio"], indirect=True)
def test_twilio_survives_an_address_where_nobody_listens(provider: Provider) -> None:
    provider.script(statuses=["sent"], times=2)
    message = Outbound(uuid4(), LUC, Text(body="Bonjour"), status_url=lines.nobody())
    provider.adapter.send(provider.access, message)
    provider.send(uuid4())
    assert provider.receipt().status == "sent"


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/whatsapp-cloud/v23.0/1/messages", {"json": {"messaging_product": "whatsapp", "to": "331"}}),
        ("/whatsapp-cloud/v23.0/1/messages", {"content": b"{"}),
        ("/twilio/2010-04-01/Accounts/AC1/Messages.json", {"data": {"From": "whatsapp:+331"}}),
        ("/twilio/2010-04-01/Accounts/AC1/Messages.json", {"data": {"To": "whatsapp:+331"}}),
        ("/twilio/2010-04-01/Accounts/AC1/Messages.json", {"content": b"\xff"}),
    ],
)
@pytest.mark.parametrize("provider", ["twilio"], indirect=True)
def test_an_incomplete_message_is_refused(provider: Provider, path: str, sent: dict[str, Any]) -> None:
    credentials = "Bearer x" if "whatsapp" in path else "Basic eDp4"
    answer = provider.control.post(path, headers={"authorization": credentials}, **sent)
    assert answer.status_code == 400
    assert provider.calls() == []


@pytest.mark.parametrize("provider", ["whatsapp_cloud"], indirect=True)
def test_marking_as_read_is_no_message(provider: Provider) -> None:
    read = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
    headers = {"authorization": "Bearer x"}
    answer = provider.control.post("/whatsapp-cloud/v23.0/1/messages", json=read, headers=headers)
    assert answer.json() == {"success": True}
    assert provider.calls() == []


def test_without_credentials_nothing_is_taken(provider: Provider) -> None:
    path = "/whatsapp-cloud/v23.0/1/messages", "/twilio/2010-04-01/Accounts/AC1/Messages.json"
    assert {provider.control.post(one).status_code for one in path} == {401}


def test_a_file_is_served(provider: Provider) -> None:
    cloud = provider.adapter.provider == "whatsapp_cloud"
    where = "" if cloud else f"{provider.url}/twilio/2010-04-01/Accounts/AC1/Messages/MM1/Media/"
    sample = Media(media="image", mime_type="image/png", reference=f"{where}sample")
    assert provider.adapter.fetch(provider.access, sample, 1000).content == SAMPLE
    provider.control.put("/files/devis", content=b"%PDF", headers={"content-type": "application/pdf"})
    quote = Media(media="document", mime_type="application/pdf", reference=f"{where}devis")
    assert provider.adapter.fetch(provider.access, quote, 1000).content == b"%PDF"
    with pytest.raises(MediaRefused) as refused:
        provider.adapter.fetch(provider.access, sample.model_copy(update={"reference": f"{where}lost"}), 1000)
    assert not refused.value.retry


@pytest.mark.parametrize("step", [{"status": 200}, {"hang": -1}, {"hang": 1e9}, {"oops": 1}, {"statuses": ["lost"]}])
def test_a_script_that_means_nothing_is_refused(provider: Provider, step: dict[str, Any]) -> None:
    assert provider.control.post("/script", json=step).status_code == 422


@pytest.mark.parametrize("provider", ["twilio"], indirect=True)
def test_a_channel_of_any_account_hears_its_statuses(provider: Provider) -> None:
    settings = {"account_sid": "*", "number": "whatsapp:+33700000042"}
    provider.access = ChannelAccess("twilio", settings, {"auth_token": "twilio-secret"})
    provider.script(statuses=["sent"])
    provider.send(uuid4())
    assert provider.receipt().status == "sent"


def test_it_is_a_process_that_says_when_it_is_ready() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    reading, writing = os.pipe()
    environment = {**os.environ, "PALABRE_STAND_IN_PORT": str(port), "PALABRE_READY_FD": str(writing)}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    program = "from runtime.settings import Settings; from runtime.processes.stand_in import run; run(Settings())"
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, pass_fds=[writing])
    os.close(writing)
    try:
        with os.fdopen(reading) as ready:
            assert ready.readline() == "ready\n"
        assert httpx.get(f"http://127.0.0.1:{port}/calls", trust_env=False).json() == []
    finally:
        process.terminate()
        process.wait(10)


def test_its_templates_are_listed_page_after_page(provider: Provider) -> None:
    found = {one.name: one for one in provider.adapter.templates(provider.access)}
    assert len(found) == {"whatsapp_cloud": 5, "twilio": 3}[provider.adapter.provider]
    reminder = found["rappel_rendez_vous"]
    assert reminder.status == "approved"
    assert {variable.name for variable in reminder.wording.variables} == {"prenom", "jour", "heure"}


def test_a_template_is_taken_when_it_is_filled_in(provider: Provider) -> None:
    provider.script(statuses=[])
    [known] = [one for one in provider.adapter.templates(provider.access) if one.name == "commande_prete"]
    parameters = tuple(
        Parameter(part=one.part, name=one.name, value="x", button=one.button, button_kind="url")
        for one in known.wording.variables
    )
    content = Template(
        template_id=uuid4(), name=known.name, language="fr", reference=known.reference, parameters=parameters, body="x"
    )
    status_url = f"{provider.mailbox.url}/twilio"
    assert provider.adapter.send(provider.access, Outbound(uuid4(), LUC, content, status_url=status_url))


@pytest.mark.parametrize(
    ("name", "code"), [("commande_prete", "132000"), ("relance", "132015"), ("jamais_vu", "132001")]
)
def test_the_cloud_refuses_a_template_as_meta_does(base: str, name: str, code: str) -> None:
    content = Template(template_id=uuid4(), name=name, language="fr", reference="1", body="x")
    with pooled(1.0) as client, pytest.raises(SendRefused) as refused:
        CloudPhone().at(f"{base}/whatsapp-cloud/v23.0", client).send(
            CloudPhone().access, Outbound(uuid4(), LUC, content)
        )
    assert (refused.value.failure.code, refused.value.retry) == (code, Retry.NEVER)
