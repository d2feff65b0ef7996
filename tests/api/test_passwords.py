"""Passwords that were forgotten, and passwords that change: all sessions end, links work once, and nothing is told."""

import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from application.passwords import refuse_weak
from domain.fact import SYSTEM, Context
from domain.refusal import Refused
from domain.tenancy.user import TRIES, SetPassword
from tests.api.letters import letters, link
from tests.api.stage import PASSWORD, QUICK, Person, Stage, Team

CHOSEN = "un cheval correct agrafé"
LAURA = ("Laura Petit", "laura.petit@exemple.fr", "Institut Lumière")


def ask(stage: Stage, path: str, **body: str) -> Any:
    return stage.client.request("POST", path, json=body)


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@exemple.fr"


@pytest.fixture
def marc(team: Team, email: str) -> Person:
    return team.hire("agent", email=email, name="Marc Durand")


def asked_link(stage: Stage, team: Team, email: str) -> str:
    before = len(letters(stage, team.organisation_id))
    assert ask(stage, "/auth/password-reset", email=email).status_code == 202
    assert stage.eventually(lambda: len(letters(stage, team.organisation_id)) > before)
    page, token = link(letters(stage, team.organisation_id)[0])
    assert page == "mot-de-passe"
    return token


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    stage: Stage, team: Team, marc: Person, email: str
) -> None:
    token = asked_link(stage, team, email)
    done = ask(stage, "/auth/password-reset/confirm", token=token, password=CHOSEN)
    assert (done.status_code, done.json()) == (200, {"email": email})
    stage.services.standings.forget()
    assert marc.get("/api/me").status_code == 401, "all sessions end"
    assert ask(stage, "/auth/login", email=email, password=PASSWORD).status_code == 401
    assert ask(stage, "/auth/login", email=email, password=CHOSEN).is_success
    again = ask(stage, "/auth/password-reset/confirm", token=token, password="another long password")
    assert (again.status_code, again.json()["code"]) == (409, "LINK_OVER")


def test_an_unknown_address_gets_the_same_answer_and_no_mail(stage: Stage, team: Team, marc: Person) -> None:
    before = len(letters(stage, team.organisation_id))
    known, unknown = (ask(stage, "/auth/password-reset", email=one) for one in (f"{uuid4().hex}@x.fr", "nobody"))
    assert known.json() == unknown.json() == {"sent": True}
    assert known.status_code == unknown.status_code == 202
    assert len(letters(stage, team.organisation_id)) == before


def test_a_stranger_floods_nobody(stage: Stage, team: Team, marc: Person, email: str) -> None:
    asked_link(stage, team, email)
    before = len(letters(stage, team.organisation_id))
    for _ in range(3):
        assert ask(stage, "/auth/password-reset", email=email).status_code == 202
    stage.services.passwords.aside(lambda: None).result()  # what was to be done aside is done
    assert len(letters(stage, team.organisation_id)) == before


def test_a_link_is_void_once_the_password_has_changed_otherwise(
    stage: Stage, team: Team, marc: Person, email: str
) -> None:
    token = asked_link(stage, team, email)
    context = Context(marc.organisation_id, SYSTEM)
    stage.drive.house.bus.execute(context, SetPassword(user_id=marc.user_id, password_version=2))
    answer = ask(stage, "/auth/password-reset/confirm", token=token, password=CHOSEN)
    assert answer.json()["code"] == "LINK_OVER"


def test_a_link_ends_after_half_an_hour(stage: Stage, marc: Person) -> None:
    says = {"org": str(marc.organisation_id), "sub": str(marc.user_id), "version": "1"}
    late = stage.services.tokens.note("reset", says, stage.drive.house.clock.now() - timedelta(seconds=1))
    assert ask(stage, "/auth/password-reset/confirm", token=late, password=CHOSEN).json()["code"] == "LINK_OVER"


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "é"])
def test_a_link_that_is_none_of_ours_changes_nothing(stage: Stage, token: str) -> None:
    answer = ask(stage, "/auth/password-reset/confirm", token=token, password=CHOSEN)
    assert (answer.status_code, answer.json()["code"]) == (409, "LINK_OVER")


def test_a_password_is_changed_against_the_current_one_and_the_session_goes_on(
    stage: Stage, team: Team, marc: Person, email: str
) -> None:
    elsewhere = ask(stage, "/auth/login", email=email, password=PASSWORD).json()["token"]
    wrong = marc.post("/api/password", {"current": "nope", "password": CHOSEN})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["field"]) == (422, "PASSWORD_WRONG", "current")
    changed = marc.post("/api/password", {"current": PASSWORD, "password": CHOSEN})
    assert changed.status_code == 200 and "set-cookie" in changed.headers
    stage.services.standings.forget()
    marc.token = elsewhere
    assert marc.get("/api/me").status_code == 401
    marc.token = changed.json()["token"]
    assert marc.get("/api/me").is_success
    assert ask(stage, "/auth/login", email=email, password=CHOSEN).is_success


def test_who_has_a_stolen_session_does_not_guess_the_password(stage: Stage, marc: Person) -> None:
    for _ in range(TRIES):
        assert marc.post("/api/password", {"current": "nope", "password": CHOSEN}).status_code == 422
    assert marc.post("/api/password", {"current": PASSWORD, "password": CHOSEN}).json()["code"] == "PASSWORD_WRONG"


@pytest.mark.parametrize("password", ["Institut Lumière 1", "lumiere-institut", "marc-durand1"])
def test_what_the_organisation_and_the_person_are_called_is_no_password(marc: Person, password: str) -> None:
    answer = marc.post("/api/password", {"current": PASSWORD, "password": password})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "PASSWORD_WEAK", "password")
    assert marc.get("/api/me").is_success


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "PASSWORD_SHORT"),
        ("onze lettre", "PASSWORD_SHORT"),
        ("ababababababab", "PASSWORD_WEAK"),
        ("laura.petit@exemple.fr", "PASSWORD_WEAK"),
        ("Laura Petit 1", "PASSWORD_WEAK"),
        ("palabrepalabre", "PASSWORD_WEAK"),
        ("MotDePasse123", "PASSWORD_WEAK"),
        ("unknownpassword", "PASSWORD_WEAK"),
        ("P4ssw0rd!P4ssw0rd!", "PASSWORD_WEAK"),
        ("azertyuiop123", "PASSWORD_WEAK"),
        ("1234567890123456", "PASSWORD_WEAK"),
        ("lum1ere-2026", "PASSWORD_WEAK"),
        ("p@l@bre12345", "PASSWORD_WEAK"),
        ("Bonjour12345!", "PASSWORD_WEAK"),
        ("Lumière-2026", "PASSWORD_WEAK"),
        ("Institut Lumière !", "PASSWORD_WEAK"),
        ("petitlaura75", "PASSWORD_WEAK"),
        ("é" * 1024, "PASSWORD_WEAK"),
        ("\0" * 12, "PASSWORD_WEAK"),
        ("password" * 9 + "1", "PASSWORD_WEAK"),
    ],
)
def test_what_others_would_try_is_no_password(password: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_weak(QUICK, password, about=LAURA)
    assert (refused.value.code, refused.value.field) == (code, "password")


@pytest.mark.parametrize(
    "password",
    [
        *["un cheval correct agrafé", "ñandú ñandú 2026", "x7Kq!vR2m#Zp", "日本語のパスワードですよね"],
        *["a" * 24 + "un cheval correct agrafé", "un cheval correct agrafé" + "a" * 1000, "x7Kq!vR2m#Zp" * 85],
    ],
)
def test_any_other_long_one_is(password: str) -> None:
    refuse_weak(QUICK, password, about=LAURA)


def test_what_is_looked_at_has_a_limit_whatever_is_sent() -> None:
    """Each of these characters may stand for several letters: as a whole they would take many seconds."""
    began = time.process_time()
    refuse_weak(QUICK, "4@8({[<369!1|0$5+7%2x" * 48, about=["1|!7+2z"] * 50)
    assert time.process_time() - began < 2


def test_what_one_person_is_called_is_no_matter_for_another() -> None:
    with pytest.raises(Refused):
        refuse_weak(QUICK, "Zyxomma-Petiolatum", about=["Zyxomma Petiolatum"])
    refuse_weak(QUICK, "Zyxomma-Petiolatum", about=LAURA)
