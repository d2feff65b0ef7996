"""Opening an organisation: its first administrator comes in by a mail, and nobody learns who is a member."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest

from tests.api.letters import letters, link
from tests.api.stage import Stage, Team

CHOSEN = "un cheval correct agrafé"


def sign_up(stage: Stage, email: str, key: str = "k1", **changes: str) -> Any:
    body = {"organization": "Salon Nour", "name": "Nour Haddad", "email": email} | changes
    return stage.client.request("POST", "/auth/sign-up", json=body, headers={"Idempotency-Key": key})


def founded(email: str, key: str = "k1") -> UUID:
    return uuid5(NAMESPACE_URL, f"sign-up:{email}:{key}")


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@exemple.fr"


def test_an_organisation_is_opened_and_run_by_who_signed_up(stage: Stage, email: str) -> None:
    assert sign_up(stage, email, time_zone="Africa/Douala").status_code == 202
    page, token = link(letters(stage, founded(email))[0])
    assert page == "rejoindre"
    body = {"token": token, "name": "Nour Haddad", "password": CHOSEN}
    assert stage.client.request("POST", "/auth/invitation/accept", json=body).is_success
    credentials = {"email": email, "password": CHOSEN}
    signed_in = stage.client.request("POST", "/auth/login", json=credentials).json()
    assert signed_in["user"]["role"] == "admin"
    headers = {"Authorization": f"Bearer {signed_in['token']}"}
    me = stage.client.request("GET", "/api/me", headers=headers).json()
    assert me["organization"] == {
        "id": str(founded(email)),
        "name": "Salon Nour",
        "time_zone": "Africa/Douala",
        "operator": False,
    }
    assert stage.client.request("GET", "/api/conversations", headers=headers).json()["data"] == []


def test_asking_twice_opens_one(stage: Stage, email: str) -> None:
    for _ in range(2):
        assert sign_up(stage, email).status_code == 202
    assert len(letters(stage, founded(email))) == 1
    stream = (founded(email), founded(email))
    assert len(stage.drive.house.ledger.load([stream])[stream]) == 1


def test_the_address_of_a_member_opens_nothing_and_is_told_the_same(stage: Stage, team: Team, email: str) -> None:
    team.hire("agent", email=email)
    known, unknown = sign_up(stage, email), sign_up(stage, f"{uuid4().hex}@exemple.fr")
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json()) == (202, {"sent": True})
    stream = (founded(email), founded(email))
    assert stage.drive.house.ledger.load([stream])[stream] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"organization": " "}, "organization"),
        ({"organization": "x" * 150}, "organization"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"email": "nobody"}, "email"),
        ({"name": " "}, "name"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_with_its_field(
    stage: Stage, email: str, change: dict[str, str], field: str
) -> None:
    answer = sign_up(stage, **{"email": email} | change)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert stage.drive.house.ledger.load([(founded(email), founded(email))])[founded(email), founded(email)] == []


def test_where_sign_up_is_closed_it_says_whom_to_ask(stage: Stage, email: str) -> None:
    client = stage.with_services(sign_up_open=False)
    body = {"organization": "Salon Nour", "name": "Nour", "email": email}
    answer = client.request("POST", "/auth/sign-up", json=body, headers={"Idempotency-Key": "k1"})
    assert (answer.status_code, answer.json()["code"]) == (404, "SIGN_UP_UNKNOWN")
