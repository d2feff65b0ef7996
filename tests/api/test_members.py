"""Who may do what: roles, rights beside them, suspension, and always somebody who runs the organisation."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from domain.tenancy.permissions import NEVER_WITHDRAWN, PERMISSIONS, held_by, roles_of
from domain.tenancy.user import TRIES
from tests.api.stage import PASSWORD, Person, Stage, Team


def change(by: Person, whom: Person, **new: Any) -> Any:
    """Change a role, or permissions."""
    if "role" in new:
        return by.post(f"/api/members/{whom.user_id}/role", new)
    return by.put(f"/api/members/{whom.user_id}/permissions", new)


def suspend(by: Person, whom: Person, reason: str = "En congé.") -> Any:
    return by.post(f"/api/members/{whom.user_id}/suspend", {"reason": reason})


def permissions(person: Person) -> set[str]:
    person.stage.services.standings.forget()
    return set(person.get("/api/me").json()["permissions"])


def test_a_new_role_holds_at_once(stage: Stage, team: Team) -> None:
    marc = team.hire("agent")
    assert change(team.person(), marc, role="viewer").is_success
    assert permissions(marc) == held_by("viewer", operator=False)
    stage.run()
    listed = {one["user_id"]: one for one in team.person().get("/api/members").json()["data"]}
    assert listed[str(marc.user_id)]["role"] == "viewer"


def test_permissions_are_given_and_taken_beside_the_role(stage: Stage, team: Team) -> None:
    marc = team.hire("agent")
    assert change(team.person(), marc, granted=["channels.manage"], withdrawn=["contacts.erase"]).is_success
    assert permissions(marc) == (held_by("agent", operator=False) | {"channels.manage"}) - {"contacts.erase"}
    stage.run()
    listed = {one["user_id"]: one for one in team.person().get("/api/members").json()["data"]}
    told = listed[str(marc.user_id)]
    assert (told["granted"], told["withdrawn"]) == (["channels.manage"], ["contacts.erase"])
    assert change(team.person(), marc, granted=[], withdrawn=[]).is_success
    assert permissions(marc) == held_by("agent", operator=False)


def test_nobody_gives_what_they_do_not_hold(stage: Stage, team: Team) -> None:
    marc, zoe = team.hire("agent"), team.hire("agent")
    assert change(team.person(), marc, granted=["members.update"]).is_success
    permissions(marc)
    answer = change(marc, zoe, granted=["channels.manage"], withdrawn=[])
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422,
        "PERMISSION_NOT_YOURS",
        "granted",
    )
    assert change(marc, zoe, role="manager").json()["code"] == "ROLE_ABOVE_YOURS"
    assert change(marc, team.person(), role="viewer").json()["code"] == "MEMBER_ABOVE_YOU"
    assert change(marc, zoe, granted=["contacts.erase"], withdrawn=[]).is_success


def test_what_others_have_given_is_kept_by_who_does_not_hold_it(stage: Stage, team: Team) -> None:
    marc, zoe = team.hire("agent"), team.hire("agent")
    assert change(team.person(), marc, granted=["members.update"]).is_success
    assert change(team.person(), zoe, granted=["channels.manage"]).is_success
    permissions(marc)
    kept = change(marc, zoe, granted=["channels.manage"], withdrawn=["contacts.erase"])
    assert kept.is_success, kept.text
    assert permissions(zoe) >= {"channels.manage"}


def test_nobody_changes_their_own_rights(team: Team) -> None:
    me = team.person()
    assert change(me, me, granted=[], withdrawn=["contacts.erase"]).json()["code"] == "MEMBER_IS_YOU"
    assert suspend(me, me).json()["code"] == "MEMBER_IS_YOU"


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ({"granted": ["faxes.send"]}, "PERMISSION_UNKNOWN"),
        ({"withdrawn": ["me.read"]}, "PERMISSION_KEPT"),
        ({"granted": ["stats.read"], "withdrawn": ["stats.read"]}, "PERMISSION_TWICE"),
        ({"granted": ["platform.webhooks.read"]}, "PERMISSION_NOT_YOURS"),
        ({"granted": ["x"] * 101}, "FIELD_INVALID"),
        ({"granted": "stats.read"}, "FIELD_INVALID"),
        ({"role": "support"}, "ROLE_UNKNOWN"),
        ({"role": "super_admin"}, "ROLE_UNKNOWN"),
        ({"role": "root"}, "FIELD_INVALID"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_with_its_field(team: Team, new: dict[str, Any], code: str) -> None:
    answer = change(team.person(), team.person("agent"), **new)
    assert answer.status_code == 422
    assert answer.json()["field"].split(".")[-1] in ("role", "granted", "withdrawn", "0")
    assert answer.json()["code"] == code or code == "FIELD_INVALID"


def test_a_member_who_is_suspended_is_out_at_once_and_comes_back(stage: Stage, team: Team) -> None:
    email = "marc.suspendu@exemple.fr"
    marc = team.hire("agent", email=email)
    assert suspend(team.person(), marc).is_success
    stage.services.standings.forget()
    assert marc.get("/api/me").json()["code"] == "SESSION_OVER"
    login = {"email": email, "password": PASSWORD}
    refused = stage.client.request("POST", "/auth/login", json=login)
    assert (refused.status_code, refused.json()["code"]) == (403, "ACCOUNT_SUSPENDED")
    assert "suspendu par un administrateur" in refused.json()["detail"]
    assert "En congé." not in refused.text and "set-cookie" not in refused.headers
    stage.run()
    listed = {one["user_id"]: one for one in team.person().get("/api/members").json()["data"]}
    assert listed[str(marc.user_id)]["suspended"] == "En congé."
    assert team.person().post(f"/api/members/{marc.user_id}/reactivate").is_success
    assert marc.get("/api/me").status_code == 401, "a session of before does not come back"


def test_only_who_knows_the_password_learns_of_a_suspension(stage: Stage, team: Team) -> None:
    email = f"{uuid4().hex}@exemple.fr"
    marc = team.hire("agent", email=email)
    assert suspend(team.person(), marc).is_success

    def code(password: str) -> str:
        answer = stage.client.request("POST", "/auth/login", json={"email": email, "password": password})
        return str(answer.json()["code"])

    for _ in range(TRIES):
        assert code("not the password") == "CREDENTIALS_INVALID"
    assert stage.eventually(lambda: code(PASSWORD) == "CREDENTIALS_INVALID"), "an account that waits says nothing"


def test_somebody_who_is_suspended_is_given_no_conversation(stage: Stage, team: Team) -> None:
    marc = team.hire("agent")
    conversation = team.hears("Bonjour ?")
    assert suspend(team.person(), marc).is_success
    given = team.person().post(
        f"/api/conversations/{conversation['conversation_id']}/assign", {"user_id": str(marc.user_id)}
    )
    assert given.json()["code"] == "MEMBER_UNKNOWN"


def test_there_is_always_an_administrator(stage: Stage) -> None:
    team = stage.team()
    one, other = team.hire("admin"), team.hire("admin")
    stage.run()
    assert change(one, one, role="viewer").is_success, "another is left"
    assert change(other, other, role="viewer").json()["code"] == "LAST_ADMINISTRATOR"


def test_of_two_who_put_each_other_out_one_stays(stage: Stage) -> None:
    team = stage.team()
    one, other = team.hire("admin"), team.hire("admin")
    stage.run()
    with ThreadPoolExecutor(2) as hands:
        first, second = hands.submit(suspend, one, other), hands.submit(suspend, other, one)
    assert sorted(answer.result().is_success for answer in (first, second)) == [False, True]


def test_an_administrator_of_the_platform_stands_below_a_super_administrator(stage: Stage) -> None:
    team = stage.team("Palabre", operator=True)
    chief, admin, support = (team.person(role) for role in ("super_admin", "admin", "support"))
    stage.run()
    assert change(admin, chief, role="viewer").json()["code"] == "MEMBER_ABOVE_YOU"
    assert change(admin, support, role="super_admin").json()["code"] == "ROLE_ABOVE_YOURS"
    assert change(admin, support, role="agent").json()["code"] == "ROLE_UNKNOWN"
    assert change(chief, support, role="admin").is_success


@pytest.mark.parametrize("operator", [False, True])
def test_roles_and_permissions_are_listed_with_their_labels(stage: Stage, operator: bool) -> None:
    told = stage.team(operator=operator).person("viewer").get("/api/permissions").json()
    roles = roles_of(operator=operator)
    assert [role["name"] for role in told["roles"]] == list(roles)
    for one in told["permissions"]:
        assert one["label"] == PERMISSIONS[one["name"]].label
        assert one["roles"] == [role for role in roles if one["name"] in held_by(role, operator=operator)]
        assert one["kept"] == (one["name"] in NEVER_WITHDRAWN)
    assert ("platform.webhooks.read" in {one["name"] for one in told["permissions"]}) == operator
