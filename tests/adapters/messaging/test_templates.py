"""What every provider promises about its templates: all of them or none, read without trust, sent as approved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as some

from application.ports.messaging import (
    ProviderTemplate,
    TemplatesUnavailable,
)
from domain.channels.template_events import Button, Variable
from tests.adapters.messaging.phones import CloudPhone, Phone, SimulatorPhone, TwilioPhone

CLOUD = "https://graph.example/v23.0/620000000000007/message_templates"
TWILIO = "https://content.example/v1/ContentAndApprovals"

ORDER: dict[str, Any] = {
    "id": "42",
    "name": "commande",
    "language": "fr",
    "category": "UTILITY",
    "status": "APPROVED",
    "quality_score": {"score": "GREEN"},
    "components": [
        {"type": "HEADER", "format": "TEXT", "text": "Commande {{1}}", "example": {"header_text": ["A7"]}},
        {"type": "BODY", "text": "Bonjour {{1}}, le {{2}}.", "example": {"body_text": [["Awa", "lundi"]]}},
        {"type": "FOOTER", "text": "Merci"},
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "QUICK_REPLY", "text": "Merci"},
                {"type": "URL", "text": "Suivre", "url": "https://a.example/{{1}}", "example": ["A7"]},
                {"type": "COPY_CODE", "text": "Copier", "example": "PROMO"},
            ],
        },
    ],
}
CONTENT: dict[str, Any] = {
    "sid": "HX" + "1" * 32,
    "friendly_name": "ami",
    "language": "fr",
    "variables": {"1": "Awa", "2": "lundi"},
    "types": {"twilio/text": {"body": "x"}, "twilio/quick-reply": {"body": "Bonjour {{1}}", "actions": []}},
    "approval_requests": {
        "name": "commande",
        "category": "TRANSACTIONAL",
        "content_type": "twilio/quick-reply",
        "status": "approved",
        "rejection_reason": "",
    },
}


def cloud_page(*templates: Any, after: str = "", more: bool = False) -> dict[str, Any]:
    paging = {
        "cursors": {"after": after or "MjQZD"},
        **({"next": "https://evil.example/?access_token=x"} if more else {}),
    }
    return {"data": list(templates), "paging": paging}


def twilio_page(*contents: Any, following: str | None = None) -> dict[str, Any]:
    return {"contents": list(contents), "meta": {"key": "contents", "next_page_url": following}}


def of_cloud(*listed: Any) -> list[ProviderTemplate]:
    with respx.mock:
        respx.get(CLOUD).mock(return_value=httpx.Response(200, json=cloud_page(*listed)))
        return list(CloudPhone().adapter.templates(CloudPhone().access))


def of_twilio(*listed: Any) -> list[ProviderTemplate]:
    with respx.mock:
        respx.get(TWILIO).mock(return_value=httpx.Response(200, json=twilio_page(*listed)))
        return list(TwilioPhone().adapter.templates(TwilioPhone().access))


def test_every_provider_of_whatsapp_has_a_window_of_a_day(phone: Phone) -> None:
    assert phone.adapter.window == timedelta(hours=24)


def test_the_simulator_has_templates_that_may_leave_and_templates_that_may_not() -> None:
    found = SimulatorPhone().adapter.templates(SimulatorPhone().access)
    assert {"approved", "pending", "paused", "rejected"} == {one.status for one in found}
    assert {variable.name for one in found for variable in one.wording.variables} >= {"1", "prenom"}
    assert len({one.key for one in found}) == len(found)


class TestListing:
    def test_a_template_of_meta_is_read_with_its_blanks_in_order(self) -> None:
        [found] = of_cloud(ORDER)
        assert (found.key, found.reference, found.category, found.status) == (
            "commande/fr",
            "42",
            "utility",
            "approved",
        )
        assert (found.quality, found.reason, found.wording.obstacle) == ("green", "", "none")
        assert [(one.key, one.example) for one in found.wording.variables] == [
            ("header.1", "A7"),
            ("1", "Awa"),
            ("2", "lundi"),
            ("button.1.1", "A7"),
            ("button.2.code", "PROMO"),
        ]
        assert found.wording.buttons[1] == Button(kind="url", text="Suivre", target="https://a.example/{{1}}")

    def test_named_blanks_of_meta_have_their_examples(self) -> None:
        named = {"body_text_named_params": [{"param_name": "jour", "example": "lundi"}]}
        body = {"type": "BODY", "text": "{{prenom}}, à {{jour}}", "example": named}
        [found] = of_cloud(ORDER | {"components": [body]})
        assert found.wording.variables == (
            Variable(key="prenom", name="prenom"),
            Variable(key="jour", name="jour", example="lundi"),
        )

    @pytest.mark.parametrize(
        ("component", "obstacle"),
        [
            ({"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["x"]}}, "media_header"),
            ({"type": "HEADER", "format": "DOCUMENT"}, "media_header"),
            ({"type": "HEADER", "format": "LOCATION"}, "location_header"),
            ({"type": "HEADER", "format": "HOLOGRAM"}, "component"),
            ({"type": "CAROUSEL", "cards": []}, "component"),
            ({"type": "BUTTONS", "buttons": [{"type": "CATALOG", "text": "Voir"}]}, "component"),
        ],
    )
    def test_what_cannot_be_filled_in_is_known_as_such(self, component: Any, obstacle: str) -> None:
        [found] = of_cloud(ORDER | {"components": [{"type": "BODY", "text": "Voici"}, component]})
        assert found.wording.obstacle == obstacle

    @pytest.mark.parametrize(
        ("claimed", "status"),
        [
            ("PAUSED", "paused"),
            ("IN_APPEAL", "in_appeal"),
            ("DISABLED", "disabled"),
            ("NOVEL", "unknown"),
            (7, "unknown"),
        ],
    )
    def test_a_status_is_told_in_our_words(self, claimed: Any, status: str) -> None:
        assert of_cloud(ORDER | {"status": claimed})[0].status == status

    def test_why_it_was_rejected_is_told_in_french(self) -> None:
        [found] = of_cloud(ORDER | {"status": "REJECTED", "rejected_reason": "INVALID_FORMAT"})
        assert found.reason.startswith("Format non valable")

    def test_a_content_of_twilio_is_read_as_it_was_approved(self) -> None:
        [found] = of_twilio(CONTENT)
        assert (found.key, found.name, found.category) == ("HX" + "1" * 32, "commande", "utility")
        assert found.wording.body == "Bonjour {{1}}"
        assert [(one.key, one.part, one.example) for one in found.wording.variables] == [
            ("1", "all", "Awa"),
            ("2", "all", "lundi"),
        ]

    def test_a_file_of_twilio_is_in_the_content_and_stands_in_nobodys_way(self) -> None:
        media = {"body": "Voici", "media": ["https://a.example/carte.pdf?x=1"]}
        [found] = of_twilio(CONTENT | {"types": {"twilio/media": media}})
        assert (found.wording.header_kind, found.wording.obstacle) == ("document", "none")
        [found] = of_twilio(CONTENT | {"types": {"twilio/list-picker": {"body": "Choisissez"}}})
        assert found.wording.obstacle == "component"

    def test_a_content_that_was_never_submitted_is_not_approved(self) -> None:
        approval = CONTENT["approval_requests"] | {"status": "unsubmitted", "name": ""}
        [found] = of_twilio(CONTENT | {"approval_requests": approval})
        assert (found.status, found.name) == ("unsubmitted", "ami")

    @respx.mock
    def test_every_page_of_meta_is_read_without_following_its_address(self, cloud: CloudPhone) -> None:
        pages = [cloud_page(ORDER, after="A", more=True), cloud_page(ORDER | {"name": "autre"}, after="B")]
        route = respx.get(CLOUD).mock(side_effect=[httpx.Response(200, json=page) for page in pages])
        assert [one.name for one in cloud.adapter.templates(cloud.access)] == ["commande", "autre"]
        assert [call.request.url.params.get("after") for call in route.calls] == [None, "A"]
        assert route.calls[1].request.headers["authorization"] == "Bearer EAAtoken"

    @respx.mock
    def test_every_page_of_twilio_is_read_where_we_call_it(self, twilio: TwilioPhone) -> None:
        following = "https://evil.example/v1/ContentAndApprovals?PageSize=1&Page=1&PageToken=PTx&Key=secret"
        pages = [twilio_page(CONTENT, following=following), twilio_page(CONTENT | {"sid": "HX2"})]
        route = respx.get(TWILIO).mock(side_effect=[httpx.Response(200, json=page) for page in pages])
        assert len(twilio.adapter.templates(twilio.access)) == 2
        asked = route.calls[1].request.url.params
        assert (asked["Page"], asked["PageToken"], asked["PageSize"]) == ("1", "PTx", "500")
        assert "Key" not in asked


GOOD: dict[str, Callable[[], dict[str, Any]]] = {
    "whatsapp_cloud": lambda: cloud_page(ORDER, more=True),
    "twilio": lambda: twilio_page(CONTENT, following=f"{TWILIO}?Page=1&PageToken=x"),
}


def url_of(phone: Phone) -> str:
    return CLOUD if isinstance(phone, CloudPhone) else TWILIO


class TestAllOrNothing:
    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(200, content=b""),
            httpx.Response(200, json={}),
            httpx.Response(200, json={"data": {}, "contents": "x"}),
            httpx.Response(200, json=[]),
            httpx.Response(500, text="oups"),
            httpx.Response(302, headers={"location": "https://evil.example"}),
            httpx.Response(200, content=b"[" * 100_000),
        ],
    )
    @respx.mock
    def test_a_page_that_means_nothing_is_no_list(self, reached: Phone, answer: httpx.Response) -> None:
        respx.get(url_of(reached)).mock(return_value=answer)
        with pytest.raises(TemplatesUnavailable) as unavailable:
            reached.adapter.templates(reached.access)
        assert unavailable.value.failure.reason.endswith(".")

    @respx.mock
    def test_a_second_page_that_fails_takes_the_first_with_it(self, reached: Phone) -> None:
        first = httpx.Response(200, json=GOOD[reached.adapter.provider]())
        respx.get(url_of(reached)).mock(side_effect=[first, httpx.ReadTimeout("slow")])
        with pytest.raises(TemplatesUnavailable):
            reached.adapter.templates(reached.access)

    @respx.mock
    def test_a_list_that_never_ends_is_left(self, reached: Phone) -> None:
        counted = iter(range(1, 1000))

        def endless(_: httpx.Request) -> httpx.Response:
            place = next(counted)
            cloud = cloud_page(ORDER, after=str(place), more=True)
            return httpx.Response(200, json=cloud | twilio_page(CONTENT, following=f"{TWILIO}?Page={place}"))

        route = respx.get(url_of(reached)).mock(side_effect=endless)
        with pytest.raises(TemplatesUnavailable):
            reached.adapter.templates(reached.access)
        assert route.call_count == 100

    @respx.mock
    def test_a_list_that_turns_in_circles_is_read_once(self, reached: Phone) -> None:
        page = cloud_page(ORDER, after="A", more=True) | twilio_page(CONTENT, following=f"{TWILIO}?Page=1")
        route = respx.get(url_of(reached)).mock(return_value=httpx.Response(200, json=page))
        assert len(reached.adapter.templates(reached.access)) == 1
        assert route.call_count == 2

    @pytest.mark.parametrize(
        ("code", "word"), [(190, "jeton"), (200, "whatsapp_business_management"), (100, "waba_id")]
    )
    @respx.mock
    def test_a_refusal_of_meta_says_what_to_mend(self, cloud: CloudPhone, code: int, word: str) -> None:
        respx.get(CLOUD).mock(return_value=cloud.no(400, code))
        with pytest.raises(TemplatesUnavailable) as unavailable:
            cloud.adapter.templates(cloud.access)
        assert word in unavailable.value.failure.reason
        assert "EAAtoken" not in str(unavailable.value)

    @respx.mock
    def test_a_refusal_of_twilio_says_what_to_mend(self, twilio: TwilioPhone) -> None:
        respx.get(TWILIO).mock(return_value=twilio.no(401, 20003))
        with pytest.raises(TemplatesUnavailable) as unavailable:
            twilio.adapter.templates(twilio.access)
        assert "identifiants" in unavailable.value.failure.reason

    def test_a_token_that_no_header_carries_is_not_sent(self, cloud: CloudPhone) -> None:
        access = replace(cloud.access, secrets={"access_token": "é\n"})
        with pytest.raises(TemplatesUnavailable):
            cloud.adapter.templates(access)


ODD = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.text(max_size=12)
    | some.sampled_from(["{{1}}", "{{é}}", "\x00"]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(["text", "type", "body"]), inner),
    max_leaves=6,
)


@tries(max_examples=40, deadline=None)
@given(field=some.sampled_from(sorted(ORDER)), value=ODD)
def test_nothing_that_meta_lists_is_an_accident(field: str, value: Any) -> None:
    of_cloud(ORDER | {field: value}, value, ORDER | {"components": [{"type": "BUTTONS", "buttons": value}, value]})


@tries(max_examples=40, deadline=None)
@given(field=some.sampled_from(sorted(CONTENT)), value=ODD)
def test_nothing_that_twilio_lists_is_an_accident(field: str, value: Any) -> None:
    of_twilio(CONTENT | {field: value}, value, CONTENT | {"types": {"twilio/card": {"title": value, "actions": value}}})


def test_a_text_without_end_is_cut() -> None:
    [found] = of_cloud(ORDER | {"components": [{"type": "BODY", "text": "{{1}} " * 100_000}]})
    assert len(found.wording.body) == 4096
