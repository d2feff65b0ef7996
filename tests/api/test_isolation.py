"""Two organisations in one installation: nothing of one is known to the other."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from api.routers import routes
from api.security import OF_THE_PLATFORM, permission_of
from tests.api.counter import Counter
from tests.api.stage import Stage, Team

BODIES: dict[str, Any] = {
    "send_message": {"text": "Bonjour"},
    "see_conversation": {"up_to": "{message_id}"},
    "erase_contact": {"confirm": "SUPPRIMER"},
    "withdraw_consent": {"reason": "Au téléphone."},
    "change_faq": {"question": "Ouvert ?", "answer": "Non."},
    "settle_send": {"outcome": "sent", "reason": "Vu."},
    "assign_conversation": {"user_id": "{user_id}"},
    "hand_over_conversation": {"reason": "asked", "user_id": "{user_id}"},
    "snooze_conversation": {"until": "2099-01-01T09:00:00+01:00"},
    "suspend_channel": {"reason": "Parce que."},
    "rename_channel": {"label": "Boutique"},
    "rotate_credentials": {"secrets": {"secret": "x"}},
    "send_template": {"template_id": "{template_id}", "variables": {}},
    "preview_template": {"variables": {}},
    "change_role": {"role": "viewer"},
    "change_permissions": {"granted": [], "withdrawn": []},
    "suspend_member": {"reason": "Parce que."},
    "run_bulk_revocation": {"confirm": "REVOQUER"},
    "amend_licence": {"payment_method": "stripe", "auto_renew": False, "notes": "Offerte"},
    "change_licence_plan": {"plan": "enterprise"},
    "extend_licence": {"days": 7, "reason": "Geste commercial"},
    "renew_licence": {"basis": "expiry", "days": 30},
    "revoke_licence": {"confirm": "REVOQUER", "reason": "fraud"},
    "suspend_licence": {"reason": "Parce que."},
    "transfer_licence": {"hwid": "HW-9"},
}


def with_ids() -> Iterator[tuple[str, str, str]]:
    """(method, path, name) of every route that names a thing of an organisation."""
    for route in routes():
        permission = permission_of(route) or ""
        if "_id}" in route.path and permission != "public" and not permission.startswith(OF_THE_PLATFORM):
            for method in route.methods or ():
                yield method, route.path, route.name


ROUTES = sorted(with_ids())


@dataclass
class Belongings:
    """Something of each kind, of one organisation."""

    team: Team
    ids: dict[str, str]

    @classmethod
    def of(cls, team: Team) -> "Belongings":
        conversation = team.hears("Bonjour ?")
        faq = team.person().post("/api/faqs", {"question": "Ouvert ?", "answer": "Oui."}).json()
        team.person().post(f"/api/channels/{team.channel_id}/templates/synchronise")
        team.stage.run()
        template = team.person().get("/api/templates").json()["data"][0]
        person = team.person()
        team.stage.run()
        given = f"/api/conversations/{conversation['conversation_id']}/assign"
        assert team.person("agent").post(given, {"user_id": str(person.user_id)}).is_success
        team.stage.run()
        told = person.get("/api/notifications").json()["data"]
        whom = {"email": f"{uuid4().hex}@exemple.fr", "name": "Zoé", "role": "agent"}
        invited = person.post("/api/invitations", whom, Idempotency_Key="k1")
        key = {"name": "Boutique", "scopes": ["contacts.read"]}
        issued = person.post("/api/keys", key, Idempotency_Key="k1")
        sheet = b"email,hwid,plan\nawa@exemple.fr,HW-1,premium\n"
        headers = {"Idempotency-Key": "k1"}
        batch = person.request("POST", "/api/licences/imports", content=sheet, headers=headers)
        sold = Counter(team).sells()
        team.stage.run()
        ids = {
            "user_id": str(person.user_id),
            "session_id": str(person.session_id),
            "invitation_id": invited.json()["invitation_id"],
            "key_id": issued.json()["key_id"],
            "licence_id": sold["licence_id"],
            "notification_id": told[0]["notification_id"],
            "conversation_id": conversation["conversation_id"],
            "contact_id": conversation["contact_id"],
            "message_id": conversation["last_message_id"],
            "channel_id": str(team.channel_id),
            "faq_id": faq["faq_id"],
            "template_id": template["template_id"],
            "batch_id": batch.json()["batch_id"],
            "visit_id": str(team.is_visited()),
            "webhook_id": str(team.person().get("/api/supervision/webhooks").json()["data"][0]["id"]),
        }
        return cls(team, ids)

    def fill(self, text: str) -> str:
        return re.sub(r"\{(\w+_id)\}", lambda found: self.ids[found[1]], text)


@pytest.fixture(scope="module")
def mine(stage: Stage) -> Belongings:
    return Belongings.of(stage.team())


@pytest.fixture(scope="module")
def theirs(stage: Stage) -> Belongings:
    return Belongings.of(stage.team("Pâtisserie Voisine"))


def test_the_routes_are_all_there() -> None:
    assert len(ROUTES) >= 18


@pytest.mark.parametrize(("method", "path", "name"), ROUTES, ids=[f"{method} {path}" for method, path, _ in ROUTES])
def test_what_is_anothers_does_not_exist(
    mine: Belongings, theirs: Belongings, method: str, path: str, name: str
) -> None:
    body = json.loads(theirs.fill(json.dumps(BODIES.get(name)))) or None
    options = {"json": body, "headers": {"Idempotency-Key": "k1"}}
    before = mine.team.stage.drive.house.ledger.head()
    answer = mine.team.person().request(method, theirs.fill(path), **options)
    assert answer.status_code == 404, answer.text
    assert mine.team.stage.drive.house.ledger.head() == before


LISTS = [
    "/api/members",
    "/api/sessions",
    "/api/invitations",
    "/api/visits",
    "/api/keys",
    "/api/journal",
    "/api/conversations",
    "/api/contacts",
    "/api/notifications",
    "/api/faqs",
    "/api/channels",
    "/api/templates",
    "/api/licences/batches",
    "/api/licences",
    "/api/licences/activity",
    "/api/licences/alerts",
    "/api/licences/counts",
    "/api/licences?search=awa",
    "/api/supervision/webhooks",
    "/api/live/facts?limit=500",
    "/api/conversations?search=336",
    "/api/faqs/search?question=ouvert",
    "/api/stats/overview",
    "/api/stats/overview/answers",
    "/api/stats/overview/turns",
    "/api/supervision/outbox",
    "/api/stats/contacts",
    "/api/stats/hours",
    "/api/supervision/uncertain",
    "/api/supervision/replays",
    "/api/supervision/gaps",
    "/api/me",
    "/api/licence-files/public-key",
]


@pytest.mark.parametrize("path", LISTS)
def test_lists_never_mix(mine: Belongings, theirs: Belongings, path: str) -> None:
    shown = mine.team.person().get(path).text
    foreigners = [id for name, id in theirs.ids.items() if name != "webhook_id"]  # a number is in any text
    for foreign in (*foreigners, str(theirs.team.organisation_id), str(theirs.team.person().user_id)):
        assert foreign not in shown


@pytest.mark.parametrize(
    "path",
    [
        "/api/conversations",
        "/api/contacts",
        "/api/notifications",
        "/api/faqs",
        "/api/channels",
        "/api/templates",
        "/api/licences/batches",
        "/api/licences",
        "/api/licences/activity",
        "/api/live/facts",
    ],
)
def test_lists_hold_what_is_ones_own(mine: Belongings, path: str) -> None:
    assert mine.team.person().get(path).json()["data"]


def test_a_filter_on_what_is_anothers_finds_nothing(mine: Belongings, theirs: Belongings) -> None:
    person, ids = mine.team.person(), theirs.ids
    assert person.get("/api/conversations", channel_id=ids["channel_id"]).json()["data"] == []
    assert person.get("/api/conversations", assignee=theirs.team.person().user_id).json()["data"] == []
    shown = person.get("/api/stats/overview", channel_id=ids["channel_id"]).json()
    assert shown["figures"]["messages_received"] == 0


def test_a_message_of_anothers_is_not_seen_in_ones_own_conversation(mine: Belongings, theirs: Belongings) -> None:
    path = mine.fill("/api/conversations/{conversation_id}/seen")
    assert mine.team.person().post(path, {"up_to": theirs.ids["message_id"]}).status_code == 404


def test_what_is_done_for_anothers_channel_is_not_told(mine: Belongings, theirs: Belongings) -> None:
    person = mine.team.person()
    answer = person.get("/api/channels/setup/simulator", channel_id=theirs.ids["channel_id"])
    assert (answer.status_code, answer.json()["code"]) == (404, "CHANNEL_UNKNOWN")
    assert person.get("/api/channels/setup/simulator", channel_id=mine.ids["channel_id"]).status_code == 200
