"""The journal by the API: who did what, from where, for whom may read it; and its export, which it tells of itself."""

import csv
import io
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.journal_files import write_csv
from application.audit import AT_ONCE, Audit, Line
from application.csv_lines import FORMULA
from domain.fact import Actor, Context, Fact
from domain.tenancy.user import ChangeRole
from tests.api.stage import PASSWORD, PEER, Person, Response, Stage, Team, serving

PATH = "/api/journal"
FIREFOX = {"user-agent": "Firefox/140"}


def read(person: Person, **params: Any) -> list[dict[str, Any]]:
    """All the lines, page by page, last first."""
    lines: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = person.get(PATH, **{"limit": 100, "cursor": cursor} | params)
        assert answer.status_code == 200, answer.text
        lines += answer.json()["data"]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return lines


def names(lines: Sequence[dict[str, Any]]) -> list[str]:
    return [line["name"].partition(".")[2] for line in lines]


def export(person: Person, **asked: Any) -> Response:
    """The export, while what follows from facts goes on."""
    with ThreadPoolExecutor(1) as aside:
        given = aside.submit(person.post, f"{PATH}/export", {"format": "jsonl"} | asked)
        while not given.done():
            person.stage.run()
        return given.result()


def rows_of(answer: Response) -> list[dict[str, Any]]:
    """The lines of a JSON export, and what sums them up."""
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_line_says_who_did_what_from_where(stage: Stage, team: Team) -> None:
    laura, marc = team.person(), team.hire("agent", name="Marc Durand")
    done = laura.request("POST", f"/api/members/{marc.user_id}/role", json={"role": "manager"}, headers=FIREFOX)
    stage.run()
    line = read(laura)[0]
    assert line["sequence"] == done.json()["sequence"]
    assert (line["name"], line["sentence"]) == ("tenancy.RoleChanged", "Nouveau rôle : Responsable")
    assert (line["actor"], line["actor_id"], line["actor_name"]) == ("user", str(laura.user_id), "Laura Petit")
    assert (line["about_id"], line["about_name"]) == (str(marc.user_id), "Marc Durand")
    assert (line["ip"], line["user_agent"], line["erased"]) == (PEER, "Firefox/140", False)
    assert line["correlation_id"] == done.headers["x-request-id"]
    assert (line["stream_id"], line["sensitive"]) == (str(marc.user_id), True)
    assert datetime.now(UTC) - datetime.fromisoformat(line["recorded_at"]) < timedelta(minutes=1)


def test_it_tells_of_acts_and_never_of_contents(stage: Stage, team: Team) -> None:
    conversation = team.hears("Mon secret", phone="+33639980009", name="Ada Lovelace")
    path = f"/api/conversations/{conversation['conversation_id']}/messages"
    assert team.person("agent").post(path, {"text": "Notre secret"}, idempotency_key="k1").is_success
    stage.run()
    lines = read(team.person())
    assert "MessageQueued" in names(lines) and "MessageReceived" not in names(lines)
    (written,) = [line for line in lines if line["name"] == "conversations.MessageQueued"]
    assert written["conversation_id"] == conversation["conversation_id"]
    assert written["contact_id"] == conversation["contact_id"]
    for secret in ("secret", "Lovelace", "39980009"):
        assert secret not in str(lines)


def test_sign_ins_and_failures_are_in_it(stage: Stage, team: Team) -> None:
    email = f"{uuid4().hex}@exemple.fr"
    person = team.hire("agent", email=email)
    for password in ("faux", PASSWORD):
        stage.client.request("POST", "/auth/login", json={"email": email, "password": password}, headers=FIREFOX)
    assert stage.eventually(lambda: "SignInFailed" in names(shown(stage, team, person)))
    failed = next(line for line in shown(stage, team, person) if line["name"] == "tenancy.SignInFailed")
    assert (failed["ip"], failed["user_agent"], failed["sensitive"]) == (PEER, "Firefox/140", True)
    assert {"UserSignedIn", "SessionOpened"} <= set(names(shown(stage, team, person)))


def shown(stage: Stage, team: Team, actor: Person) -> list[dict[str, Any]]:
    stage.run()
    return read(team.person(), actor_id=actor.user_id)


def test_lines_are_found_by_person_kind_time_and_request(stage: Stage, team: Team) -> None:
    laura, marc = team.person(), team.hire("manager")
    for n in range(3):
        assert laura.post("/api/faqs", {"question": f"Ouvert {n} ?", "answer": "Oui."}).is_success
    last = marc.post("/api/faqs", {"question": "Fermé ?", "answer": "Non."})
    assert laura.post(f"/api/members/{marc.user_id}/suspend", {"reason": "En congé."}).is_success
    stage.run()
    whole = read(laura)
    assert [line["sequence"] for line in whole] == sorted((line["sequence"] for line in whole), reverse=True)
    assert names(read(laura, actor_id=marc.user_id)) == ["FaqAdded"]
    assert names(read(laura, kinds=["assistant"])) == ["FaqAdded"] * 4
    assert names(read(laura, kinds=["assistant.FaqAdded"], actor_id=laura.user_id, limit=2)) == ["FaqAdded"] * 3
    assert names(read(laura, correlation_id=last.headers["x-request-id"])) == ["FaqAdded"]
    assert read(laura, correlation_id=last.headers["x-request-id"], kinds=["tenancy"]) == []
    assert read(laura, actor_id=uuid4()) == read(laura, kinds=["contacts"], sensitive=True) == []
    sensitive = read(laura, sensitive=True)
    assert sensitive == [line for line in whole if line["sensitive"]]
    assert {"UserSuspended", "SessionOpened", "ChannelConnected"} <= set(names(sensitive))
    third = whole[2]["recorded_at"]
    assert read(laura, since=third) == whole[:3] and read(laura, until=third) == whole[3:]
    assert read(laura, since=datetime.now(UTC).isoformat()) == []
    assert read(laura, until="2020-01-01T00:00:00Z") == []


def test_pages_stay_where_they_are_while_facts_arrive(stage: Stage, team: Team) -> None:
    laura = team.person()
    for n in range(5):
        laura.post("/api/faqs", {"question": f"Ouvert {n} ?", "answer": "Oui."})
    stage.run()
    for filters in ({}, {"kinds": ["assistant", "tenancy"]}, {"actor_id": laura.user_id}, {"sensitive": True}):
        whole = read(laura, **filters)
        first = laura.get(PATH, limit=2, **filters).json()
        laura.post("/api/faqs", {"question": f"Et {uuid4()} ?", "answer": "Oui."})
        stage.run()
        rest = read(laura, cursor=first["next_cursor"]) if not filters else None
        second = laura.get(PATH, limit=100, cursor=first["next_cursor"], **filters).json()["data"]
        assert first["data"] + second == whole
        assert rest is None or rest == second


def test_nothing_of_another_organisation_is_in_it(stage: Stage, team: Team, others: Team) -> None:
    theirs = others.person()
    done = theirs.post("/api/faqs", {"question": "Ouvert ?", "answer": "Oui."})
    stage.run()
    laura = team.person()
    assert read(laura, actor_id=theirs.user_id) == []
    assert read(laura, correlation_id=done.headers["x-request-id"]) == []
    assert str(theirs.user_id) not in str(read(laura)) and "FaqAdded" not in names(read(laura))
    assert rows_of(export(laura, actor_id=str(theirs.user_id)))[-1] == {"summary": {"count": 0, "last_sequence": 0}}


def test_where_somebody_was_goes_with_their_key(stage: Stage, team: Team) -> None:
    laura, marc = team.person(), team.hire("manager")
    marc.request("POST", "/api/faqs", json={"question": "Ouvert ?", "answer": "Oui."}, headers=FIREFOX)
    stage.run()
    (line,) = read(laura, actor_id=marc.user_id)
    assert (line["ip"], line["user_agent"]) == (PEER, "Firefox/140")
    stage.drive.house.keyring.destroy([(team.organisation_id, marc.user_id)])
    (line,) = read(laura, actor_id=marc.user_id)
    assert (line["ip"], line["user_agent"], line["erased"]) == (None, None, True)
    exported = rows_of(export(laura, actor_id=str(marc.user_id)))
    assert [row.get("erased") for row in exported] == [True, None]
    assert "Firefox" not in str(exported) and PEER not in str(exported)


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"since": "2026-03-01T00:00:00"}, "since", "INSTANT_INVALID"),
        ({"since": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"}, "until", "PERIOD_INVALID"),
        ({"kinds": ["faxes"]}, "kinds", "KIND_UNKNOWN"),
        ({"kinds": ["tenancy"] * 201}, "kinds", ""),
        ({"actor_id": "Laura"}, "actor_id", ""),
        ({"sensitive": "peut-être"}, "sensitive", ""),
    ],
    ids=str,
)
def test_a_filter_that_says_nothing_is_refused_and_nothing_is_exported(
    stage: Stage, team: Team, asked: dict[str, Any], field: str, code: str
) -> None:
    laura, ledger = team.person(), stage.drive.house.ledger
    before = ledger.head()
    for answer in (laura.get(PATH, **asked), laura.post(f"{PATH}/export", {"format": "csv"} | asked)):
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert not code or answer.json()["code"] == code
    assert laura.post(f"{PATH}/export", {"format": "pdf"}).json()["field"] == "format"
    assert laura.get(PATH, cursor="x").json()["code"] == "CURSOR_INVALID"
    assert ledger.head() == before


def test_who_may_read_it_and_who_may_export_it(team: Team) -> None:
    assert team.person("manager").get(PATH).status_code == 200
    for role in ("agent", "viewer"):
        assert team.person(role).get(PATH).json()["code"] == "PERMISSION_MISSING"
    for role in ("manager", "agent", "viewer"):
        refused = team.person(role).post(f"{PATH}/export", {"format": "csv"})
        assert refused.json()["code"] == "PERMISSION_MISSING"


@pytest.mark.parametrize("filters", [{}, {"sensitive": True}, {"kinds": ["assistant"]}], ids=str)
def test_an_export_is_what_the_screen_shows_and_a_fact_of_the_journal(
    stage: Stage, team: Team, filters: dict[str, Any]
) -> None:
    laura = team.person()
    for n in range(3):
        laura.post("/api/faqs", {"question": f"Ouvert {n} ?", "answer": "Oui."})
    team.person("agent")
    stage.run()
    before = read(laura, **filters)
    answer = export(laura, **filters)
    *lines, end = rows_of(answer)
    assert lines == before[::-1]
    assert end == {"summary": {"count": len(lines), "last_sequence": lines[-1]["sequence"]}}
    told = read(laura)[0]
    assert (told["name"], told["sentence"]) == ("audit.JournalExported", "Journal exporté au format JSON")
    assert told["sequence"] == int(answer.headers["palabre-sequence"])
    assert (told["actor_id"], told["ip"], told["sensitive"]) == (str(laura.user_id), PEER, True)
    assert answer.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="journal-20')


def test_more_than_is_read_at_a_time_is_exported_in_order(stage: Stage, team: Team) -> None:
    laura, marc = team.person(), team.hire("agent")
    context = Context(team.organisation_id, Actor("user", laura.user_id), ip=PEER, user_agent="script")
    roles = ("viewer", "agent")
    stage.drive.house.bus.execute(
        context, *(ChangeRole(user_id=marc.user_id, role=roles[n % 2]) for n in range(2 * AT_ONCE + 1))
    )
    stage.run()
    *lines, end = rows_of(export(laura, kinds=["tenancy.RoleChanged"]))
    assert end["summary"]["count"] == len(lines) == 2 * AT_ONCE + 1
    sequences = [line["sequence"] for line in lines]
    assert sequences == sorted(set(sequences))


def test_a_spreadsheet_opens_it_and_runs_nothing(stage: Stage) -> None:
    team = stage.team(zone="Indian/Reunion")
    laura = team.person()
    agent = {"user-agent": '=HYPERLINK("http://x";"y")'}
    laura.request("POST", "/api/faqs", json={"question": "Ouvert ; à midi ?", "answer": "Oui."}, headers=agent)
    stage.run()
    answer = export(laura, format="csv", kinds=["assistant"])
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf") and answer.content.endswith(b"\r\n")
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    told = dict(zip(head, row, strict=True))
    assert told["Navigateur"] == '\'=HYPERLINK("http://x";"y")'
    assert told["Phrase"] == "Question ajoutée à la FAQ : Ouvert ; à midi ?"
    assert (told["Auteur"], told["Nom de l'auteur"], told["Sensible"]) == ("Membre", "Laura Petit", "non")
    assert told["Enregistré le"].endswith("+04:00")


LINE = Line(
    sequence=1,
    recorded_at=datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    happened_at=datetime(2026, 3, 29, 1, tzinfo=UTC),
    name="tenancy.UserSignedIn",
    sentence="Connexion",
    sensitive=True,
    actor="something new",
    actor_id=None,
    actor_name="",
    about_id=None,
    about_name="",
    contact_id=None,
    conversation_id=None,
    ip=None,
    user_agent=None,
    erased=False,
    correlation_id=uuid4(),
    stream_id=uuid4(),
)
TEXT = some.text() | some.builds(str.__add__, some.sampled_from([*FORMULA, '"', ";", "\n", "'"]), some.text())


@given(TEXT, TEXT)
def test_any_text_is_one_cell_that_is_no_formula(name: str, agent: str) -> None:
    told = "".join(write_csv([[replace(LINE, actor_name=name, user_agent=agent)]], ZoneInfo("Europe/Paris")))
    head, row = csv.reader(io.StringIO(told.removeprefix("\ufeff"), newline=""), delimiter=";")
    cells = dict(zip(head, row, strict=True))
    for text, cell in ((name, cells["Nom de l'auteur"]), (agent, cells["Navigateur"])):
        assert not cell.lstrip(" ").startswith(FORMULA)
        assert cell == text or (cell == f"'{text}" and text.lstrip(" ").startswith(FORMULA))


def test_instants_are_those_of_the_clock_on_the_wall() -> None:
    told = "".join(write_csv([[LINE]], ZoneInfo("Europe/Paris"))).splitlines()[1].split(";")
    assert told[1:3] == ["2026-03-29 01:59:59.000+01:00", "2026-03-29 03:00:00.000+02:00"]
    assert told[6] == "something new"


def test_an_export_that_breaks_is_not_taken_for_a_whole_one(stage: Stage, team: Team) -> None:
    laura, house = team.person(), stage.drive.house
    reads = iter([house.ledger.seen])

    def facts(connection: Any, sequences: Sequence[int]) -> Sequence[Fact[Any]]:
        read = next(reads, None)
        if read is None:
            raise OSError("the disk is gone")
        return read(connection, sequences)

    stage.run()
    headers = {"Authorization": f"Bearer {laura.token}"}
    with serving(stage, audit=Audit(stage.services.audit.reading, facts)) as address, ThreadPoolExecutor(1) as aside:
        given = aside.submit(httpx.post, f"{address}{PATH}/export", json={"format": "csv"}, headers=headers, timeout=30)
        while not given.done():
            stage.drive.run()
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            given.result()
    stage.run()
    assert read(laura)[0]["name"] == "audit.JournalExported"


def test_an_export_waits_for_what_was_recorded_before_it(stage: Stage, team: Team) -> None:
    laura = team.person()
    stage.run()
    for n in range(3):
        laura.post("/api/faqs", {"question": f"Ouvert {n} ?", "answer": "Oui."})
    lines = rows_of(export(laura, kinds=["assistant"]))
    assert names(lines[:-1]) == ["FaqAdded"] * 3


def test_a_journal_that_stays_behind_gives_no_file(stage: Stage, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.routers.journal.PATIENCE", 0.05)
    laura = team.person()
    answer = laura.post(f"{PATH}/export", {"format": "csv"})
    assert (answer.status_code, answer.json()["code"]) == (503, "JOURNAL_BEHIND")
    assert "retry-after" in answer.headers
