"""Inviting somebody: a mail with a link, good once and for a week, for a role that is not above one's own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from application.ports.mail import Letter, MailNotSent, MailRefused
from domain.tenancy.permissions import held_by
from tests.api.letters import letters, link
from tests.api.stage import PASSWORD, Person, Stage, Team

CHOSEN = "un cheval correct agrafé"


def invite(by: Person, email: str, role: str = "agent", key: str = "", name: str = "Zoé Martin") -> Any:
    body = {"email": email, "name": name, "role": role}
    return by.post("/api/invitations", body, Idempotency_Key=key or uuid4().hex)


def ask(stage: Stage, path: str, **body: str) -> Any:
    return stage.client.request("POST", path, json=body)


def waiting(team: Team) -> list[dict[str, Any]]:
    team.stage.run()
    found: list[dict[str, Any]] = team.person().get("/api/invitations").json()["data"]
    return found


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@exemple.fr"


def test_who_is_invited_chooses_a_password_and_signs_in(stage: Stage, team: Team, email: str) -> None:
    assert invite(team.person(), email).is_success
    page, token = link(letters(stage, team.organisation_id)[0])
    assert page == "rejoindre"
    shown = ask(stage, "/auth/invitation", token=token).json()
    assert shown == {"organization": "Institut Lumière", "email": email, "name": "Zoé Martin", "role": "agent"}
    [one] = [one for one in waiting(team) if one["email"] == email]
    assert (one["mailed"], one["role"]) == ("sent", "agent")
    joined = ask(stage, "/auth/invitation/accept", token=token, name="Zoé M.", password=CHOSEN)
    assert (joined.status_code, joined.json()) == (200, {"email": email})
    assert "set-cookie" not in joined.headers, "a link of a mail opens no session"
    signed_in = ask(stage, "/auth/login", email=email, password=CHOSEN).json()
    assert (signed_in["user"]["name"], signed_in["user"]["role"]) == ("Zoé M.", "agent")
    assert email not in {one["email"] for one in waiting(team)}
    members = {one["email"]: one for one in team.person().get("/api/members").json()["data"]}
    assert members[email]["role"] == "agent"


def test_a_link_works_once(stage: Stage, team: Team, email: str) -> None:
    invite(team.person(), email)
    _, token = link(letters(stage, team.organisation_id)[0])
    assert ask(stage, "/auth/invitation/accept", token=token, name="Zoé", password=CHOSEN).is_success
    again = ask(stage, "/auth/invitation/accept", token=token, name="Eve", password="another long password")
    assert (again.status_code, again.json()["code"]) == (409, "INVITATION_USED")
    assert ask(stage, "/auth/login", email=email, password=CHOSEN).is_success


def test_an_invitation_that_is_withdrawn_is_good_for_nothing(stage: Stage, team: Team, email: str) -> None:
    made = invite(team.person(), email).json()["invitation_id"]
    _, token = link(letters(stage, team.organisation_id)[0])
    assert team.person().delete(f"/api/invitations/{made}").is_success
    refused = ask(stage, "/auth/invitation/accept", token=token, name="Zoé", password=CHOSEN)
    assert (refused.status_code, refused.json()["code"]) == (409, "INVITATION_OVER")
    assert email not in {one["email"] for one in waiting(team)}
    assert team.person().delete(f"/api/invitations/{made}").is_success, "twice is once"


def test_a_key_asks_once(stage: Stage, team: Team, email: str) -> None:
    before = len(letters(stage, team.organisation_id))
    first, second = (invite(team.person(), email, key="k-invite") for _ in range(2))
    assert first.json() == second.json()
    assert len(letters(stage, team.organisation_id)) == before + 1


def test_an_address_that_is_a_members_is_not_invited(stage: Stage, team: Team, others: Team, email: str) -> None:
    others.hire("agent", email=email)
    answer = invite(team.person(), email.upper())
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (409, "EMAIL_TAKEN", "email")


def test_two_who_invite_the_same_person_get_one_member(stage: Stage, team: Team, others: Team, email: str) -> None:
    for one in (team, others):
        invite(one.person(), email)
    tokens = [link(letters(stage, one.organisation_id)[0])[1] for one in (team, others)]
    answers = [ask(stage, "/auth/invitation/accept", token=token, name="Zoé", password=CHOSEN) for token in tokens]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["code"] == "EMAIL_TAKEN"


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"role": "support"}, 422, "role"),
        ({"role": "root"}, 422, "role"),
        ({"email": "nobody"}, 422, "email"),
        ({"name": "  "}, 422, "name"),
        ({"email": "x" * 400}, 422, "email"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(team: Team, change: dict[str, str], status: int, field: str) -> None:
    told = {"email": "zoe@exemple.fr", "role": "agent", "name": "Zoé"} | change
    answer = invite(team.person(), **told)
    assert (answer.status_code, answer.json()["field"]) == (status, field)


def test_nobody_invites_above_themselves(stage: Stage, email: str) -> None:
    team = stage.team("Palabre", operator=True)
    answer = invite(team.person("admin"), email, role="super_admin")
    assert answer.json()["code"] == "ROLE_ABOVE_YOURS"
    assert "members.invite" not in held_by("support", operator=True) | held_by("manager", operator=False)


@pytest.mark.parametrize(("password", "code"), [("court", "PASSWORD_SHORT"), ("aaaaaaaaaaaaaa", "PASSWORD_WEAK")])
def test_a_password_that_is_easily_found_is_refused(
    stage: Stage, team: Team, email: str, password: str, code: str
) -> None:
    invite(team.person(), email)
    _, token = link(letters(stage, team.organisation_id)[0])
    for chosen in (password, email) if code == "PASSWORD_WEAK" else (password,):
        answer = ask(stage, "/auth/invitation/accept", token=token, name="Zoé", password=chosen)
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, "password")
    assert ask(stage, "/auth/invitation/accept", token=token, name="Zoé", password=CHOSEN).is_success


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "é", "x" * 2048])
def test_a_link_that_is_none_of_ours_opens_nothing(stage: Stage, token: str) -> None:
    for answer in (
        ask(stage, "/auth/invitation", token=token),
        ask(stage, "/auth/invitation/accept", token=token, name="Zoé", password=CHOSEN),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "INVITATION_OVER")


def test_a_token_of_another_kind_is_no_invitation(stage: Stage, team: Team) -> None:
    assert ask(stage, "/auth/invitation", token=team.person().token).json()["code"] == "INVITATION_OVER"


class Refusing:
    """A mail server that says no: now, or for good."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def send(self, letter: Letter) -> None:
        raise self.errors.pop(0) if len(self.errors) > 1 else self.errors[0]


@pytest.mark.parametrize(("error", "mailed"), [(MailRefused("550"), "failed"), (MailNotSent("421"), "")])
def test_who_invites_sees_that_the_mail_did_not_leave(
    stage: Stage, team: Team, email: str, error: Exception, mailed: str
) -> None:
    drive = stage.drive
    performer = drive.performer
    drive.performer = drive.performer_with(mails=Refusing(error))
    try:
        invite(team.person(), email)
        [one] = [one for one in waiting(team) if one["email"] == email]
        assert one["mailed"] == mailed
    finally:
        drive.performer = performer
    if not mailed:
        drive.make_due()
        [one] = [one for one in waiting(team) if one["email"] == email]
        assert one["mailed"] == "sent", "it leaves once the server is back"


def test_a_server_that_asks_for_time_gets_it(stage: Stage, team: Team, email: str) -> None:
    drive = stage.drive
    performer = drive.performer
    drive.performer = drive.performer_with(mails=Refusing(MailNotSent("429", timedelta(minutes=40))))
    try:
        invite(team.person(), email)
        stage.run()
    finally:
        drive.performer = performer
    with drive.house.pool.connection() as connection:
        [waits] = connection.execute(
            "SELECT due_at > clock_timestamp() + interval '39 minutes' FROM outbox.effects"
            " WHERE organisation_id = %s AND kind = 'mail_account' AND state = 'pending'",
            [team.organisation_id],
        ).fetchall()
    assert waits == (True,)
    drive.make_due()
    [one] = [one for one in waiting(team) if one["email"] == email]
    assert one["mailed"] == "sent"


def test_the_link_is_in_no_log_and_in_no_table_but_the_sealed_letter(stage: Stage, team: Team, email: str) -> None:
    invite(team.person(), email)
    _, token = link(letters(stage, team.organisation_id)[0])
    with stage.drive.house.pool.connection() as connection:
        rows = connection.execute("SELECT refs::text FROM outbox.effects WHERE kind = 'mail_account'").fetchall()
        facts = connection.execute("SELECT convert_from(state, 'UTF8') FROM ledger.facts").fetchall()
    written = " ".join(text for (text,) in [*rows, *facts])
    assert token not in written and email not in written
    assert PASSWORD not in written
