"""The licence desk: what each act changes, refuses, and leaves alone when asked twice."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.api.counter import Counter, Moved, facts_of, moving
from tests.api.stage import Stage, Team
from tests.api.test_proof import signed_in_before

DAY = timedelta(days=1)


@pytest.fixture
def desk(team: Team) -> Counter:
    return Counter(team)


@pytest.fixture
def clock(stage: Stage) -> Iterator[Moved]:
    with moving(stage) as clock:
        yield clock


def test_a_licence_is_sold_with_its_key_and_is_on_the_sheet(desk: Counter) -> None:
    sold = desk.sells(email=" Awa@Exemple.fr ", hwid="HW-1", notes=" Salon ")
    assert re.fullmatch(r"PLB(-[0-9A-Z]{5}){4}", sold["key"])
    shown = desk.shown(sold)
    assert {name: shown[name] for name in sold if name != "sequence"} == {
        name: value for name, value in sold.items() if name != "sequence"
    }
    assert (shown["email"], shown["hwid"], shown["notes"]) == ("Awa@Exemple.fr", "HW-1", "Salon")
    assert (shown["status"], shown["plan"], shown["days_left"]) == ("active", "premium", 30)
    assert (shown["price_cents"], shown["mrr_cents"], shown["ltv_cents"], shown["currency"]) == (
        2900,
        2900,
        34800,
        "EUR",
    )
    assert (shown["issued_by"], shown["issued_by_id"]) == ("user", str(desk.team.person().user_id))
    assert (shown["last_check_in_at"], shown["revoked_reason"], shown["auto_renew"]) == (None, "", True)


def test_a_sale_asked_twice_is_one_and_gives_the_same_key(desk: Counter) -> None:
    answers = [desk.tries(key="k1", hwid="HW-1").json() for _ in range(2)]
    assert [one | {"sequence": 0} for one in answers] == [answers[0] | {"sequence": 0}] * 2
    assert desk.facts(answers[0]["licence_id"]) == ["licensing.LicenceIssued"]
    other = desk.tries(key="k1", hwid="HW-2")
    assert (other.status_code, other.json()["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert desk.get("/counts")["total"] == 1


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"email": "awa"}, 422, "EMAIL_INVALID", "email"),
        ({"hwid": " "}, 422, "HWID_INVALID", "hwid"),
        ({"plan": "gold"}, 422, "VALUE_INVALID", "plan"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 422, "LICENCE_TERM_OVER", "expires_at"),
        ({"expires_at": "2199-01-01T00:00:00Z"}, 422, "LICENCE_TERM_FAR", "expires_at"),
        ({"expires_at": "2099-01-01T00:00:00"}, 422, "VALUE_INVALID", "expires_at"),
        ({"notes": "x" * 2001}, 422, "NOTES_LONG", "notes"),
        ({"notes": "\x00"}, 422, "VALUE_INVALID", "notes"),
        ({"hwid": "HW-TAKEN"}, 409, "HWID_TAKEN", "hwid"),
    ],
)
def test_what_is_no_licence_is_refused_and_nothing_is_kept(
    desk: Counter, changes: dict[str, Any], status: int, code: str, field: str
) -> None:
    desk.sells(hwid="HW-TAKEN")
    answer = desk.tries(**changes)
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (status, code, field)
    assert desk.get("/counts")["total"] == 1


ACTS: dict[str, tuple[Any, str]] = {
    "renew": ({"basis": "expiry", "days": 30}, "LicenceRenewed"),
    "extend": ({"days": 15, "reason": "Geste commercial"}, "LicenceExtended"),
    "change-plan": ({"plan": "enterprise"}, "LicencePlanChanged"),
    "suspend": ({"reason": "Impayé"}, "LicenceSuspended"),
    "transfer": ({"hwid": "HW-9"}, "LicenceTransferred"),
    "revoke": ({"confirm": "REVOQUER", "reason": "fraud", "note": ""}, "LicenceRevoked"),
}


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_asked_twice_is_one(desk: Counter, verb: str) -> None:
    sold, (body, fact) = desk.sells(), ACTS[verb]
    for _ in range(2):
        answer = desk.does(sold, verb, body, key="k1")
        assert answer.status_code == 200, answer.text
    assert desk.facts(sold["licence_id"]) == ["licensing.LicenceIssued", f"licensing.{fact}"]


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_on_what_is_not_there_is_unknown(desk: Counter, verb: str) -> None:
    answer = desk.does({"licence_id": uuid4()}, verb, ACTS[verb][0])
    assert (answer.status_code, answer.json()["code"]) == (404, "LICENCE_UNKNOWN")


@pytest.mark.parametrize("verb", [verb for verb in ACTS if verb != "revoke"])
def test_nothing_is_done_with_a_licence_that_was_revoked(desk: Counter, verb: str) -> None:
    sold = desk.sells()
    desk.does(sold, *("revoke", ACTS["revoke"][0]))
    answer = desk.does(sold, verb, ACTS[verb][0])
    assert (answer.status_code, answer.json()["code"]) == (409, "LICENCE_REVOKED")


@pytest.mark.parametrize(
    ("verb", "body", "code", "field"),
    [
        ("renew", {"days": 30}, "VALUE_INVALID", "basis"),
        ("renew", {"basis": "now", "days": 1}, "LICENCE_SHORTENED", "basis"),
        ("renew", {"basis": "expiry", "days": 0}, "DAYS_INVALID", "days"),
        ("extend", {"days": 7, "reason": " "}, "REASON_INVALID", "reason"),
        ("extend", {"days": 10**30, "reason": "x"}, "DAYS_INVALID", "days"),
        ("suspend", {"reason": ""}, "REASON_INVALID", "reason"),
        ("transfer", {"hwid": ""}, "HWID_INVALID", "hwid"),
        ("revoke", {"confirm": "revoquer", "reason": "fraud"}, "VALUE_INVALID", "confirm"),
        ("revoke", {"confirm": "REVOQUER", "reason": "erased"}, "VALUE_INVALID", "reason"),
        ("revoke", {"confirm": "REVOQUER", "reason": "other", "note": " "}, "NOTE_MISSING", "note"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(
    desk: Counter, verb: str, body: dict[str, Any], code: str, field: str
) -> None:
    sold = desk.sells()
    answer = desk.does(sold, verb, body)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
    assert desk.facts(sold["licence_id"]) == ["licensing.LicenceIssued"]


def test_a_term_is_prolonged_from_where_it_was_asked(desk: Counter, clock: Moved) -> None:
    sold = desk.sells(plan="starter")
    desk.does(sold, "renew", {"basis": "expiry"})
    assert desk.shown(sold)["days_left"] == 60
    clock.by = 61 * DAY
    assert (desk.shown(sold)["status"], desk.shown(sold)["days_left"]) == ("grace_period", -1)
    desk.does(sold, "extend", {"days": 7, "reason": "Geste commercial"})
    assert (desk.shown(sold)["status"], desk.shown(sold)["days_left"]) == ("active", 7)


def test_another_plan_has_its_own_price_and_keeps_the_term(desk: Counter) -> None:
    sold = desk.sells()
    desk.does(sold, "change-plan", {"plan": "enterprise"})
    shown = desk.shown(sold)
    assert (shown["plan"], shown["mrr_cents"], shown["expires_at"]) == ("enterprise", 9900, sold["expires_at"])


def test_what_is_said_of_it_is_replaced(desk: Counter) -> None:
    sold = desk.sells()
    body = {"payment_method": "courtesy", "auto_renew": False, "notes": "Offerte"}
    for _ in range(2):
        assert desk.asks(f"/{sold['licence_id']}", body, method="PUT").is_success
    shown = desk.shown(sold)
    assert {name: shown[name] for name in body} == body
    assert (shown["mrr_cents"], shown["ltv_cents"], shown["price_cents"]) == (0, 0, 2900)
    assert desk.facts(sold["licence_id"]) == ["licensing.LicenceIssued", "licensing.LicenceAmended"]


def test_one_that_is_suspended_pays_nothing_until_it_is_back(desk: Counter) -> None:
    sold = desk.sells()
    desk.does(sold, "suspend", {"reason": "Impayé"})
    shown = desk.shown(sold)
    assert (shown["status"], shown["suspended_reason"], shown["mrr_cents"]) == ("suspended", "Impayé", 0)
    for _ in range(2):
        assert desk.does(sold, "reinstate").is_success
    shown = desk.shown(sold)
    assert (shown["status"], shown["suspended_reason"], shown["mrr_cents"]) == ("active", "", 2900)
    assert desk.facts(sold["licence_id"])[-1] == "licensing.LicenceReinstated"
    assert len(desk.facts(sold["licence_id"])) == 3


def test_the_machine_that_was_left_may_have_another_licence(desk: Counter) -> None:
    sold = desk.sells(hwid="HW-1")
    desk.does(sold, "transfer", {"hwid": "HW-2"})
    assert desk.shown(sold)["hwid"] == "HW-2"
    assert desk.tries(hwid="hw-2 ").json()["code"] == "HWID_TAKEN"
    second = desk.sells(hwid="HW-1")
    desk.does(second, "revoke", ACTS["revoke"][0])
    shown = desk.shown(second)
    assert (shown["status"], shown["revoked_reason"], shown["mrr_cents"]) == ("revoked", "fraud", 0)
    assert desk.tries(hwid="HW-1").status_code == 201


def test_revoking_asks_again_who_one_is(desk: Counter) -> None:
    sold = desk.sells()
    laura = signed_in_before(desk.team.hire("manager"))
    answer = laura.post(f"/api/licences/{sold['licence_id']}/revoke", ACTS["revoke"][0])
    assert (answer.status_code, answer.json()["code"]) == (403, "PROOF_REQUIRED")
    assert desk.shown(sold)["status"] == "active"


def test_its_history_is_in_words_and_outlives_it(desk: Counter) -> None:
    sold, other = desk.sells(), desk.sells()
    desk.does(sold, "extend", {"days": 7, "reason": "Geste commercial"})
    desk.does(sold, "revoke", ACTS["revoke"][0])
    told = [
        one for one in desk.get(f"/{sold['licence_id']}/history")["data"] if one["name"] != "licensing.LicenceDelivered"
    ]
    assert [one["sentence"] for one in told] == [
        "Licence révoquée : fraude détectée",
        "Licence prolongée de 7 jours (Geste commercial)",
        "Licence créée : Premium",
    ]
    assert {one["actor_id"] for one in told} == {str(desk.team.person().user_id)}
    first = desk.get("/activity", limit=2)
    everything = first["data"] + desk.get("/activity", cursor=first["next_cursor"])["data"]
    acts = [one for one in everything if one["name"] != "licensing.LicenceDelivered"]
    assert [one["licence_id"] for one in acts] == [
        sold["licence_id"],
        sold["licence_id"],
        other["licence_id"],
        sold["licence_id"],
    ]
    assert {one["email"] for one in everything} == {"awa@exemple.fr"}
    answer = desk.team.person().get(f"/api/licences/{uuid4()}/history")
    assert (answer.status_code, answer.json()["code"]) == (404, "LICENCE_UNKNOWN")


def test_nothing_of_an_erased_customer_is_left_on_any_screen(desk: Counter) -> None:
    sold = desk.sells(email="zoe@exemple.fr", hwid="HW-ZOE", notes="Zoé du salon")
    desk.does(sold, "suspend", {"reason": "Zoé ne paie pas"})
    person = desk.team.person()
    erased = person.post(f"/api/contacts/{sold['contact_id']}/erase", {"confirm": "SUPPRIMER"})
    assert erased.is_success, erased.text
    desk.team.stage.run()
    paths = ("", f"/{sold['licence_id']}", f"/{sold['licence_id']}/history", "/activity", "/alerts")
    for text in [person.get(f"/api/licences{path}").text for path in paths] + [desk.asks("/export").text]:
        assert sold["licence_id"] in text or "alerts" in text
        assert not re.search(f"(?i)zo[eé]|{sold['key']}", text)
    assert desk.listed(search="zoe") == desk.listed(search=sold["key"])[1:] == []


def test_the_prices_of_tomorrow_are_not_those_of_what_was_sold(desk: Counter) -> None:
    sold, settings = desk.sells(), desk.get("/settings")
    assert settings["currency"] == "EUR" and settings["terms"]["premium"] == {"price_cents": 2900, "grace_days": 7}
    body = {name: value for name, value in settings.items() if name != "stale"}
    body |= {"currency": "XAF", "expiring_days": 3}
    body["terms"] = {plan: {"price_cents": 500000, "grace_days": 1} for plan in body["terms"]}
    for _ in range(2):
        assert desk.asks("/settings", body, method="PUT").is_success
    assert desk.get("/settings") == body | {"stale": False}
    assert (desk.shown(sold)["mrr_cents"], desk.shown(sold)["currency"]) == (2900, "EUR")
    later = desk.shown(desk.sells())
    assert (later["mrr_cents"], later["currency"]) == (500000, "XAF")
    told = [one.event.name for one in facts_of(desk.team)]
    assert told.count("licensing.LicenceSettingsChanged") == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"terms": {"starter": {"price_cents": 1, "grace_days": 1}}}, "PLANS_MISSING", "terms"),
        ({"expiring_days": 0}, "DAYS_INVALID", "expiring_days"),
        ({"silent_days": 91}, "DAYS_INVALID", "silent_days"),
        ({"currency": "€"}, "VALUE_INVALID", "currency"),
    ],
)
def test_settings_that_cannot_be_are_refused(desk: Counter, changes: dict[str, Any], code: str, field: str) -> None:
    body = {name: value for name, value in desk.get("/settings").items() if name != "stale"}
    answer = desk.asks("/settings", body | changes, method="PUT")
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
