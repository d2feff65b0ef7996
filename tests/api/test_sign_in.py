"""Signing in: who may, who may not, and what is told to those who may not."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest

from adapters.secrets.tokens import SessionTokens
from domain.fact import Fact
from domain.refusal import Refused
from domain.tenancy.permissions import held_by
from domain.tenancy.user import TRIES
from tests.api.stage import PASSWORD, Person, Stage, Team


def sign_in(stage: Stage, email: str, password: str = PASSWORD) -> Any:
    return stage.client.request("POST", "/auth/login", json={"email": email, "password": password})


def facts_of(person: Person) -> list[Fact[Any]]:
    stream = (person.organisation_id, person.user_id)
    return list(person.stage.drive.house.ledger.load([stream])[stream])


def test_a_right_password_opens_a_session(stage: Stage, team: Team) -> None:
    email = f"{uuid4().hex}@exemple.fr"
    person = team.hire("agent", email=email, name="Marc Durand")
    answer = sign_in(stage, email)
    assert answer.status_code == 200
    assert answer.json()["user"] == {
        "id": str(person.user_id),
        "email": email,
        "name": "Marc Durand",
        "role": "agent",
        "organization_id": str(team.organisation_id),
    }
    person.token = answer.json()["token"]
    assert person.get("/api/me").json()["name"] == "Marc Durand"
    expires_at, ends_at = (datetime.fromisoformat(answer.json()[name]) for name in ("expires_at", "session_ends_at"))
    assert timedelta(minutes=14) < expires_at - datetime.now(UTC) <= timedelta(minutes=15)
    assert timedelta(hours=11) < ends_at - datetime.now(UTC) <= timedelta(hours=12)


def test_an_email_is_the_same_however_it_is_written(stage: Stage, team: Team) -> None:
    name = uuid4().hex
    team.hire("agent", email=f"{name}@exemple.fr")
    assert sign_in(stage, f"  {name.upper()}@EXEMPLE.fr ").status_code == 200


def test_signing_in_is_a_fact_with_address_and_client(stage: Stage, team: Team) -> None:
    email = f"{uuid4().hex}@exemple.fr"
    person = team.hire("agent", email=email)
    stage.client.request(
        "POST", "/auth/login", json={"email": email, "password": PASSWORD}, headers={"user-agent": "Firefox/140"}
    )
    last = facts_of(person)[-1]
    assert last.event.name == "tenancy.UserSignedIn"
    assert (last.context.ip, last.context.user_agent) == ("203.0.113.7", "Firefox/140")
    assert last.context.actor.id == person.user_id


def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(stage: Stage, team: Team) -> None:
    email = f"{uuid4().hex}@exemple.fr"
    person = team.hire("agent", email=email)
    wrong, unknown = sign_in(stage, email, "wrong"), sign_in(stage, "nobody@exemple.fr")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json()["code"] == unknown.json()["code"] == "CREDENTIALS_INVALID"
    assert wrong.json() | {"request_id": ""} == unknown.json() | {"request_id": ""}
    assert stage.eventually(lambda: facts_of(person)[-1].event.name == "tenancy.SignInFailed")
    assert (facts_of(person)[-1].context.ip, facts_of(person)[-1].context.actor.id) == ("203.0.113.7", person.user_id)


def test_after_many_wrong_passwords_the_right_one_waits_and_nothing_tells_why(stage: Stage, team: Team) -> None:
    email = f"{uuid4().hex}@exemple.fr"
    person = team.hire("agent", email=email)
    for count in range(TRIES):
        assert sign_in(stage, email, "wrong").status_code == 401
        assert stage.eventually(lambda: len(facts_of(person)) == 3 + count)  # noqa: B023 - called at once
    refused = sign_in(stage, email)
    assert refused.json() | {"request_id": ""} == sign_in(stage, "nobody@exemple.fr").json() | {"request_id": ""}
    assert person.get("/api/me").is_success, "who is signed in already is not put out by somebody's guesses"


def test_an_unknown_email_costs_a_password_check_too(stage: Stage) -> None:
    passwords = stage.services.sign_ins.passwords
    passwords.verify(None, PASSWORD)  # the hash that nobody has is made at first use
    begun = time.perf_counter()
    passwords.verify(None, PASSWORD)
    nobody = time.perf_counter() - begun
    kept = passwords.hash(PASSWORD)
    begun = time.perf_counter()
    passwords.verify(kept, PASSWORD)
    somebody = time.perf_counter() - begun
    assert nobody > somebody / 4


def test_registering_twice_changes_nothing_and_an_email_has_one_owner(stage: Stage, team: Team, others: Team) -> None:
    email = f"{uuid4().hex}@exemple.fr"
    team.hire("agent", email=email)
    with pytest.raises(Refused) as refused:
        others.hire("agent", email=email.upper())
    assert refused.value.code == "EMAIL_TAKEN"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({}, "TOKEN_MISSING"),
        ({"Authorization": "Basic dXNlcjpwYXNz"}, "TOKEN_MISSING"),
        ({"Authorization": "Bearer nonsense"}, "TOKEN_INVALID"),
    ],
)
def test_without_a_session_nothing_is_shown(stage: Stage, header: dict[str, str], code: str) -> None:
    answer = stage.client.request("GET", "/api/me", headers=header)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith('Bearer realm="palabre"')
    assert answer.json()["code"] == code


def forged(stage: Stage, person: Person, **changes: Any) -> str:
    """A token like ours, but for the changes; `key` and `algorithm` sign it."""
    now = datetime.now(UTC)
    key = changes.pop("key", stage.drive.house.master_key.derive("session-token:v2"))
    algorithm = changes.pop("algorithm", "HS256")
    claims = {
        "sub": str(person.user_id),
        "org": str(person.organisation_id),
        "sid": str(person.session_id),
        "iat": now,
        "exp": now + timedelta(hours=1),
        "jti": uuid4().hex,
        "aud": "palabre-dashboard",
        "iss": "palabre",
    } | changes
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm=algorithm)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": b"another key of thirty-two bytes!"},
        {"algorithm": "none", "key": None},
        {"algorithm": "HS512", "key": b"x" * 64},
        {"aud": "another-application"},
        {"iss": "somebody"},
        {"aud": None},
        {"iss": None},
        {"exp": None},
        {"jti": None},
        {"sid": None},
        {"sid": ["an id"]},
        {"sub": "not-an-id"},
        {"org": 5},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_a_forged_token_opens_nothing(stage: Stage, team: Team, changes: dict[str, Any]) -> None:
    person = team.person()
    person = replace(person, token=forged(stage, person, **changes))
    answer = person.get("/api/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")


def test_our_own_claims_signed_with_our_key_do_open(stage: Stage, team: Team) -> None:
    person = team.person()
    assert replace(person, token=forged(stage, person)).get("/api/me").is_success


def test_an_expired_session_says_so(stage: Stage, team: Team) -> None:
    person = team.person()
    tokens = SessionTokens(stage.drive.house.master_key, -60)
    token, _ = tokens.issue(person.user_id, person.organisation_id, person.session_id)
    answer = replace(person, token=token).get("/api/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")


@pytest.mark.parametrize("field", ["user_id", "organisation_id", "session_id"])
def test_a_token_for_a_stranger_or_for_a_session_that_is_not_theirs_is_nobodys(
    stage: Stage, team: Team, others: Team, field: str
) -> None:
    ids = {name: getattr(team.person(), name) for name in ("user_id", "organisation_id", "session_id")}
    for wrong in (uuid4(), getattr(others.person(), field), getattr(team.person("viewer"), field)):
        if wrong != ids[field]:
            token, _ = stage.services.tokens.issue(**ids | {field: wrong})
            assert replace(team.person(), token=token).get("/api/me").json()["code"] == "SESSION_OVER"


def test_me_tells_the_organisation_and_what_the_role_may_do(team: Team) -> None:
    me = team.person("viewer").get("/api/me").json()
    assert me["organization"] == {
        "id": str(team.organisation_id),
        "name": "Institut Lumière",
        "time_zone": "Europe/Paris",
        "operator": False,
    }
    assert set(me["permissions"]) == held_by("viewer", operator=False)


def test_me_tells_what_may_be_done(stage: Stage, team: Team) -> None:
    def permissions(somebody: Person) -> set[str]:
        return set(somebody.get("/api/me").json()["permissions"])

    mine, operators = permissions(team.person()), permissions(stage.team(operator=True).person())
    assert {"conversations.read", "conversations.answer", "contacts.erase"} <= mine
    of_the_platform = operators - mine
    assert "platform.webhooks.read" in of_the_platform
    assert all(name.startswith("platform.") for name in of_the_platform)


def test_members_are_those_of_the_organisation(stage: Stage, team: Team, others: Team) -> None:
    team.hire("agent", name="Zoé")
    team.hire("manager", name="Ève")
    others.hire("agent", name="Un voisin")
    stage.run()
    members = team.person("viewer").get("/api/members").json()["data"]
    assert {member["name"] for member in members} == {"Zoé", "Ève"}
