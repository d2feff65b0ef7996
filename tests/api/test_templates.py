"""Templates by the API: synchronised, shown with what to do, previewed, and sent once the window is closed."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.messaging.simulator import bodies
from domain.contacts.consent import DeclineMarketing
from domain.fact import SYSTEM, Context
from tests.api.stage import SECRET, Response, Team

FIELDS = {"prenom": "Awa", "jour": "mardi", "heure": "15 h"}


def synchronised(team: Team) -> dict[str, Any]:
    answer = team.person().post(f"/api/channels/{team.channel_id}/templates/synchronise")
    assert answer.status_code == 200, answer.text
    team.stage.run()
    found: dict[str, Any] = answer.json()
    return found


def templates(team: Team, **filters: Any) -> dict[str, dict[str, Any]]:
    answer = team.person().get("/api/templates", **filters)
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.json()["data"]}


def wrote(team: Team, *, hours: float) -> dict[str, Any]:
    """A customer wrote so many hours ago. Gives the conversation."""
    at = team.stage.drive.house.clock.now() - timedelta(hours=hours)
    item = bodies.text(uuid4().hex, "+33639980001", "Bonjour", at=at, name="Ada")
    assert team.delivers(bodies.body(team.endpoint, [item])).status_code == 200
    team.stage.run()
    found: dict[str, Any] = team.person().get("/api/conversations", search="33639980001").json()["data"][0]
    return found


def send(team: Team, conversation: dict[str, Any], name: str, variables: Any, key: str = "k1") -> Response:
    body = {"template_id": templates(team)[name]["template_id"], "variables": variables}
    path = f"/api/conversations/{conversation['conversation_id']}/templates"
    return team.person().post(path, body, Idempotency_Key=key)


class TestSynchronising:
    def test_the_second_time_finds_nothing_new(self, team: Team) -> None:
        first, second = synchronised(team), synchronised(team)
        assert {name: first[name] for name in ("added", "changed", "gone", "unchanged")} == {
            "added": 7,
            "changed": 0,
            "gone": 0,
            "unchanged": 0,
        }
        assert (second["added"], second["unchanged"]) == (0, 7)
        assert second["sequence"] > first["sequence"]
        [run] = team.person().get("/api/templates").json()["synchronisations"]
        assert (run["channel_id"], run["unchanged"], run["failed_at"]) == (str(team.channel_id), 7, None)
        assert run["synchronised_at"]

    def test_a_viewer_reads_and_does_not_synchronise(self, team: Team) -> None:
        viewer = team.person("viewer")
        assert viewer.get("/api/templates").status_code == 200
        assert viewer.post(f"/api/channels/{team.channel_id}/templates/synchronise").status_code == 403

    def test_a_channel_that_does_not_exist_is_unknown(self, team: Team) -> None:
        assert team.person().post(f"/api/channels/{uuid4()}/templates/synchronise").json()["code"] == "CHANNEL_UNKNOWN"


class TestShowing:
    def test_each_template_says_what_its_status_means_and_what_to_do(self, team: Team) -> None:
        synchronised(team)
        found = templates(team)
        assert found["rappel_rendez_vous"]["sendable"] is True
        assert [one["key"] for one in found["rappel_rendez_vous"]["variables"]] == ["prenom", "jour", "heure"]
        labels = [one["label"] for one in found["commande_prete"]["variables"]]
        assert labels == ["Variable 1", "Variable 2", "Variable 1 du bouton 1"]
        assert (found["relance"]["status_label"], found["relance"]["sendable"]) == ("Suspendu", False)
        assert "autre" in found["relance"]["advice"]
        assert "fichier" in found["catalogue_ete"]["advice"]
        assert all(one["advice"].endswith(".") for one in found.values())
        statuses = team.person().get("/api/templates").json()["statuses"]
        assert {"approved", "paused", "gone"} <= {one["status"] for one in statuses}

    def test_templates_are_found_by_what_they_are(self, team: Team) -> None:
        synchronised(team)
        assert templates(team, status="paused").keys() == {"relance"}
        assert templates(team, category="marketing", status="approved").keys() == {"anniversaire", "catalogue_ete"}
        assert templates(team, search="VOTRE commande").keys() == {"commande_prete"}
        assert templates(team, language="en") == templates(team, channel_id=str(uuid4())) == {}

    def test_pages_skip_nothing(self, team: Team) -> None:
        synchronised(team)
        names, cursor = [], None
        while True:
            page = team.person().get("/api/templates", limit=3, cursor=cursor).json()
            names += [one["name"] for one in page["data"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert len(names) == 7 and names == sorted(names)

    def test_one_template_is_shown(self, team: Team) -> None:
        synchronised(team)
        known = templates(team)["relance"]
        assert team.person().get(f"/api/templates/{known['template_id']}").json()["reason"].startswith("Mal noté")
        assert team.person().get(f"/api/templates/{uuid4()}").json()["code"] == "TEMPLATE_UNKNOWN"


class TestPreview:
    def preview(self, team: Team, name: str, variables: Any) -> dict[str, Any]:
        path = f"/api/templates/{templates(team)[name]['template_id']}/preview"
        answer = team.person().post(path, {"variables": variables})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def test_it_shows_what_the_customer_would_read_and_sends_nothing(self, team: Team) -> None:
        synchronised(team)
        head = team.stage.drive.house.ledger.head()
        shown = self.preview(team, "rappel_rendez_vous", FIELDS)
        assert shown["body"].startswith("Bonjour Awa, nous vous attendons mardi à 15 h.")
        assert (shown["ready"], shown["errors"], shown["advice"]) == (True, [], "")
        assert team.stage.drive.house.ledger.head() == head

    def test_it_shows_what_is_missing_beside(self, team: Team) -> None:
        synchronised(team)
        shown = self.preview(team, "commande_prete", {"1": "Awa", "button.0.1": "A-7"})
        assert "Awa" in shown["body"] and "{{2}}" in shown["body"]
        assert shown["buttons"][0]["target"] == "https://suivi.example/A-7"
        assert [one["field"] for one in shown["errors"]] == ["variables.2"]
        assert shown["ready"] is False

    def test_a_template_that_may_not_leave_is_shown_with_why(self, team: Team) -> None:
        synchronised(team)
        shown = self.preview(team, "relance", {})
        assert (shown["body"], shown["ready"]) == ("Vous nous manquez !", False)
        assert shown["advice"]


class TestWindow:
    def test_free_text_outside_the_window_is_refused_before_anything_is_queued(self, team: Team) -> None:
        conversation = wrote(team, hours=25)
        assert conversation["window_open"] is False
        head = team.stage.drive.house.ledger.head()
        path = f"/api/conversations/{conversation['conversation_id']}/messages"
        refused = team.person().post(path, {"text": "Bonjour"}, Idempotency_Key="k1")
        assert refused.status_code == 409
        assert team.stage.drive.house.ledger.head() == head
        problem = refused.json()
        assert (problem["code"], problem["field"]) == ("WINDOW_CLOSED", None)
        assert problem["detail"] == "Plus de 24 h depuis le dernier message du client : envoyez un modèle approuvé."
        synchronised(team)
        there = team.person().request("GET", problem["see"]).json()["data"]
        assert {one["status"] for one in there} == {"approved"}
        assert [one["author"] for one in team.messages(conversation["conversation_id"])] == ["contact"]

    def test_free_text_inside_the_window_leaves_and_a_retry_after_it_is_no_refusal(self, team: Team) -> None:
        conversation = wrote(team, hours=23.9)
        assert conversation["window_open"] is True
        path = f"/api/conversations/{conversation['conversation_id']}/messages"
        first = team.person().post(path, {"text": "Bonjour"}, Idempotency_Key="k1")
        assert first.status_code == 202
        team.stage.run()
        adapter: Any = team.stage.drive.house.channels.providers["simulator"]
        adapter.window = timedelta(hours=1)  # the day is over
        try:
            again = team.person().post(path, {"text": "Bonjour"}, Idempotency_Key="k1")
            other = team.person().post(path, {"text": "Bonjour"}, Idempotency_Key="k2")
        finally:
            del adapter.window
        assert (again.status_code, again.json()["message_id"]) == (202, first.json()["message_id"])
        assert other.json()["code"] == "WINDOW_CLOSED"

    def test_the_countdown_is_on_the_line_and_on_the_conversation(self, team: Team) -> None:
        conversation = wrote(team, hours=23)
        one = team.person().get(f"/api/conversations/{conversation['conversation_id']}").json()
        assert one["window_until"] == conversation["window_until"] is not None
        listed = {
            window: len(team.person().get("/api/conversations", window=window).json()["data"])
            for window in ("open", "closing", "closed")
        }
        assert listed == {"open": 1, "closing": 1, "closed": 0}


class TestSending:
    def test_a_template_leaves_outside_the_window_and_is_read_as_the_customer_reads_it(self, team: Team) -> None:
        conversation = wrote(team, hours=30)
        synchronised(team)
        sent = send(team, conversation, "rappel_rendez_vous", FIELDS)
        assert sent.status_code == 202, sent.text
        again = send(team, conversation, "rappel_rendez_vous", FIELDS)
        assert again.json()["message_id"] == sent.json()["message_id"]
        team.stage.run()
        [_, message] = team.messages(conversation["conversation_id"])
        assert (message["status"], message["kind"], message["author"]) == ("sent", "template", "user")
        assert message["content"]["body"].startswith("Bonjour Awa, nous vous attendons mardi")
        line = team.person().get(f"/api/conversations/{conversation['conversation_id']}").json()
        assert line["last_preview"] == message["content"]["body"]
        assert (line["owner"], line["user_id"]) == ("person", str(team.person().user_id))
        assert line["window_open"] is False
        story = team.person().get(f"/api/contacts/{conversation['contact_id']}/timeline").json()["data"]
        assert message["content"]["body"] in [one["detail"] for one in story]

    def test_the_same_key_for_other_values_is_refused(self, team: Team) -> None:
        conversation = wrote(team, hours=1)
        synchronised(team)
        assert send(team, conversation, "rappel_rendez_vous", FIELDS).status_code == 202
        other = send(team, conversation, "rappel_rendez_vous", {**FIELDS, "jour": "jeudi"})
        assert (other.status_code, other.json()["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")

    def test_every_value_at_fault_is_named(self, team: Team) -> None:
        conversation = wrote(team, hours=1)
        synchronised(team)
        head = team.stage.drive.house.ledger.head()
        refused = send(team, conversation, "rappel_rendez_vous", {"prenom": "a\nb", "heure": "a    b", "nom": "x"})
        problem = refused.json()
        assert (refused.status_code, problem["code"]) == (422, "TEMPLATE_VARIABLES_INVALID")
        named = ["variables.prenom", "variables.jour", "variables.heure", "variables.nom"]
        assert [one["field"] for one in problem["errors"]] == named
        assert problem["field"] == "variables.prenom"
        assert team.stage.drive.house.ledger.head() == head

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("enquete_satisfaction", "TEMPLATE_NOT_APPROVED"),
            ("relance", "TEMPLATE_PAUSED"),
            ("promotion_flash", "TEMPLATE_REJECTED"),
            ("catalogue_ete", "TEMPLATE_NOT_FILLABLE"),
        ],
    )
    def test_what_may_not_leave_is_refused_with_what_to_do(self, team: Team, name: str, code: str) -> None:
        conversation = wrote(team, hours=1)
        synchronised(team)
        refused = send(team, conversation, name, {})
        assert (refused.status_code, refused.json()["code"]) == (409, code)

    def test_a_template_of_another_channel_is_refused(self, team: Team) -> None:
        conversation = wrote(team, hours=1)
        other = uuid4()
        team.stage.drive.house.channels.connect(
            Context(team.organisation_id, SYSTEM),
            other,
            "simulator",
            "Autre",
            {"endpoint": other.hex},
            {"secret": SECRET},
        )
        assert team.person().post(f"/api/channels/{other}/templates/synchronise").status_code == 200
        team.stage.run()
        refused = send(team, conversation, "rappel_rendez_vous", FIELDS)
        assert (refused.status_code, refused.json()["field"]) == (422, "template_id")

    def test_a_template_that_does_not_exist_is_unknown(self, team: Team, others: Team) -> None:
        conversation = wrote(team, hours=1)
        synchronised(others)
        theirs = templates(others)["rappel_rendez_vous"]["template_id"]
        for template_id in (str(uuid4()), theirs):
            path = f"/api/conversations/{conversation['conversation_id']}/templates"
            body = {"template_id": template_id, "variables": FIELDS}
            refused = team.person().post(path, body, Idempotency_Key="k1")
            assert (refused.status_code, refused.json()["code"]) == (404, "TEMPLATE_UNKNOWN")

    def test_nobody_writes_to_a_customer_who_was_erased(self, team: Team) -> None:
        conversation = wrote(team, hours=1)
        synchronised(team)
        path = f"/api/contacts/{conversation['contact_id']}/erase"
        assert team.person().post(path, {"confirm": "SUPPRIMER"}).status_code == 200
        team.stage.run()
        assert send(team, conversation, "rappel_rendez_vous", FIELDS).status_code == 410

    def test_a_customer_who_wants_no_more_messages_is_sent_none(self, team: Team) -> None:
        synchronised(team)
        team.hears("STOP")
        refused = send(team, wrote(team, hours=30), "rappel_rendez_vous", FIELDS).json()
        assert refused["code"] == "CONSENT_WITHDRAWN"
        assert "REPRENDRE" in refused["detail"]

    def test_a_customer_who_declined_promotions_still_gets_what_concerns_them(self, team: Team) -> None:
        synchronised(team)
        conversation = wrote(team, hours=30)
        context = Context(team.organisation_id, SYSTEM)
        declined = DeclineMarketing(
            contact_id=UUID(conversation["contact_id"]),
            channel_id=team.channel_id,
            at=team.stage.drive.house.clock.now(),
        )
        team.stage.drive.house.bus.execute(context, declined)
        assert send(team, conversation, "anniversaire", {"prenom": "Awa"}, "k2").json()["code"] == "MARKETING_DECLINED"
        assert send(team, conversation, "rappel_rendez_vous", FIELDS, "k3").status_code == 202
