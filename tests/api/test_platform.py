"""The people who run the platform: they see all organisations from outside, and enter one in the sight of all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from domain.fact import SYSTEM, Context, Fact
from domain.tenancy.session import PROVED_FOR
from domain.tenancy.staff_visit import LONGEST
from domain.tenancy.user import SuspendUser
from tests.api.stage import PASSWORD, Person, Stage, Team
from tests.api.test_proof import signed_in_before
from tests.earlier import Earlier

LIST = "/api/platform/organisations"


@pytest.fixture(scope="module")
def platform(stage: Stage) -> Team:
    return stage.team("Palabre", operator=True)


@pytest.fixture
def nadia(platform: Team) -> Person:
    return platform.hire("support", name="Nadia Support")


@pytest.fixture
def boss(platform: Team) -> Person:
    return platform.hire("admin", name="Paul Directeur")


def at(team: Team, verb: str = "") -> str:
    return f"{LIST}/{team.organisation_id}" + (f"/{verb}" if verb else "")


def enters(staff: Person, team: Team, reason: str = "Ticket 42") -> Person:
    """The same person, on a visit there."""
    answer = staff.post(at(team, "enter"), {"reason": reason})
    assert answer.status_code == 201, answer.text
    entered = answer.json()
    return replace(staff, organisation_id=team.organisation_id, session_id=entered["visit_id"], token=entered["token"])


def home_of(person: Person) -> Context:
    return Context(person.organisation_id, SYSTEM)


def facts_of(team: Team, *names: str) -> list[Fact[Any]]:
    facts = team.stage.drive.house.ledger.page(0, 100_000, {f"tenancy.{name}" for name in names})
    return [fact for fact in facts if fact.organisation_id == team.organisation_id]


def test_the_list_tells_how_much_and_nothing_of_what_is_said(stage: Stage, boss: Person) -> None:
    team = stage.team(f"Salon Éclat {uuid4().hex[:6]}")
    team.hire("agent")
    team.hears("Mon secret", name="Zelda")
    name = team.person().get("/api/me").json()["organization"]["name"]
    stage.run()
    answer = boss.get(LIST, search=name.replace("É", "e").lower())
    (shown,) = answer.json()["data"]
    assert (shown["name"], shown["members"], shown["contacts"], shown["received"]) == (name, 2, 1, 1)
    assert "secret" not in answer.text and "Zelda" not in answer.text
    assert boss.get(at(team)).json()["organisation_id"] == str(team.organisation_id)


def test_the_list_is_paged_the_last_founded_first(stage: Stage, boss: Person) -> None:
    mark = uuid4().hex[:8]
    for n in range(3):
        stage.team(f"{mark} {n}")
    stage.run()
    first = boss.get(LIST, search=mark, limit=2).json()
    second = boss.get(LIST, search=mark, limit=2, cursor=first["next_cursor"]).json()
    assert [one["name"][-1] for one in first["data"] + second["data"]] == ["2", "1", "0"]
    assert second["next_cursor"] is None


def test_nobody_else_sees_it_not_even_in_the_database(stage: Stage, team: Team) -> None:
    for path in (LIST, at(team)):
        answer = team.person().get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "PLATFORM_ONLY")
    stage.run()
    with stage.services.reading(team.organisation_id) as connection:
        found = connection.execute("SELECT read.list_tenants(NULL, '', NULL, NULL, 100)").fetchall()
        own = connection.execute("SELECT organisation_id FROM tenants").fetchall()
    assert found == [] and own == [(team.organisation_id,)]
    with psycopg.connect(stage.drive.house.dsn("app")) as nobody:
        assert nobody.execute("SELECT read.list_tenants(NULL, '', NULL, NULL, 100)").fetchall() == []


def test_a_suspended_organisation_is_out_and_comes_back(stage: Stage, team: Team, boss: Person) -> None:
    email = f"{uuid4().hex}@exemple.fr"
    laura = team.hire("agent", email=email)
    assert boss.post(at(team, "suspend"), {"reason": "Impayé"}).status_code == 200
    stage.services.standings.forget()
    assert laura.get("/api/me").json()["code"] == "SESSION_OVER"
    credentials = {"email": email, "password": PASSWORD}
    refused = stage.client.request("POST", "/auth/login", json=credentials)
    assert (refused.status_code, refused.json()["code"]) == (409, "ORGANISATION_SUSPENDED")
    wrong = stage.client.request("POST", "/auth/login", json=credentials | {"password": "not hers at all"})
    assert wrong.json()["code"] == "CREDENTIALS_INVALID", "only who knows the password learns it"
    stage.run()
    assert boss.get(at(team)).json()["suspended"] == "Impayé"
    assert boss.post(at(team, "reactivate")).status_code == 200
    assert stage.client.request("POST", "/auth/login", json=credentials).status_code == 200


def test_a_suspended_organisation_loses_no_message_and_its_assistant_is_quiet(
    stage: Stage, team: Team, boss: Person
) -> None:
    assert team.person().post("/api/faqs", {"question": "Ouvert ?", "answer": "Oui."}).is_success
    boss.post(at(team, "suspend"), {"reason": "Impayé"})
    assert team.delivers(team.webhook("Êtes-vous ouvert ?")).status_code == 200
    stage.run()
    boss.post(at(team, "reactivate"))
    stage.services.standings.forget()
    stage.run()
    (conversation,) = team.person().get("/api/conversations").json()["data"]
    said = team.messages(conversation["conversation_id"])
    assert [one["author"] for one in said] == ["contact"]


def test_both_ledgers_keep_who_suspended_whom(platform: Team, team: Team, boss: Person) -> None:
    boss.post(at(team, "suspend"), {"reason": " Impayé "})
    boss.post(at(team, "suspend"), {"reason": "Encore"})
    (there,) = facts_of(team, "OrganisationSuspended")
    assert (there.context.actor.kind, there.context.actor.id) == ("staff", boss.user_id)
    told = [fact for fact in facts_of(platform, "StaffActed") if fact.event.tenant_id == team.organisation_id]
    assert [fact.event.headline for fact in told] == ["Institut Lumière : suspendue (Impayé)"], "once: the second was"
    assert told[0].context.actor.id == boss.user_id and told[0].context.ip == "203.0.113.7"
    assert told[0].context.correlation_id == there.context.correlation_id


def test_an_organisation_that_does_not_exist_and_ones_own(platform: Team, boss: Person) -> None:
    nowhere = f"{LIST}/{uuid4()}"
    for verb in ("suspend", "enter"):
        answer = boss.post(f"{nowhere}/{verb}", {"reason": "x"})
        assert (answer.status_code, answer.json()["code"]) == (404, "ORGANISATION_UNKNOWN")
    assert boss.post(f"{nowhere}/reactivate").status_code == 404
    assert boss.get(nowhere).status_code == 404
    assert boss.post(at(platform, "suspend"), {"reason": "x"}).json()["code"] == "OPERATOR_STAYS"
    assert boss.post(at(platform, "enter"), {"reason": "x"}).json()["code"] == "VISIT_AT_HOME"


def test_the_plan_of_an_organisation_is_changed_by_the_platform(
    stage: Stage, team: Team, platform: Team, boss: Person
) -> None:
    assert boss.put(at(team, "plan"), {"plan": "enterprise", "max_agents": 25}).status_code == 200
    stage.run()
    shown = boss.get(at(team)).json()
    assert (shown["plan"], shown["max_agents"], shown["max_messages_monthly"]) == ("enterprise", 25, None)
    assert team.person().get("/api/organisation/plan").json()["agents"]["limit"] == 25
    (there,) = [fact for fact in facts_of(team, "PlanChanged") if fact.context.actor.kind == "staff"]
    assert there.context.actor.id == boss.user_id
    told = [fact.event for fact in facts_of(platform, "StaffActed") if fact.event.tenant_id == team.organisation_id]
    assert told[-1].deed == "formule Enterprise"
    before = len(told)
    assert boss.put(at(team, "plan"), {"plan": "enterprise", "max_agents": 25}).status_code == 200
    told = [fact.event for fact in facts_of(platform, "StaffActed") if fact.event.tenant_id == team.organisation_id]
    assert len(told) == before, "the same again is nothing"


def test_a_plan_that_is_none_is_refused_by_its_field(team: Team, platform: Team, boss: Person, nadia: Person) -> None:
    answer = boss.put(at(team, "plan"), {"plan": "gold"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "PLAN_UNKNOWN", "plan")
    assert boss.put(at(platform, "plan"), {"plan": "starter"}).json()["code"] == "PLAN_OF_THE_OPERATOR"
    assert nadia.put(at(team, "plan"), {"plan": "starter"}).json()["code"] == "PERMISSION_MISSING"


def test_support_enters_and_manages_nothing(team: Team, nadia: Person) -> None:
    assert nadia.post(at(team, "suspend"), {"reason": "x"}).json()["code"] == "PERMISSION_MISSING"
    assert nadia.post(at(team, "enter"), {"reason": " "}).status_code == 422
    assert enters(nadia, team).get("/api/me").status_code == 200


def test_entering_asks_again_who_one_is(team: Team, platform: Team) -> None:
    before = signed_in_before(platform.hire("support"), PROVED_FOR)
    assert before.post(at(team, "enter"), {"reason": "Ticket"}).json()["code"] == "PROOF_REQUIRED"


def test_a_visitor_works_there_with_what_their_role_may(team: Team, nadia: Person, boss: Person) -> None:
    conversation = team.hears("Bonjour")
    there = enters(nadia, team)
    me = there.get("/api/me").json()
    assert (me["name"], me["organization"]["id"]) == ("Nadia Support", str(team.organisation_id))
    assert me["visiting_until"] and "contacts.erase" not in me["permissions"]
    path = f"/api/conversations/{conversation['conversation_id']}"
    assert there.get(path).status_code == 200
    answered = there.post(f"{path}/messages", {"text": "Ici le support."}, Idempotency_Key="k1")
    assert answered.status_code == 202, answered.text
    team.stage.run()
    shown = there.get(path).json()
    assert shown["user_id"] is None, "the conversation is not theirs"
    taken = there.post(f"{path}/take-over")
    assert (taken.status_code, taken.json()["code"]) == (403, "MEMBERS_ONLY")
    assert there.put("/api/assistant", {}).json()["code"] == "PERMISSION_MISSING"
    erased = enters(boss, team).post(f"/api/contacts/{conversation['contact_id']}/erase", {"confirm": "SUPPRIMER"})
    assert erased.json()["code"] == "PERMISSION_MISSING", "a visitor undoes nothing, whatever the role"


def test_what_is_ones_own_at_home_is_not_there(team: Team, nadia: Person) -> None:
    there = enters(nadia, team)
    for path in ("/api/sessions", "/api/second-factor", "/api/notifications", LIST):
        assert there.get(path).status_code == 403, path
    assert there.post("/api/password", {"current": PASSWORD, "password": "x" * 20}).status_code == 403


def test_the_organisation_sees_who_came_why_and_what_they_did(team: Team, nadia: Person, platform: Team) -> None:
    conversation = team.hears("Bonjour")
    there = enters(nadia, team, "Ticket 42")
    there.post(f"/api/conversations/{conversation['conversation_id']}/messages", {"text": "x"}, Idempotency_Key="k1")
    team.stage.run()
    (visit,) = team.person("viewer").get("/api/visits").json()["data"]
    assert (visit["staff_name"], visit["reason"], visit["ended"]) == ("Nadia Support", "Ticket 42", "")
    lines = team.person().get(f"/api/contacts/{conversation['contact_id']}/timeline").json()["data"]
    assert [one["actor_id"] for one in lines if one["actor"] == "staff"] == [str(nadia.user_id)]
    both = [facts_of(one, "StaffVisitOpened")[-1] for one in (team, platform)]
    assert both[0].event == both[1].event and both[0].event.headline == "Visite du support : Nadia Support"
    made = nadia.get("/api/visits").json()["data"]
    assert str(team.organisation_id) in {one["visited_id"] for one in made}


def test_a_visitor_leaves_and_the_token_is_good_for_nothing(team: Team, nadia: Person, platform: Team) -> None:
    there = enters(nadia, team)
    assert there.post("/api/visits/leave").status_code == 200
    team.stage.services.standings.forget()
    assert there.get("/api/me").json()["code"] == "SESSION_OVER"
    assert nadia.get("/api/me").status_code == 200, "at home all goes on"
    ends = [facts_of(one, "StaffVisitEnded")[-1].event for one in (team, platform)]
    assert ends[0] == ends[1]
    assert nadia.post("/api/visits/leave").json()["code"] == "NOT_A_VISIT"


def test_the_organisation_puts_a_visitor_out(team: Team, others: Team, nadia: Person) -> None:
    there = enters(nadia, team)
    path = f"/api/visits/{there.session_id}/end"
    assert team.person("agent").post(path).status_code == 403
    assert others.person().post(path).status_code == 404, "of another organisation, it does not exist"
    assert there.post(path).json()["code"] == "PERMISSION_MISSING"
    assert team.person().post(path).status_code == 200
    team.stage.services.standings.forget()
    assert there.get("/api/conversations").json()["code"] == "SESSION_OVER"


def test_a_visit_ends_by_itself_and_with_the_account(stage: Stage, team: Team, nadia: Person) -> None:
    services = stage.services
    late = replace(services.platform, clock=Earlier(services.clock, LONGEST))
    client = stage.with_services(platform=late)
    there = client.request(
        "POST", at(team, "enter"), json={"reason": "x"}, headers={"Authorization": f"Bearer {nadia.token}"}
    ).json()
    over = replace(nadia, token=there["token"])
    assert over.get("/api/me").status_code == 401
    still = enters(nadia, team)
    stage.drive.house.bus.execute(home_of(nadia), SuspendUser(user_id=nadia.user_id, reason="Partie"))
    services.standings.forget()
    assert still.get("/api/me").json()["code"] == "SESSION_OVER"


def test_a_visit_is_good_for_one_organisation(team: Team, others: Team, nadia: Person) -> None:
    conversation = others.hears("Bonjour")
    there = enters(nadia, team)
    assert there.get(f"/api/conversations/{conversation['conversation_id']}").status_code == 404
    forged, _ = team.stage.services.tokens.issue(
        nadia.user_id, others.organisation_id, there.session_id, home_id=nadia.organisation_id
    )
    assert replace(there, token=forged).get("/api/me").json()["code"] == "SESSION_OVER"


def test_only_the_platform_visits(stage: Stage, team: Team, others: Team) -> None:
    """A visit whose home runs nothing opens nothing, even if it were written."""
    services = stage.services
    outsider = others.hire("admin")
    entered = services.platform.enter(home_of(outsider), outsider.user_id, "Faux", team.organisation_id, "curiosité")
    assert replace(outsider, token=entered.token).get("/api/me").json()["code"] == "SESSION_OVER"
    assert timedelta() < entered.ends_at - services.clock.now() <= LONGEST
