"""The plan of an organisation: what is left is shown, and one more than it holds is refused, however it is asked."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from domain.fact import SYSTEM, Context
from domain.tenancy.plan_changes import ChangePlan
from tests.api.letters import letters, link
from tests.api.stage import Person, Response, Stage, Team
from tests.api.test_invitations import CHOSEN, ask, invite
from tests.api.test_members import change, suspend
from tests.limited import limit

HOURS = "Quels sont vos horaires ?"


@pytest.fixture
def small(stage: Stage) -> Team:
    """Two people may answer."""
    team = stage.team(plan="starter")
    team.person()
    stage.run()
    return team


def plan(person: Person) -> dict[str, Any]:
    person.stage.run()
    answer = person.get("/api/organisation/plan")
    assert answer.is_success, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def places(team: Team) -> int:
    return int(plan(team.person())["agents"]["used"])


def is_full(answer: Response) -> bool:
    told = answer.json()
    return (answer.status_code, told.get("code"), told.get("field")) == (409, "QUOTA_AGENTS", None)


def some_email() -> str:
    return f"{uuid4().hex}@exemple.fr"


def subscribe(team: Team, name: str, **limits: int) -> None:
    command = ChangePlan(organisation_id=team.organisation_id, plan=name, **limits)
    team.stage.drive.house.bus.execute(Context(team.organisation_id, SYSTEM), command)


def test_what_is_left_is_shown(stage: Stage, small: Team) -> None:
    small.hears(HOURS)
    small.hire("agent")
    shown = plan(small.hire("viewer"))
    assert (shown["plan"], shown["label"], shown["price"], shown["currency"]) == ("starter", "Starter", 75_000, "XAF")
    assert shown["contacts"] == {"used": 1, "limit": 5_000, "remaining": 4_999}
    assert shown["messages"] == {"used": 1, "limit": 10_000, "remaining": 9_999}
    assert shown["agents"] == {"used": 2, "limit": 2, "remaining": 0}
    assert shown["since"] < shown["until"]
    assert [one["price"] for one in shown["plans"]] == [75_000, 200_000, 450_000]


def test_a_plan_that_is_changed_is_shown_and_forgets_nobody(stage: Stage, small: Team) -> None:
    small.hears(HOURS)
    erased = small.person().get("/api/contacts").json()["data"][0]["contact_id"]
    subscribe(small, "enterprise", max_contacts=150_000)
    shown = plan(small.person())
    assert (shown["label"], shown["contacts"]["limit"], shown["messages"]["limit"]) == ("Enterprise", 150_000, None)
    assert shown["messages"]["remaining"] is None
    small.person().post(f"/api/contacts/{erased}/erase", {"confirm": "SUPPRIMER"})
    assert plan(small.person())["contacts"]["used"] == 0


def test_those_who_run_the_platform_have_no_plan_and_no_limits(stage: Stage) -> None:
    team = stage.team("Palabre", operator=True)
    for _ in range(3):
        team.hire("admin")
    shown = plan(team.person("super_admin"))
    assert (shown["plan"], shown["price"], shown["agents"]["limit"], shown["agents"]["remaining"]) == (None,) * 4
    assert invite(team.person("super_admin"), some_email(), role="support").is_success
    assert team.hire("support").get("/api/organisation/plan").status_code == 403, "it is a cell of the settings"


def test_nobody_is_invited_to_answer_once_all_places_are_taken(stage: Stage, small: Team) -> None:
    laura = small.person()
    assert invite(laura, some_email()).is_success
    for role in ("agent", "manager", "admin"):
        answer = invite(laura, some_email(), role=role)
        assert is_full(answer)
        assert "formule Starter compte 2 personnes" in answer.json()["detail"]
    assert invite(laura, some_email(), role="viewer").is_success, "who only reads takes no place"
    assert places(small) == 2


def test_an_invitation_that_is_withdrawn_gives_its_place_back(stage: Stage, small: Team) -> None:
    made = invite(small.person(), some_email()).json()["invitation_id"]
    assert is_full(invite(small.person(), some_email()))
    assert small.person().delete(f"/api/invitations/{made}").is_success
    assert invite(small.person(), some_email()).is_success


def test_an_invitation_that_is_asked_for_again_takes_one_place(stage: Stage, small: Team) -> None:
    email = some_email()
    first, second = (invite(small.person(), email, key="k1") for _ in range(2))
    assert first.is_success and first.json() == second.json()
    assert places(small) == 2


def test_of_two_who_take_the_last_place_at_once_one_gets_it(stage: Stage) -> None:
    for _ in range(3):
        team = stage.team(plan="starter")
        laura, marc = team.person(), team.hire("viewer")
        stage.run()
        acts = [
            lambda laura=laura: invite(laura, some_email()),
            lambda laura=laura: invite(laura, some_email()),
            lambda laura=laura, marc=marc: change(laura, marc, role="agent"),
        ]
        with ThreadPoolExecutor(3) as hands:
            answers = [hand.result() for hand in [hands.submit(act) for act in acts]]
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        assert all(is_full(answer) for answer in answers if not answer.is_success)
        assert places(team) == 2


def test_who_was_invited_comes_in_while_there_is_a_place(stage: Stage, small: Team) -> None:
    subscribe(small, "professional")
    emails = [some_email() for _ in range(2)]
    for email in emails:
        assert invite(small.person(), email).is_success
    tokens = {
        one.json()["email"]: token for token in tokens_of(stage, small) if (one := shown(stage, token)).is_success
    }
    subscribe(small, "starter")
    first, second = (ask(stage, "/auth/invitation/accept", **joining(tokens[email])) for email in emails)
    assert first.is_success, "whoever comes first has the place, though three were promised"
    assert is_full(second)
    assert "Demandez à qui vous a invité" in second.json()["detail"]
    subscribe(small, "professional")
    assert ask(stage, "/auth/invitation/accept", **joining(tokens[emails[1]])).is_success, "the link is still good"
    assert places(small) == 3


def joining(token: str) -> dict[str, str]:
    return {"token": token, "name": "Zoé", "password": CHOSEN}


def tokens_of(stage: Stage, team: Team) -> list[str]:
    return [link(letter)[1] for letter in letters(stage, team.organisation_id)]


def shown(stage: Stage, token: str) -> Any:
    return ask(stage, "/auth/invitation", token=token)


def test_nobody_comes_back_or_rises_beyond_the_places(stage: Stage, small: Team) -> None:
    laura, marc, zoe = small.person(), small.hire("agent"), small.hire("viewer")
    stage.run()
    assert is_full(change(laura, zoe, role="agent"))
    assert suspend(laura, marc).is_success
    assert change(laura, zoe, role="manager").is_success
    assert is_full(laura.post(f"/api/members/{marc.user_id}/reactivate"))
    assert change(laura, marc, role="viewer").is_success
    assert laura.post(f"/api/members/{marc.user_id}/reactivate").is_success, "who only reads takes no place"
    assert is_full(change(laura, marc, granted=["conversations.answer"]))
    assert change(laura, marc, granted=["channels.read"]).is_success
    assert change(laura, zoe, role="agent").is_success, "who has a place keeps it"
    assert change(laura, zoe, withdrawn=["conversations.answer"]).is_success
    assert places(small) == 2, "a right that is withdrawn leaves the place"


def test_a_plan_that_is_lowered_takes_nobody_away(stage: Stage, small: Team) -> None:
    subscribe(small, "professional")
    people = [small.person(), *(small.hire("agent") for _ in range(3))]
    stage.run()
    subscribe(small, "starter")
    shown = plan(people[0])
    assert shown["agents"] == {"used": 4, "limit": 2, "remaining": 0}
    assert all(person.get("/api/me").is_success for person in people)
    assert is_full(invite(people[0], some_email()))
    assert change(people[0], people[1], role="manager").is_success, "who has a place keeps it"


def test_at_the_limit_of_the_month_a_reply_and_a_template_are_refused(stage: Stage, small: Team) -> None:
    limit(stage.drive.house, small.organisation_id, messages=2)
    talk = small.hears(HOURS)["conversation_id"]
    laura = small.person()
    path = f"/api/conversations/{talk}/messages"
    assert laura.post(path, {"text": "Je regarde."}, Idempotency_Key="k1").is_success
    stage.run()
    answers = [
        laura.post(path, {"text": "Encore moi."}, Idempotency_Key="k2"),
        laura.post(
            f"/api/conversations/{talk}/templates",
            {"template_id": str(uuid4()), "variables": {}},
            Idempotency_Key="k3",
        ),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (409, "QUOTA_MESSAGES"), answer.text
    assert laura.post(path, {"text": "Je regarde."}, Idempotency_Key="k1").is_success, "asked again"
    assert small.hears("Merci")["last_message_id"], "what is received is always kept"
