"""Sessions: prolonged by a cookie that is used once, seen and ended by whose they are, ended all at once if need be."""

from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest

from api.routers.sign_in import COOKIE
from domain.fact import SYSTEM, Context
from domain.tenancy.user import SetPassword
from tests.api.stage import PASSWORD, Person, Stage, Team


class Browser:
    """Somebody's browser: it keeps the cookie that it is given."""

    def __init__(self, stage: Stage, client: str = "Firefox/140") -> None:
        self.stage = stage
        self.client = client
        self.cookie = ""
        self.token = ""

    def post(self, path: str, json: Any = None, cookie: str | None = None) -> Any:
        shown = self.cookie if cookie is None else cookie
        # Always a cookie of ours: the client of the stage would show the one that it was given last.
        kept = f"{COOKIE}={shown}" if shown else "none=0"
        headers = {"user-agent": self.client.encode(), "cookie": kept.encode()}
        answer = self.stage.client.request("POST", path, json=json, headers=headers)
        if "set-cookie" in answer.headers:
            self.cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE].value
        self.token = answer.json().get("token", self.token)
        return answer

    def signs_in(self, email: str) -> Any:
        return self.post("/auth/login", {"email": email, "password": PASSWORD})

    def get(self, path: str) -> Any:
        return self.stage.client.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@exemple.fr"


@pytest.fixture
def marc(team: Team, email: str) -> Person:
    return team.hire("agent", email=email, name="Marc Durand")


def reasons(person: Person) -> list[str]:
    """How the sessions of somebody ended, as the ledger has it."""
    facts = person.stage.drive.house.ledger.page(0, 100_000, {"tenancy.SessionEnded"})
    return [fact.event.reason for fact in facts if fact.event.user_id == person.user_id]


def test_the_cookie_is_for_no_script_and_for_one_place(stage: Stage, marc: Person, email: str) -> None:
    answer = Browser(stage).signs_in(email)
    cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "strict", "/auth")
    assert cookie.value not in answer.text


def test_over_https_the_cookie_is_for_https(stage: Stage, marc: Person, email: str) -> None:
    client = stage.with_services(public_url="https://palabre.exemple.fr")
    answer = client.request("POST", "/auth/login", json={"email": email, "password": PASSWORD})
    assert SimpleCookie(answer.headers["set-cookie"])[COOKIE]["secure"]


def test_a_session_is_prolonged_again_and_again(stage: Stage, marc: Person, email: str) -> None:
    browser = Browser(stage)
    signed_in = browser.signs_in(email).json()
    for _ in range(3):
        before = browser.cookie
        answer = browser.post("/auth/refresh")
        assert answer.status_code == 200 and browser.cookie != before
        assert answer.json()["user"] == signed_in["user"]
        assert answer.json()["session_ends_at"] == signed_in["session_ends_at"], "its end does not move"
        assert browser.get("/api/me").is_success


def test_a_stolen_cookie_used_twice_ends_the_session_for_both(stage: Stage, marc: Person, email: str) -> None:
    browser, thief = Browser(stage), Browser(stage, "curl/8")
    browser.signs_in(email)
    thief.cookie = stolen = browser.cookie
    assert thief.post("/auth/refresh").is_success
    assert browser.post("/auth/refresh").json()["code"] == "SESSION_OVER"
    assert thief.post("/auth/refresh", cookie=thief.cookie or stolen).json()["code"] == "SESSION_OVER"
    stage.services.standings.forget()
    assert (browser.get("/api/me").status_code, thief.get("/api/me").status_code) == (401, 401)
    assert reasons(marc) == ["reused"]
    assert Browser(stage).signs_in(email).is_success, "the account itself goes on"


@pytest.mark.parametrize("cookie", ["", "nonsense", "a.b.c", "é", "x" * 2048, "x" * 5000])
def test_without_a_cookie_of_ours_there_is_nothing_to_prolong(stage: Stage, cookie: str) -> None:
    answer = Browser(stage).post("/auth/refresh", cookie=cookie)
    assert answer.status_code in (401, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_for_one_thing_is_not_good_for_another(stage: Stage, marc: Person, email: str) -> None:
    browser = Browser(stage)
    browser.signs_in(email)
    assert Browser(stage).post("/auth/refresh", cookie=browser.token).status_code == 401
    browser.token = browser.cookie
    assert browser.get("/api/me").json()["code"] == "TOKEN_INVALID"


def test_signing_out_ends_the_session_and_takes_the_cookie_back(stage: Stage, marc: Person, email: str) -> None:
    browser = Browser(stage)
    browser.signs_in(email)
    kept = browser.cookie
    assert browser.post("/auth/logout").json() == {"signed_out": True}
    assert browser.cookie == ""
    assert browser.post("/auth/refresh", cookie=kept).status_code == 401
    stage.services.standings.forget()
    assert browser.get("/api/me").json()["code"] == "SESSION_OVER"
    assert reasons(marc) == ["signed_out"]
    for cookie in (kept, "", "nonsense"):
        assert browser.post("/auth/logout", cookie=cookie).is_success, "signing out never fails"
    assert reasons(marc) == ["signed_out"]


def test_one_sees_where_one_is_signed_in_and_ends_it_there(stage: Stage, marc: Person, email: str) -> None:
    here, there = Browser(stage, "Firefox/140"), Browser(stage, "Safari/26")
    here.signs_in(email)
    there.signs_in(email)
    stage.run()
    listed = {one["client"]: one for one in here.get("/api/sessions").json()["data"]}
    assert listed["Firefox/140"]["current"] and not listed["Safari/26"]["current"]
    assert listed["Safari/26"]["address"] == "203.0.113.7"
    marc.token = here.token
    assert marc.delete(f"/api/sessions/{listed['Safari/26']['session_id']}").is_success
    stage.run()
    stage.services.standings.forget()
    assert there.get("/api/me").json()["code"] == "SESSION_OVER"
    assert there.post("/auth/refresh").status_code == 401
    assert "Safari/26" not in {one["client"] for one in here.get("/api/sessions").json()["data"]}
    assert here.get("/api/me").is_success


def test_a_colleagues_session_is_not_ones_own(stage: Stage, team: Team, marc: Person) -> None:
    answer = team.person("admin").delete(f"/api/sessions/{marc.session_id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "SESSION_UNKNOWN")
    assert marc.get("/api/me").is_success


def test_all_sessions_are_ended_at_once(stage: Stage, marc: Person, email: str) -> None:
    browsers = [Browser(stage) for _ in range(3)]
    for browser in browsers:
        browser.signs_in(email)
    assert marc.delete("/api/sessions").is_success
    stage.services.standings.forget()
    assert [browser.get("/api/me").status_code for browser in browsers] == [401] * 3
    assert [browser.post("/auth/refresh").status_code for browser in browsers] == [401] * 3
    browser = Browser(stage)
    browser.signs_in(email)
    stage.run()
    assert len(browser.get("/api/sessions").json()["data"]) == 1, "those of before are not shown any more"


def test_the_others_are_ended_and_this_one_goes_on(stage: Stage, marc: Person, email: str) -> None:
    here, *others = (Browser(stage) for _ in range(3))
    for browser in (here, *others):
        browser.signs_in(email)
    marc.token = here.token
    for _ in range(2):  # again does no harm
        assert marc.post("/api/sessions/end-others").is_success
        stage.services.standings.forget()
        assert [one.get("/api/me").status_code for one in others] == [401, 401]
        assert [one.post("/auth/refresh").status_code for one in others] == [401, 401]
        assert here.get("/api/me").is_success
        stage.run()
        [listed] = here.get("/api/sessions").json()["data"]
        assert listed["current"]
    assert here.post("/auth/refresh").is_success, "it is prolonged as before"
    assert Browser(stage).signs_in(email).is_success


def test_one_that_no_screen_shows_yet_is_ended_too(stage: Stage, marc: Person, email: str) -> None:
    here, thief = Browser(stage), Browser(stage, "curl/8")
    here.signs_in(email)
    stage.run()
    thief.signs_in(email)
    marc.token = here.token
    assert marc.post("/api/sessions/end-others").is_success
    stage.services.standings.forget()
    assert (here.get("/api/me").status_code, thief.get("/api/me").status_code) == (200, 401)


def test_of_two_that_end_the_others_at_once_one_is_left_at_most(stage: Stage, marc: Person, email: str) -> None:
    browsers = [Browser(stage) for _ in range(2)]
    for browser in browsers:
        browser.signs_in(email)

    def end_others(browser: Browser) -> int:
        headers = {"Authorization": f"Bearer {browser.token}"}
        return int(stage.client.request("POST", "/api/sessions/end-others", headers=headers).status_code)

    with ThreadPoolExecutor(2) as hands:
        codes = list(hands.map(end_others, browsers))
    stage.services.standings.forget()
    left = [browser.get("/api/me").status_code for browser in browsers]
    assert left.count(200) <= 1 and set(codes) <= {200, 401, 409}


def test_a_new_password_ends_all_sessions(stage: Stage, marc: Person, email: str) -> None:
    browser = Browser(stage)
    browser.signs_in(email)
    context = Context(marc.organisation_id, SYSTEM)
    stage.drive.house.bus.execute(context, SetPassword(user_id=marc.user_id, password_version=2))
    stage.services.standings.forget()
    assert browser.get("/api/me").status_code == browser.post("/auth/refresh").status_code == 401
