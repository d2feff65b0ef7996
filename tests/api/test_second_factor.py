"""Signing in with a second factor: mandatory for who runs the platform, as each organisation wants for the others."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pyotp
import pytest

from domain.tenancy.second_factor import PATIENCE
from tests.api.stage import PASSWORD, Person, Stage, Team


@dataclass
class Telephone:
    """What somebody enrolled, and what they noted."""

    secret: str
    recovery_codes: list[str]

    def code(self, steps: int = 1) -> str:
        """Of the next 30 seconds, which is accepted already: that of now has enrolled the telephone."""
        return pyotp.TOTP(self.secret).at(datetime.now(UTC), counter_offset=steps)


def login(stage: Stage, email: str, password: str = PASSWORD) -> dict[str, Any]:
    answer = stage.client.request("POST", "/auth/login", json={"email": email, "password": password})
    told: dict[str, Any] = answer.json()
    return told


def answers(stage: Stage, challenge: str, code: str, path: str = "/auth/second-factor") -> Any:
    return stage.client.request("POST", path, json={"challenge": challenge, "code": code})


def enrol(person: Person) -> Telephone:
    begun = person.post("/api/second-factor/enrolment").json()
    telephone = Telephone(begun["secret"], [])
    done = person.post("/api/second-factor/enrolment/confirm", {"code": telephone.code(0)})
    assert done.status_code == 200, done.text
    telephone.recovery_codes = done.json()["recovery_codes"]
    return telephone


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@exemple.fr"


@pytest.fixture
def marc(team: Team, email: str) -> Person:
    return team.hire("agent", email=email)


@pytest.fixture
def staff(stage: Stage) -> Team:
    return stage.team("Palabre", operator=True)


def test_without_a_second_factor_the_password_is_enough(stage: Stage, marc: Person, email: str) -> None:
    told = login(stage, email)
    assert told["token"] and told["second_factor_required"] is False


def test_with_one_the_password_gives_no_token_before_the_code(stage: Stage, marc: Person, email: str) -> None:
    telephone = enrol(marc)
    told = login(stage, email)
    assert told["token"] is None
    assert (told["second_factor_required"], told["enrolment_required"]) == (True, False)
    assert told["user"]["email"] == email
    entered = answers(stage, told["challenge"], telephone.code())
    assert entered.status_code == 200 and "set-cookie" in entered.headers
    marc.token = entered.json()["token"]
    assert marc.get("/api/me").is_success


def test_a_code_is_accepted_once(stage: Stage, marc: Person, email: str) -> None:
    telephone = enrol(marc)
    code = telephone.code()
    assert answers(stage, login(stage, email)["challenge"], code).is_success
    again = answers(stage, login(stage, email)["challenge"], code)
    assert (again.status_code, again.json()["code"], again.json()["field"]) == (422, "SECOND_FACTOR_CODE_WRONG", "code")


def test_a_recovery_code_works_once(stage: Stage, marc: Person, email: str) -> None:
    telephone = enrol(marc)
    code = telephone.recovery_codes[3].upper().replace("-", " ")
    assert len(set(telephone.recovery_codes)) == 10
    assert answers(stage, login(stage, email)["challenge"], code).is_success
    assert answers(stage, login(stage, email)["challenge"], code).status_code == 422
    assert marc.get("/api/second-factor").json() == {"active": True, "required": False, "recovery_codes_left": 9}


def test_wrong_codes_lock_and_say_until_when(stage: Stage, marc: Person, email: str) -> None:
    telephone = enrol(marc)
    challenge = login(stage, email)["challenge"]
    for _ in range(PATIENCE - 1):
        assert answers(stage, challenge, "000000").status_code == 422
    locked = answers(stage, challenge, "000000")
    assert (locked.status_code, locked.json()["code"]) == (429, "SECOND_FACTOR_LOCKED")
    assert 0 < int(locked.headers["retry-after"]) <= 60
    assert answers(stage, challenge, telephone.code()).status_code == 429, "the right one waits too"


@pytest.mark.parametrize("challenge", ["nonsense", "a.b.c", "é"])
def test_a_challenge_that_is_none_of_ours_opens_nothing(stage: Stage, challenge: str) -> None:
    for path in ("/auth/second-factor", "/auth/second-factor/enrolment/confirm"):
        answer = answers(stage, challenge, "123456", path)
        assert (answer.status_code, answer.json()["code"]) == (401, "CHALLENGE_OVER")
    answer = stage.client.request("POST", "/auth/second-factor/enrolment", json={"challenge": challenge})
    assert (answer.status_code, answer.json()["code"]) == (401, "CHALLENGE_OVER")


def test_a_challenge_is_no_token_and_dies_with_the_password(stage: Stage, marc: Person, email: str) -> None:
    telephone = enrol(marc)
    challenge = login(stage, email)["challenge"]
    browser = Person(stage, marc.user_id, marc.organisation_id, marc.session_id, challenge)
    assert browser.get("/api/me").json()["code"] == "TOKEN_INVALID"
    assert marc.delete("/api/sessions").is_success
    assert answers(stage, challenge, telephone.code()).json()["code"] == "CHALLENGE_OVER"


def test_who_runs_the_platform_must_enrol_before_entering(stage: Stage, staff: Team, email: str) -> None:
    staff.hire("support", email=email)
    told = login(stage, email)
    assert (told["token"], told["second_factor_required"], told["enrolment_required"]) == (None, True, True)
    challenge = told["challenge"]
    assert answers(stage, challenge, "123456").json()["code"] == "SECOND_FACTOR_NOT_ENROLLED"
    begun = stage.client.request("POST", "/auth/second-factor/enrolment", json={"challenge": challenge}).json()
    assert begun["uri"].startswith("otpauth://totp/Palabre") and begun["qr_code"].startswith("<svg")
    telephone = Telephone(begun["secret"], [])
    confirm = "/auth/second-factor/enrolment/confirm"
    assert answers(stage, challenge, "000000", confirm).status_code == 422
    entered = answers(stage, challenge, telephone.code(0), confirm).json()
    assert len(entered["recovery_codes"]) == 10 and entered["session"]["token"]
    assert login(stage, email)["enrolment_required"] is False
    again = stage.client.request("POST", "/auth/second-factor/enrolment", json={"challenge": challenge})
    assert again.json()["code"] == "SECOND_FACTOR_ACTIVE", "a challenge does not replace a second factor"


def test_an_organisation_decides_for_its_members(stage: Stage, email: str) -> None:
    team = stage.team()
    team.hire("agent", email=email)
    assert team.person("agent").put("/api/organisation/security", {"second_factor_required": True}).status_code == 403
    assert team.person().put("/api/organisation/security", {"second_factor_required": True}).is_success
    assert team.person("viewer").get("/api/organisation/security").json() == {"second_factor_required": True}
    assert login(stage, email)["enrolment_required"]
    assert team.person().put("/api/organisation/security", {"second_factor_required": False}).is_success
    assert login(stage, email)["token"]


def test_it_is_removed_against_a_code_and_only_where_it_is_not_mandatory(
    stage: Stage, marc: Person, staff: Team, email: str
) -> None:
    telephone = enrol(marc)
    assert marc.post("/api/second-factor/remove", {"code": "000000"}).status_code == 422
    assert marc.post("/api/second-factor/remove", {"code": telephone.code()}).is_success
    assert login(stage, email)["token"]
    chief = staff.hire("admin")
    mandatory = chief.post("/api/second-factor/remove", {"code": enrol(chief).code()})
    assert (mandatory.status_code, mandatory.json()["code"]) == (409, "SECOND_FACTOR_MANDATORY")


def test_new_recovery_codes_void_the_former(stage: Stage, marc: Person, email: str) -> None:
    telephone = enrol(marc)
    assert marc.post("/api/second-factor/recovery-codes", {"code": "nope"}).status_code == 422
    new = marc.post("/api/second-factor/recovery-codes", {"code": telephone.code()}).json()["recovery_codes"]
    assert not set(new) & set(telephone.recovery_codes)
    assert answers(stage, login(stage, email)["challenge"], telephone.recovery_codes[0]).status_code == 422
    assert answers(stage, login(stage, email)["challenge"], new[0]).is_success


def test_an_administrator_resets_it_and_the_sessions_end(stage: Stage, team: Team, marc: Person, email: str) -> None:
    enrol(marc)
    assert marc.post(f"/api/members/{team.person().user_id}/second-factor/reset").status_code == 403
    assert team.person().post(f"/api/members/{marc.user_id}/second-factor/reset").is_success
    stage.services.standings.forget()
    assert marc.get("/api/me").status_code == 401
    assert login(stage, email)["token"]


def test_the_team_sees_who_has_one(stage: Stage, team: Team, marc: Person) -> None:
    def shown() -> bool:
        stage.run()
        listed = {one["user_id"]: one for one in team.person().get("/api/members").json()["data"]}
        return bool(listed[str(marc.user_id)]["second_factor"])

    assert not shown()
    marc.post("/api/second-factor/enrolment")
    assert not shown(), "not before the first right code"
    enrol(marc)
    assert shown()
    assert team.person().post(f"/api/members/{marc.user_id}/second-factor/reset").is_success
    assert not shown()


@pytest.mark.parametrize("code", ["", "é" * 6, "١٢٣٤٥٦", "1" * 101, "null\x00", "12 34 5"])
def test_what_is_no_code_is_refused_with_its_field(marc: Person, code: str) -> None:
    enrol(marc)
    answer = marc.post("/api/second-factor/remove", {"code": code})
    assert (answer.status_code, answer.json()["field"]) == (422, "code")
