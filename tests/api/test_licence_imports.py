"""Licences from a file: tried, done, followed, undone; and everything that a file may hold."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest

from domain.fact import Actor, Context
from domain.licensing.licence_events import LicenceIssued
from tests.api.stage import Person, Response, Stage, Team

FILE = "email,hwid,plan,notes\nawa@exemple.fr,HW-1,premium,Parrainage\nbob@exemple.fr,HW-2,starter,\n"


def tries(person: Person, content: str | bytes, key: str = "", **query: str) -> Response:
    return person.request(
        "POST",
        "/api/licences/imports",
        content=content if isinstance(content, bytes) else content.encode(),
        params=query,
        headers={"Content-Type": "text/csv", "Idempotency-Key": key or uuid4().hex},
    )


def tried(person: Person, content: str | bytes, key: str = "") -> str:
    answer = tries(person, content, key)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["batch_id"])


def done(team: Team, content: str | bytes) -> str:
    """The file is imported, and everything has followed."""
    batch_id = tried(team.person(), content)
    assert team.person().post(f"/api/licences/imports/{batch_id}/run").status_code == 202
    team.stage.run()
    return batch_id


def shown(team: Team, batch_id: str) -> dict[str, Any]:
    batch: dict[str, Any] = team.person().get(f"/api/licences/batches/{batch_id}").json()
    return batch


def rows(team: Team, batch_id: str, verdicts: Sequence[str] = ()) -> list[dict[str, Any]]:
    path = f"/api/licences/batches/{batch_id}/rows"
    answer = team.person().request("GET", path, params=[("verdict", one) for one in verdicts])
    assert answer.status_code == 200, answer.text
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


def issued(team: Team) -> list[LicenceIssued]:
    ledger = team.stage.drive.house.ledger
    facts = [fact for fact in ledger.page(0, 100_000) if fact.organisation_id == team.organisation_id]
    return [fact.event for fact in facts if isinstance(fact.event, LicenceIssued)]


def by(team: Team) -> Context:
    return Context(team.organisation_id, Actor("user", team.person().user_id))


def test_a_file_is_tried_and_nothing_is_sold(team: Team) -> None:
    content = FILE + "awa,HW-3,premium,\ncam@exemple.fr,hw-1,premium,\ndia@exemple.fr,HW-4,gold,\n"
    answer = tries(team.person(), content, file_name="clients.csv").json()
    assert answer["rows"] == 5
    assert answer["expected"] == {"created": 2, "invalid": 2, "duplicate": 1}
    assert [(one["row"], one["verdict"], one["code"], one["field"]) for one in answer["troubles"]] == [
        (3, "invalid", "EMAIL_INVALID", "email"),
        (4, "duplicate", "HWID_TWICE", "hwid"),
        (5, "invalid", "PLAN_INVALID", "plan"),
    ]
    assert all(one["reason"].endswith(".") for one in answer["troubles"])
    team.stage.run()
    assert issued(team) == []
    batch = shown(team, answer["batch_id"])
    assert (batch["phase"], batch["file_name"], batch["through"]) == ("prepared", "clients.csv", 0)
    assert [(one["verdict"], one["settled"]) for one in rows(team, answer["batch_id"])][:2] == [("created", False)] * 2


def test_it_is_done_once_however_often_it_is_asked(team: Team) -> None:
    batch_id = tried(team.person(), FILE)
    for _ in range(2):
        assert team.person().post(f"/api/licences/imports/{batch_id}/run").status_code == 202
    team.stage.run()
    assert team.person().post(f"/api/licences/imports/{batch_id}/run").status_code == 202
    team.stage.run()
    sold = issued(team)
    assert [(one.email, one.hwid, one.plan, one.notes, str(one.import_id)) for one in sold] == [
        ("awa@exemple.fr", "HW-1", "premium", "Parrainage", batch_id),
        ("bob@exemple.fr", "HW-2", "starter", "", batch_id),
    ]
    batch = shown(team, batch_id)
    assert (batch["phase"], batch["through"], batch["counts"]) == ("finished", 2, {"created": 2})
    assert [one["licence_id"] for one in rows(team, batch_id)] == [str(one.licence_id) for one in sold]
    assert all(one["settled"] for one in rows(team, batch_id))


def test_the_same_key_is_the_same_file(team: Team) -> None:
    assert tried(team.person(), FILE, "k") == tried(team.person(), FILE, "k")
    other = tries(team.person(), FILE.replace("HW-1", "HW-9"), "k")
    assert (other.status_code, other.json()["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")


def test_a_person_of_two_rows_is_one_contact(team: Team) -> None:
    done(team, "email,hwid,plan\nawa@exemple.fr,HW-1,premium\nAWA@exemple.fr,HW-2,premium\n")
    sold = issued(team)
    assert len(sold) == 2 and len({one.contact_id for one in sold}) == 1
    done(team, "email,hwid,plan\nawa@exemple.fr,HW-3,premium\n")
    assert len({one.contact_id for one in issued(team)}) == 1


def test_a_machine_that_has_a_licence_is_told_with_it(team: Team) -> None:
    done(team, FILE)
    batch_id = done(team, "email,hwid,plan\nzoe@exemple.fr,HW-1,premium\nzoe@exemple.fr,HW-7,premium\n")
    first, second = rows(team, batch_id)
    assert (first["verdict"], first["code"], first["licence_id"]) == (
        "duplicate",
        "HWID_TAKEN",
        str(issued(team)[0].licence_id),
    )
    assert second["verdict"] == "created"


def test_what_happened_between_the_trial_and_the_run_counts(team: Team) -> None:
    batch_id = tried(team.person(), FILE)
    done(team, "email,hwid,plan\nzoe@exemple.fr,HW-1,premium\n")
    team.person().post(f"/api/licences/imports/{batch_id}/run")
    team.stage.run()
    assert shown(team, batch_id)["counts"] == {"duplicate": 1, "created": 1}


def test_rows_are_listed_by_verdict_and_page(team: Team) -> None:
    batch_id = done(team, FILE + "".join(f"x{n},HW-9{n},starter,\n" for n in range(5)))
    assert [one["row"] for one in rows(team, batch_id, ["invalid", "duplicate"])] == [3, 4, 5, 6, 7]
    path = f"/api/licences/batches/{batch_id}/rows"
    first = team.person().get(path, verdict="invalid", limit=2).json()
    second = team.person().get(path, verdict="invalid", limit=2, cursor=first["next_cursor"]).json()
    assert [one["row"] for one in first["data"] + second["data"]] == [3, 4, 5, 6]


def test_rejects_come_back_as_a_file_that_nothing_runs_in(team: Team) -> None:
    content = 'email;hwid;plan;ville;notes\nawa;HW-1;premium;Lyon;=HYPERLINK("x")\nbob@exemple.fr;HW-2;starter;Nice;\n'
    batch_id = done(team, content)
    answer = team.person().get(f"/api/licences/imports/{batch_id}/rejects.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.text.lstrip("\ufeff").splitlines() == [
        "email;hwid;plan;ville;notes;raison",
        'awa;HW-1;premium;Lyon;"\'=HYPERLINK(""x"")";Cette adresse e-mail n\'est pas valable.',
    ]
    mended = answer.content.replace(b"awa;", b"awa@exemple.fr;")
    done(team, mended)
    assert issued(team)[-1].notes == '=HYPERLINK("x")'


def test_a_file_is_gone_after_thirty_days(team: Team) -> None:
    batch_id, other = done(team, FILE.replace(",HW-2", ",")), tried(team.person(), FILE)
    house = team.stage.drive.house
    with house.pool.connection() as connection:
        sealed = connection.execute("SELECT sealed, sealed_name FROM licensing.batch_files").fetchall()
        assert not any(b"exemple.fr" in part for row in sealed for part in row)
        connection.execute("DELETE FROM licensing.batch_files WHERE organisation_id = %s", [team.organisation_id])
    for method, path in (("GET", f"{batch_id}/rejects.csv"), ("POST", f"{other}/run")):
        answer = team.person().request(method, f"/api/licences/imports/{path}")
        assert (answer.status_code, answer.json()["code"]) == (410, "FILE_ERASED")
    team.stage.run()
    assert shown(team, other)["file_name"] == ""
    assert rows(team, batch_id, ["invalid"])[0]["code"] == "HWID_INVALID"


def test_it_stops_by_itself_when_its_file_is_gone(team: Team) -> None:
    batch_id = tried(team.person(), FILE)
    team.person().post(f"/api/licences/imports/{batch_id}/run")
    with team.stage.drive.house.pool.connection() as connection:
        connection.execute("DELETE FROM licensing.batch_files WHERE batch_id = %s", [batch_id])
    team.stage.run()
    batch = shown(team, batch_id)
    assert (batch["phase"], batch["code"]) == ("stopped", "FILE_ERASED") and batch["reason"]


def test_it_is_stopped_and_goes_on(team: Team) -> None:
    batch_id = tried(team.person(), FILE)
    team.person().post(f"/api/licences/imports/{batch_id}/run")
    assert team.person().post(f"/api/licences/batches/{batch_id}/stop").status_code == 200
    team.stage.run()
    assert (shown(team, batch_id)["phase"], issued(team)) == ("stopped", [])
    team.person().post(f"/api/licences/imports/{batch_id}/run")
    team.stage.run()
    assert (shown(team, batch_id)["phase"], len(issued(team))) == ("finished", 2)


def test_an_import_is_undone_but_for_what_people_have_acted_on(team: Team) -> None:
    batch_id = done(team, FILE + "cam@exemple.fr,HW-3,premium,\nx,HW-4,premium,\n")
    desk = team.stage.drive.house.licences
    kept = issued(team)[1].licence_id
    desk.extend(by(team), kept, uuid4(), 7, "Geste commercial")
    desk.suspend(by(team), kept, "Impayé")
    for _ in range(2):
        assert team.person().post(f"/api/licences/imports/{batch_id}/undo").status_code == 202
        team.stage.run()
    batch = shown(team, batch_id)
    assert (batch["phase"], batch["undo_counts"]) == ("undone", {"undone": 2, "conflict": 1})
    assert batch["counts"] == {"created": 3, "invalid": 1}
    (conflict,) = rows(team, batch_id, ["conflict"])
    assert (conflict["licence_id"], conflict["code"]) == (str(kept), "LICENCE_TOUCHED")
    assert "prolongée, suspendue" in conflict["reason"]
    states = [desk.state(team.organisation_id, one.licence_id).revoked for one in issued(team)]
    assert states == [True, False, True]
    again = done(team, FILE)  # their machines are free again
    assert shown(team, again)["counts"] == {"created": 1, "duplicate": 1}


def test_what_was_not_run_is_not_undone(team: Team) -> None:
    batch_id = tried(team.person(), FILE)
    answer = team.person().post(f"/api/licences/imports/{batch_id}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "BATCH_NOT_RUN")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\x00\x01\x02", "FILE_NOT_TEXT"),
        (b"awa@exemple.fr,HW-1,premium\n", "COLUMN_MISSING"),
        (b"email,hwid\na,b\n", "COLUMN_MISSING"),
        (b'{"email": "x"}', "COLUMN_MISSING"),
        (b"email,hwid,plan\n" + b"a,b,c\n" * 10_001, "FILE_TOO_LONG"),
        (b"email,hwid,plan\n" + b"x" * 500_000, "FILE_BROKEN"),
    ],
)
def test_what_is_no_list_of_licences_is_refused_whole(team: Team, content: bytes, code: str) -> None:
    answer = tries(team.person(), content)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, "file")


def test_a_file_that_is_too_heavy_is_refused(team: Team) -> None:
    answer = tries(team.person(), b"x" * (team.stage.settings.body_limit + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "FILE_TOO_LARGE")


def test_a_key_is_needed(team: Team) -> None:
    answer = team.person().request("POST", "/api/licences/imports", content=FILE.encode())
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


def test_roles(stage: Stage, team: Team) -> None:
    assert tries(team.person("agent"), FILE).status_code == 403
    batch_id = tried(team.person("manager"), FILE)
    for verb in ("run", "undo"):
        assert team.person("agent").post(f"/api/licences/imports/{batch_id}/{verb}").status_code == 403
    assert team.person("viewer").get(f"/api/licences/imports/{batch_id}/rejects.csv").status_code == 403


# one act on many


def bulk(team: Team, licence_ids: Sequence[Any], **act: Any) -> Response:
    body = {"licence_ids": [str(one) for one in licence_ids], **act}
    return team.person().post("/api/licences/bulk", body, Idempotency_Key=uuid4().hex)


def test_many_licences_are_extended_once_each(team: Team) -> None:
    done(team, FILE)
    sold, unknown = [one.licence_id for one in issued(team)], uuid4()
    answer = bulk(team, [*sold, unknown, sold[0]], act="extend", days=15, reason="Panne du 12 mars").json()
    assert answer["expected"] == {"changed": 2, "refused": 1}
    assert [(one["row"], one["code"], one["licence_id"]) for one in answer["troubles"]] == [
        (3, "LICENCE_UNKNOWN", str(unknown))
    ]
    desk, batch_id = team.stage.drive.house.licences, answer["batch_id"]
    before = [desk.state(team.organisation_id, one).ends_at for one in sold]
    for _ in range(2):
        assert team.person().post(f"/api/licences/bulk/{batch_id}/run").status_code == 202
        team.stage.run()
    after = [desk.state(team.organisation_id, one).ends_at for one in sold]
    assert [(new - old).days for old, new in zip(before, after, strict=True)] == [15, 15]
    batch = shown(team, batch_id)
    assert (batch["phase"], batch["counts"], batch["days"]) == ("finished", {"changed": 2, "refused": 1}, 15)


def test_a_plan_is_changed_where_it_is_another(team: Team) -> None:
    done(team, FILE)
    sold = [one.licence_id for one in issued(team)]
    answer = bulk(team, sold, act="change_plan", plan="premium").json()
    assert answer["expected"] == {"unchanged": 1, "changed": 1}
    team.person().post(f"/api/licences/bulk/{answer['batch_id']}/run")
    team.stage.run()
    states = [team.stage.drive.house.licences.state(team.organisation_id, one).plan for one in sold]
    assert states == ["premium", "premium"]


def test_many_are_revoked_by_who_may_and_says_so(team: Team) -> None:
    done(team, FILE)
    sold = [one.licence_id for one in issued(team)]
    batch_id = bulk(team, sold, act="revoke", revocation="other", note="Fin du contrat").json()["batch_id"]
    assert team.person().post(f"/api/licences/bulk/{batch_id}/run").status_code == 404
    path = f"/api/licences/bulk/{batch_id}/revoke"
    assert team.person("agent").post(path, {"confirm": "REVOQUER"}).status_code == 403
    assert team.person().post(path, {"confirm": "oui"}).status_code == 422
    assert team.person().post(path, {"confirm": "REVOQUER"}).status_code == 202
    team.stage.run()
    assert shown(team, batch_id)["counts"] == {"changed": 2}
    states = [team.stage.drive.house.licences.state(team.organisation_id, one).revoked for one in sold]
    assert states == [True, True]
    assert shown(team, done(team, FILE))["counts"] == {"created": 2}
    answer = team.person().post(f"/api/licences/imports/{batch_id}/undo")
    assert (answer.status_code, answer.json()["code"]) == (404, "BATCH_UNKNOWN")


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ({"act": "extend", "reason": "x"}, "days"),
        ({"act": "extend", "days": 0, "reason": "x"}, "days"),
        ({"act": "extend", "days": 7}, "reason"),
        ({"act": "change_plan"}, "plan"),
        ({"act": "revoke"}, "revocation"),
        ({"act": "revoke", "revocation": "other"}, "note"),
        ({"act": "erase"}, "act"),
    ],
)
def test_an_act_that_says_too_little_is_refused(team: Team, act: dict[str, Any], field: str) -> None:
    answer = bulk(team, [uuid4()], **act)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert bulk(team, [], act="change_plan", plan="starter").json()["field"] == "licence_ids"


def test_licences_of_others_are_none(team: Team, others: Team) -> None:
    done(others, FILE)
    theirs = issued(others)[0].licence_id
    answer = bulk(team, [theirs], act="revoke", revocation="asked").json()
    assert [one["code"] for one in answer["troubles"]] == ["LICENCE_UNKNOWN"]
    team.person().post(f"/api/licences/bulk/{answer['batch_id']}/revoke", {"confirm": "REVOQUER"})
    team.stage.run()
    assert shown(team, answer["batch_id"])["counts"] == {"refused": 1}
    assert not team.stage.drive.house.licences.state(others.organisation_id, theirs).revoked
    assert shown(team, done(team, FILE))["counts"] == {"created": 2}, "their machines are theirs"


def test_batches_are_listed_latest_first(team: Team) -> None:
    first = done(team, FILE)
    second = bulk(team, [issued(team)[0].licence_id], act="change_plan", plan="starter").json()["batch_id"]
    team.stage.run()

    def listed(**query: Any) -> list[str]:
        return [one["batch_id"] for one in team.person().get("/api/licences/batches", **query).json()["data"]]

    assert listed() == [second, first]
    assert (listed(of="imports"), listed(of="acts")) == ([first], [second])
    page = team.person().get("/api/licences/batches", limit=1).json()
    assert [one["batch_id"] for one in page["data"]] == [second]
    assert listed(limit=1, cursor=page["next_cursor"]) == [first]
