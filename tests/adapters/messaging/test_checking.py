"""A live check: what is wrong is said with a remedy, whatever the provider answers, and nothing leaks."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from application.ports.connecting import Checkup, NumberNotice
from application.ports.messaging import ChannelAccess
from tests.adapters.messaging import lines
from tests.adapters.messaging.phones import CloudPhone, Phone, Reached, SimulatorPhone

HERE = "https://palabre.example/api/webhooks/here"
RIGHTS = ["whatsapp_business_messaging", "whatsapp_business_management"]


def codes(checkup: Checkup) -> list[str]:
    return [finding.code for finding in checkup.findings]


class TestEveryProvider:
    def test_describes_each_thing_that_a_channel_must_hold(self, phone: Phone) -> None:
        adapter = phone.adapter
        names = {field.name: field for field in adapter.fields}
        assert list(names) == [*adapter.settings, *adapter.secrets]
        assert [name for name, field in names.items() if field.secret] == list(adapter.secrets)
        for field in adapter.fields:
            assert field.label and field.help.endswith(".") and field.example
            value = {**phone.access.settings, **phone.access.secrets}[field.name]
            assert not field.pattern or re.fullmatch(field.pattern, value)

    def test_says_of_each_finding_how_to_mend_it(self, phone: Phone) -> None:
        for code, finding in phone.adapter.findings.items():
            assert code == finding.code
            assert finding.sentence.endswith(".")
            assert (finding.level == "ok") == (finding.remedy == "")
            assert "http" not in finding.sentence + finding.remedy

    def test_leads_to_a_first_message_in_steps_that_can_be_ticked(self, phone: Phone) -> None:
        steps = phone.adapter.setup(HERE, "v-token")
        assert len({step.code for step in steps}) == len(steps)
        known = {*phone.adapter.findings, "CONNECTED", "WEBHOOK_SIGNED"}
        assert all(known.issuperset(step.done_when) for step in steps)
        assert any(step.done_when == ("WEBHOOK_SIGNED",) for step in steps)
        assert "CONNECT" in {step.code for step in steps}

    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(200, text="welcome"),
            httpx.Response(200, json=[]),
            httpx.Response(200, json={"data": [1, None, {}], "senders": ["x", {"webhook": 5}], "id": []}),
            httpx.Response(302, headers={"location": "https://elsewhere.example"}),
            httpx.Response(400, json={"error": "no"}),
            httpx.Response(403, html="<p>blocked by a proxy</p>"),
            httpx.Response(404, json={"error": {"code": "x"}}),
            httpx.Response(429),
            httpx.Response(503, text="[" * 100_000),
            httpx.Response(200, content=b"9" * 2_000_000),
        ],
    )
    @respx.mock
    def test_takes_any_answer(self, reached: Reached, answer: httpx.Response) -> None:
        respx.get().mock(return_value=answer)
        found = reached.adapter.check(reached.access, HERE)
        assert found.findings and not found.ok
        assert set(codes(found)) <= set(reached.adapter.findings)

    @pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout, httpx.ReadError, httpx.DecodingError])
    @respx.mock
    def test_says_that_nobody_answers(self, reached: Reached, error: type[httpx.HTTPError]) -> None:
        route = respx.get().mock(side_effect=error)
        assert codes(reached.adapter.check(reached.access, HERE)) == ["PROVIDER_UNREACHABLE"]
        assert route.call_count == 1, "what cannot be reached is not asked again"

    def test_says_so_of_real_lines_too(self, reached: Reached) -> None:
        with lines.server(lines.hung_up) as base:
            assert codes(reached.at(base).check(reached.access, HERE)) == ["PROVIDER_UNREACHABLE"]
        assert codes(reached.at(lines.nobody()).check(reached.access, HERE)) == ["PROVIDER_UNREACHABLE"]

    @respx.mock
    def test_puts_no_secret_in_an_address(self, reached: Reached) -> None:
        route = respx.get().mock(return_value=httpx.Response(200, json={"data": [], "status": "active", "id": "1"}))
        reached.adapter.check(reached.access, HERE)
        asked = " ".join(str(call.request.url) for call in route.calls)
        assert asked and not any(secret in asked for secret in reached.access.secrets.values())


def test_a_phone_of_nobody_is_always_well() -> None:
    phone = SimulatorPhone()
    assert codes(phone.adapter.check(phone.access, HERE)) == ["SIMULATED"]


class Meta:
    """The Graph API with everything as it should be, but for what a test changes."""

    def __init__(self, phone: CloudPhone) -> None:
        self.phone = phone
        self.rights: list[str] = RIGHTS
        self.number: dict[str, Any] = {
            "id": phone.number,
            "display_phone_number": "+33 7 00 00 00 42",
            "status": "CONNECTED",
            "quality_rating": "GREEN",
            "code_verification_status": "VERIFIED",
            "name_status": "APPROVED",
            "account_mode": "LIVE",
            "platform_type": "CLOUD_API",
            "messaging_limit_tier": "TIER_1K",
        }
        self.numbers: list[str] = [phone.number]
        self.apps: list[dict[str, Any]] = [{"whatsapp_business_api_data": {"id": "77", "name": "Palabre"}}]
        self.app: dict[str, Any] = {"id": "77"}

    def check(self) -> Checkup:
        base, number, account = self.phone.base_url, self.phone.number, self.phone.account
        rights = [{"permission": right, "status": "granted"} for right in self.rights]
        respx.get(f"{base}/me/permissions").respond(json={"data": rights})
        respx.get(f"{base}/{number}").respond(json=self.number)
        respx.get(f"{base}/{account}/phone_numbers").respond(json={"data": [{"id": one} for one in self.numbers]})
        respx.get(f"{base}/{account}/subscribed_apps").respond(json={"data": self.apps})
        respx.get(f"{base}/app").respond(json=self.app)
        return self.phone.adapter.check(self.phone.access, HERE)


class TestCloud:
    @pytest.fixture
    def meta(self, cloud: CloudPhone) -> Meta:
        return Meta(cloud)

    @respx.mock
    def test_a_number_that_is_well(self, meta: Meta) -> None:
        found = meta.check()
        assert found.ok and {finding.level for finding in found.findings} == {"ok"}
        assert found.number is not None and "NUMBER_FLAGGED" in found.number.lifted
        told = replace(found.number, lifted=())
        assert told == NumberNotice("check", "+33700000042", quality="high", customers_per_day=1000)
        assert codes(found) == [
            "TOKEN_VALID",
            "TOKEN_RIGHTS",
            "NUMBER_FOUND",
            "NUMBER_CONNECTED",
            "NAME_APPROVED",
            "NUMBER_OF_ACCOUNT",
            "ACCOUNT_SUBSCRIBED",
        ]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"status": "PENDING"}, "NUMBER_NOT_REGISTERED"),
            ({"status": "BANNED"}, "NUMBER_BLOCKED"),
            ({"status": "FLAGGED"}, "NUMBER_FLAGGED"),
            ({"code_verification_status": "EXPIRED"}, "NUMBER_NOT_VERIFIED"),
            ({"platform_type": "ON_PREMISE"}, "NUMBER_ON_PHONE"),
            ({"account_mode": "SANDBOX"}, "NUMBER_IN_TEST"),
            ({"name_status": "DECLINED"}, "NAME_REFUSED"),
            ({"name_status": "PENDING_REVIEW"}, "NAME_IN_REVIEW"),
            ({"id": "1"}, "NUMBER_UNKNOWN"),
        ],
    )
    @respx.mock
    def test_what_the_number_says(self, meta: Meta, changes: dict[str, Any], expected: str) -> None:
        meta.number |= changes
        assert expected in codes(meta.check())

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            ("rights", RIGHTS[:1], "TOKEN_RIGHTS_MISSING"),
            ("rights", [], "TOKEN_RIGHTS_UNKNOWN"),
            ("numbers", ["1"], "NUMBER_OF_ANOTHER_ACCOUNT"),
            ("apps", [], "ACCOUNT_NOT_SUBSCRIBED"),
            ("apps", [{"id": "78"}], "ACCOUNT_SUBSCRIBED_ELSEWHERE"),
            ("apps", [{"id": "77", "override_callback_uri": "https://else.example"}], "WEBHOOK_ELSEWHERE"),
            ("apps", [{"id": "77", "override_callback_uri": HERE}], "ACCOUNT_SUBSCRIBED"),
            ("app", {}, "ACCOUNT_SUBSCRIBED"),
        ],
    )
    @respx.mock
    def test_what_its_account_says(self, meta: Meta, field: str, value: Any, expected: str) -> None:
        setattr(meta, field, value)
        assert expected in codes(meta.check())

    @pytest.mark.parametrize("status", ["FLAGGED", "BANNED", "PENDING"])
    @respx.mock
    def test_a_number_in_trouble_is_pardoned_nothing(self, meta: Meta, status: str) -> None:
        meta.number["status"] = status
        found = meta.check()
        assert found.number is not None and found.number.lifted == ()

    @pytest.mark.parametrize("status", [400, 401])
    @respx.mock
    def test_a_dead_token_ends_it(self, cloud: CloudPhone, status: int) -> None:
        route = respx.get().respond(status, json={"error": {"code": 190}})
        assert codes(cloud.adapter.check(cloud.access, HERE)) == ["TOKEN_INVALID"]
        assert route.call_count == 1

    def test_a_token_that_no_header_carries_is_dead(self, cloud: CloudPhone) -> None:
        access = ChannelAccess("whatsapp_cloud", cloud.access.settings, {"access_token": "é\n"})
        assert codes(cloud.adapter.check(access, HERE)) == ["TOKEN_INVALID"]

    @respx.mock
    def test_a_number_is_found_on_a_later_page(self, meta: Meta) -> None:
        base, account = meta.phone.base_url, meta.phone.account
        following = {"cursors": {"after": "b"}, "next": "https://graph.example/x"}
        respx.get(f"{base}/{account}/phone_numbers", params={"after": "b"}).respond(
            json={"data": [{"id": meta.phone.number}]}
        )
        pages = respx.get(f"{base}/{account}/phone_numbers", params={"limit": "100"})
        pages.respond(json={"data": [{"id": "1"}], "paging": following})
        assert "NUMBER_OF_ACCOUNT" in codes(meta.check())


class TestOfficial:
    """Against Meta's own specification, where its folder is there."""

    def specification(self, contracts: Path) -> Any:
        return json.loads((contracts / "meta/whatsapp-cloud.patched.json").read_text("utf-8"))

    @respx.mock
    def test_only_documented_questions_are_asked_of_an_account(self, contracts: Path, cloud: CloudPhone) -> None:
        paths = self.specification(contracts)["paths"]
        meta = Meta(cloud)
        meta.check()
        asked = [call.request.url for call in respx.calls if f"/{cloud.account}/" in str(call.request.url)]
        assert len(asked) == 2
        for url in asked:
            documented = paths["/{Version}/{WABA-ID}/" + url.path.rpartition("/")[2]]["get"]["parameters"]
            assert set(url.params) <= {parameter.get("name") for parameter in documented}

    @respx.mock
    def test_published_examples_are_understood(self, contracts: Path, cloud: CloudPhone) -> None:
        paths = self.specification(contracts)["paths"]

        def example(path: str, name: str) -> Any:
            answer = paths["/{Version}/{WABA-ID}/" + path]["get"]["responses"]["200"]["content"]["application/json"]
            return answer["examples"][name]["value"]

        numbers = example("phone_numbers", "multiple_phone_numbers")["data"]
        for number, expected in zip(numbers, ("NUMBER_CONNECTED", "NUMBER_NOT_REGISTERED"), strict=True):
            phone = CloudPhone(number=number["id"])
            meta = Meta(phone)
            meta.number, meta.numbers = number, [one["id"] for one in numbers]
            meta.apps = example("subscribed_apps", "multiple_subscriptions")["data"]
            meta.app = {"id": "2345678901234567"}
            found = meta.check()
            assert {expected, "NUMBER_OF_ACCOUNT", "ACCOUNT_SUBSCRIBED"} <= set(codes(found))
