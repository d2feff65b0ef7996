"""A filled template in the words of each provider."""

import json
from typing import Any
from uuid import uuid4

import httpx
import respx

from application.ports.messaging import Identifier, InboundMessage, Outbound
from domain.conversations.content import Parameter, Template, Unsupported
from tests.adapters.messaging.phones import CUSTOMER, FILLED, NOW, CloudPhone, SimulatorPhone, TwilioPhone


def sent_to_cloud(content: Template) -> dict[str, Any]:
    with respx.mock:
        phone = CloudPhone()
        route = respx.post(phone.sending_url()).mock(return_value=phone.yes("p1"))
        phone.adapter.send(phone.access, Outbound(uuid4(), Identifier("phone", CUSTOMER), content))
        found: dict[str, Any] = json.loads(route.calls[0].request.content)
        return found


class TestSending:
    def test_meta_gets_the_parameters_of_each_component(self) -> None:
        body = sent_to_cloud(FILLED)
        assert body["type"] == "template"
        assert body["template"] == {
            "name": "commande",
            "language": {"policy": "deterministic", "code": "fr"},
            "components": [
                {"type": "header", "parameters": [{"type": "text", "text": "A7"}]},
                {"type": "body", "parameters": [{"type": "text", "text": "Awa"}, {"type": "text", "text": "lundi"}]},
                {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "A7"}]},
                {
                    "type": "button",
                    "sub_type": "copy_code",
                    "index": "2",
                    "parameters": [{"type": "coupon_code", "coupon_code": "PROMO"}],
                },
            ],
        }

    def test_meta_gets_the_names_of_named_parameters(self) -> None:
        named = FILLED.model_copy(update={"parameters": (Parameter(part="body", name="prenom", value="Awa"),)})
        [component] = sent_to_cloud(named)["template"]["components"]
        assert component["parameters"] == [{"type": "text", "parameter_name": "prenom", "text": "Awa"}]

    def test_a_template_without_blanks_has_no_components(self) -> None:
        assert "components" not in sent_to_cloud(FILLED.model_copy(update={"parameters": ()}))["template"]

    @respx.mock
    def test_twilio_gets_the_content_and_its_variables_and_no_body(self, twilio: TwilioPhone) -> None:
        values = (Parameter(part="all", name="1", value="Awa « & é »"), Parameter(part="all", name="2", value="x"))
        content = FILLED.model_copy(update={"parameters": values})
        route = respx.post(twilio.sending_url()).mock(return_value=twilio.yes("SM1"))
        twilio.adapter.send(twilio.access, Outbound(uuid4(), Identifier("phone", CUSTOMER), content))
        form = dict(httpx.QueryParams(route.calls[0].request.content.decode()))
        assert form["ContentSid"] == "HX" + "1" * 32
        assert json.loads(form["ContentVariables"]) == {"1": "Awa « & é »", "2": "x"}
        assert "Body" not in form

    def test_the_simulator_takes_it(self) -> None:
        phone = SimulatorPhone()
        outbound = Outbound(uuid4(), Identifier("phone", CUSTOMER), FILLED)
        assert phone.adapter.send(phone.access, outbound).provider_message_id

    def test_nobody_receives_one(self) -> None:
        phone = SimulatorPhone()
        item = phone.text("m1", "x") | {"content": FILLED.model_dump(mode="json")}
        [webhook] = phone.webhooks([item])
        [found] = phone.adapter.read(webhook.body, NOW)
        assert isinstance(found, InboundMessage) and isinstance(found.content, Unsupported)
