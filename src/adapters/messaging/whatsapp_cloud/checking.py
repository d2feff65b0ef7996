"""Asking Meta about a number: the token, the number, its account, and where events go.

Source: Meta, WhatsApp Business Platform OpenAPI v23.0 (`phone_numbers`, `subscribed_apps`), Graph API reference
(`me/permissions`, `app`). The app secret and the verify token cannot be asked about: a signed webhook proves them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from adapters.messaging.asking import Answer, ask, gathered
from adapters.messaging.identifiers import e164
from adapters.messaging.untrusted import mapping, mappings, text
from adapters.messaging.whatsapp_cloud.errors import code
from adapters.messaging.whatsapp_cloud.findings import FINDINGS
from adapters.messaging.whatsapp_cloud.notices import QUALITIES, customers_per_day
from application.ports.connecting import Checkup, NumberNotice

_RIGHTS = {"whatsapp_business_messaging", "whatsapp_business_management"}
_NUMBER = (
    "id,display_phone_number,verified_name,status,quality_rating,code_verification_status,name_status,account_mode,"
    "platform_type,messaging_limit_tier,throughput"
)
_IN_SERVICE = {"CONNECTED", "LINKED", "FLAGGED"}
_NOT_YET = {"PENDING", "DISCONNECTED", "UNVERIFIED", "UNKNOWN"}
_NAME_OK = {"APPROVED", "AVAILABLE_WITHOUT_REVIEW"}
_NAME_REFUSED = {"DECLINED", "EXPIRED", "NAME_NOT_APPROVED"}
_ENDLESS = ("NUMBER_FLAGGED", "ACCOUNT_DISABLED", "ACCOUNT_DELETED", "ACCOUNT_VIOLATION", "LIMIT_INCREASE_REFUSED")
_PAGES = 5  # of a hundred numbers

Json = Mapping[str, Any]


@dataclass(slots=True)
class CloudCheck:
    """One check. `number` and `account` are ids of Meta's."""

    client: httpx.Client = field(repr=False)
    base_url: str
    token: str = field(repr=False)
    number: str
    account: str
    webhook_url: str
    notice: NumberNotice | None = None

    def run(self) -> Checkup:
        """Everything, in order; what makes the rest pointless ends it."""
        return Checkup(gathered(self._codes(), FINDINGS), self.notice)

    def _codes(self) -> Iterator[str]:
        rights = self._ask("me/permissions")
        if _is_dead(rights):
            yield "TOKEN_INVALID"
            return
        number = self._ask(self.number, {"fields": _NUMBER})
        if _is_dead(number):
            yield "TOKEN_INVALID"
            return
        yield "TOKEN_VALID"
        yield _of_rights(rights)
        yield from self._of_number(number)
        yield from self._of_account()
        yield from self._of_subscriptions()

    def _of_number(self, answer: Answer) -> Iterator[str]:
        if not answer.yes or text(answer.body.get("id")) != self.number:
            yield "NUMBER_UNKNOWN"
            return
        yield "NUMBER_FOUND"
        told = answer.body
        self.notice = _notice(told)
        yield from _of_status(told)
        name = text(told.get("name_status"))
        if name in _NAME_OK:
            yield "NAME_APPROVED"
        elif name:
            yield "NAME_REFUSED" if name in _NAME_REFUSED else "NAME_IN_REVIEW"

    def _of_account(self) -> Iterator[str]:
        params = {"fields": "id", "limit": "100"}
        for _ in range(_PAGES):
            answer = self._ask(f"{self.account}/phone_numbers", params)
            if not answer.yes:
                yield "ACCOUNT_UNKNOWN"
                return
            if any(text(one.get("id")) == self.number for one in mappings(answer.body.get("data"))):
                yield "NUMBER_OF_ACCOUNT"
                return
            after = text(mapping(mapping(answer.body.get("paging")).get("cursors")).get("after"))
            if not after or "next" not in mapping(answer.body.get("paging")):
                break
            params["after"] = after
        yield "NUMBER_OF_ANOTHER_ACCOUNT"

    def _of_subscriptions(self) -> Iterator[str]:
        answer = self._ask(f"{self.account}/subscribed_apps")
        if not answer.yes:
            return  # the account itself was not shown: said already
        apps = mappings(answer.body.get("data"))
        if not apps:
            yield "ACCOUNT_NOT_SUBSCRIBED"
            return
        ours = text(self._ask("app", {"fields": "id"}).body.get("id"))
        mine = [one for one in apps if _app_id(one) == ours] if ours else apps
        if not mine:
            yield "ACCOUNT_SUBSCRIBED_ELSEWHERE"
            return
        elsewhere = text(mine[0].get("override_callback_uri"))
        yield "WEBHOOK_ELSEWHERE" if elsewhere not in ("", self.webhook_url) else "ACCOUNT_SUBSCRIBED"

    def _ask(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"}
        return ask(self.client, f"{self.base_url}/{quote(path)}", headers, params)


def _is_dead(answer: Answer) -> bool:
    """Whether the token is refused. Decide on the code: Meta's statuses differ between revisions of its documents."""
    return answer.status == httpx.codes.UNAUTHORIZED or code(mapping(answer.body.get("error"))) in (0, 190)


def _of_rights(answer: Answer) -> str:
    granted = {
        text(one.get("permission")) for one in mappings(answer.body.get("data")) if one.get("status") == "granted"
    }
    if not answer.yes or not granted:
        return "TOKEN_RIGHTS_UNKNOWN"
    return "TOKEN_RIGHTS" if granted >= _RIGHTS else "TOKEN_RIGHTS_MISSING"


def _of_status(told: Json) -> Iterator[str]:
    status = text(told.get("status"))
    if status in _IN_SERVICE:
        yield "NUMBER_CONNECTED"
    elif status:
        yield "NUMBER_NOT_REGISTERED" if status in _NOT_YET else "NUMBER_BLOCKED"
    if status == "FLAGGED":
        yield "NUMBER_FLAGGED"
    if text(told.get("code_verification_status")) not in ("", "VERIFIED"):
        yield "NUMBER_NOT_VERIFIED"
    if text(told.get("platform_type")) not in ("", "CLOUD_API"):
        yield "NUMBER_ON_PHONE"
    if text(told.get("account_mode")) == "SANDBOX":
        yield "NUMBER_IN_TEST"


def _notice(told: Json) -> NumberNotice:
    """What it says of the number; a number in service contradicts what was denied without an end."""
    shown = text(told.get("display_phone_number"))
    status = text(told.get("status"))
    return NumberNotice(
        "check",
        number=e164(shown) if shown else "",
        quality=QUALITIES.get(text(told.get("quality_rating"))),
        customers_per_day=customers_per_day(told.get("messaging_limit_tier")),
        lifted=_ENDLESS if status in _IN_SERVICE and status != "FLAGGED" else (),
    )


def _app_id(subscribed: Json) -> str:
    """Two shapes are in use: Meta's own examples nest what its schema does not."""
    return text(mapping(subscribed.get("whatsapp_business_api_data")).get("id")) or text(subscribed.get("id"))
