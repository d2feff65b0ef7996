"""What cannot be undone asks again who one is, when the sign-in is some minutes old."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.fact import SYSTEM, Context
from domain.tenancy.session import PROVED_FOR
from tests.api.stage import PASSWORD, Person, Stage, Team
from tests.api.test_second_factor import enrol
from tests.earlier import Earlier


def signed_in_before(person: Person, ago: timedelta = PROVED_FOR) -> Person:
    services = person.stage.services
    sessions = replace(services.sessions, clock=Earlier(services.clock, ago))
    opened = sessions.open(Context(person.organisation_id, SYSTEM), person.user_id)
    return replace(person, session_id=opened.session_id, token=opened.token)


def erase(person: Person, contact_id: str) -> Any:
    return person.post(f"/api/contacts/{contact_id}/erase", {"confirm": "SUPPRIMER"})


def prove(person: Person, typed: str) -> Any:
    return person.post("/api/session/proof", {"typed": typed})


@pytest.fixture
def contact_id(team: Team) -> str:
    found: str = team.hears("Bonjour")["contact_id"]
    return found


@pytest.fixture
def laura(team: Team) -> Person:
    return signed_in_before(team.hire("agent"))


def test_whoever_has_just_signed_in_is_not_asked(team: Team, contact_id: str) -> None:
    assert erase(signed_in_before(team.hire("agent"), timedelta(minutes=9)), contact_id).status_code == 200


def test_an_old_session_is_asked_for_the_password_and_then_may(laura: Person, contact_id: str) -> None:
    asked = erase(laura, contact_id)
    assert (asked.status_code, asked.json()["code"], asked.json()["see"]) == (
        403,
        "PROOF_REQUIRED",
        "/api/session/proof",
    )
    assert laura.get("/api/session/proof").json()["means"] == "password"
    assert laura.get(f"/api/contacts/{contact_id}").json()["erased"] is False
    assert prove(laura, PASSWORD).status_code == 200
    assert erase(laura, contact_id).status_code == 200, "at once, though standings are remembered"


def test_a_wrong_password_proves_nothing_and_counts(laura: Person, contact_id: str) -> None:
    wrong = prove(laura, "not hers at all")
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["field"]) == (422, "PASSWORD_WRONG", "typed")
    assert erase(laura, contact_id).json()["code"] == "PROOF_REQUIRED"
    for _ in range(9):
        prove(laura, "not hers at all")
    assert prove(laura, PASSWORD).json()["code"] == "PASSWORD_WRONG", "the account waits"


def test_whoever_has_a_second_factor_is_asked_for_a_code(laura: Person, contact_id: str) -> None:
    telephone = enrol(laura)
    assert laura.get("/api/session/proof").json()["means"] == "code"
    assert prove(laura, PASSWORD).json()["code"] == "SECOND_FACTOR_CODE_WRONG"
    assert prove(laura, telephone.code()).status_code == 200
    assert prove(laura, telephone.code()).status_code == 422, "a code is accepted once"
    assert erase(laura, contact_id).status_code == 200


def test_a_proof_is_of_one_session(stage: Stage, laura: Person, contact_id: str) -> None:
    elsewhere = signed_in_before(laura)
    assert prove(laura, PASSWORD).status_code == 200
    assert erase(elsewhere, contact_id).json()["code"] == "PROOF_REQUIRED"


def test_the_proof_is_a_fact_with_its_end(stage: Stage, laura: Person) -> None:
    prove(laura, PASSWORD)
    facts = stage.drive.house.ledger.page(0, 100_000, {"tenancy.SessionProved"})
    mine = [fact for fact in facts if fact.event.session_id == laura.session_id]
    assert mine[-1].context.actor.id == laura.user_id and mine[-1].context.ip == "203.0.113.7"
    assert mine[-1].event.until > stage.services.clock.now()
