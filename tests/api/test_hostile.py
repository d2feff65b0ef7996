"""Hostile bodies: whatever is posted to whatever route, the answer is a refusal, never a breakdown.

And what does get in breaks nothing behind: the read models take in all of it.
"""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as some

from api.routers import routes
from tests.api.counter import Counter
from tests.api.stage import Person, Stage, Team

WRITING = {"POST", "PUT"}
ROUTES = [
    route for route in routes() if (route.methods or set()) & WRITING and not route.path.startswith("/api/webhooks")
]

TEXT = some.text(max_size=40) | some.sampled_from(
    [
        "\x00",
        "\ud800",
        "\U0010ffff",
        "\u202e",
        "' OR 1=1 --",
        "{0.__class__}",
        "%s%n",
        "../../etc/passwd",
        "a" * 5_000,
        "\r\nX: y",
    ]
)
VALUE = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | TEXT,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
ALMOST: dict[str, dict[str, Any]] = {
    "login": {"email": "laura@exemple.fr", "password": "x"},
    "send_message": {"text": "Bonjour"},
    "hand_over_conversation": {"reason": "asked", "user_id": "{user_id}"},
    "assign_conversation": {"user_id": "{user_id}"},
    "snooze_conversation": {"until": "2099-01-01T09:00:00+01:00"},
    "see_conversation": {"up_to": "{message_id}"},
    "erase_contact": {"confirm": "SUPPRIMER"},
    "withdraw_consent": {"reason": "Au téléphone."},
    "add_faq": {"question": "Ouvert ?", "answer": "Oui.", "variants": ["Fermé ?"]},
    "change_faq": {"question": "Ouvert ?", "answer": "Oui.", "variants": ["Fermé ?"]},
    "configure_assistant": {
        "automatic": True,
        "threshold": 0.5,
        "handover": "Un instant.",
        "business": "Institut de beauté.",
        "tone": "warm",
        "manner": "",
        "hours": [{"day": "monday", "opens": "09:00", "closes": "12:00"}],
        "away": "",
        "model_allowed": False,
        "signature": "",
    },
    "try_assistant": {"question": "Vous êtes ouverts ?", "with_model": False},
    "connect_channel": {
        "provider": "simulator",
        "label": "Ligne",
        "settings": {"endpoint": "x", "account_sid": "AC", "number": "+33"},
        "secrets": {"secret": "x", "auth_token": "x"},
    },
    "check_new_channel": {
        "provider": "simulator",
        "label": "Ligne",
        "settings": {"endpoint": "x"},
        "secrets": {"secret": "x"},
    },
    "suspend_channel": {"reason": "Parce que."},
    "rename_channel": {"label": "Boutique"},
    "rotate_credentials": {"secrets": {"secret": "the secret of the channel"}, "force": False},
    "send_template": {"template_id": "{template_id}", "variables": {"prenom": "Awa", "jour": "x", "heure": "y"}},
    "preview_template": {"variables": {"prenom": "Awa"}},
    "issue_licence": {
        "email": "awa@exemple.fr",
        "hwid": "HW-1",
        "plan": "premium",
        "payment_method": "stripe",
        "expires_at": "2030-01-01T00:00:00Z",
        "auto_renew": True,
        "notes": "",
    },
    "renew_licence": {"basis": "expiry", "days": 30},
    "extend_licence": {"days": 7, "reason": "Geste commercial"},
    "change_licence_plan": {"plan": "enterprise"},
    "amend_licence": {"payment_method": "stripe", "auto_renew": False, "notes": "Offerte"},
    "suspend_licence": {"reason": "Impayé"},
    "transfer_licence": {"hwid": "HW-2"},
    "revoke_licence": {"confirm": "REVOQUER", "reason": "other", "note": "Volée"},
    "change_licence_settings": {
        "currency": "EUR",
        "terms": {plan: {"price_cents": 1900, "grace_days": 3} for plan in ("starter", "premium", "enterprise")},
        "expiring_days": 7,
        "silent_days": 14,
    },
    "replay_webhooks": {"state": "failed", "channel_id": "{channel_id}", "since": "2026-01-01T00:00:00Z"},
    "validate_licence": {"key": "PLB-00000-00000-00000-00000", "hwid": "HW-1"},
    "check_in": {"key": "PLB-00000-00000-00000-00000", "hwid": "HW-1", "version": "1", "os": "Debian"},
    "report_usage": {
        "key": "PLB-00000-00000-00000-00000",
        "hwid": "HW-1",
        "day": "2026-01-05",
        "messages_sent": 1,
        "ai_queries": 1,
        "campaigns_launched": 1,
        "errors_count": 1,
        "uptime_minutes": 1,
    },
    "fetch_own_licence_file": {"key": "PLB-00000-00000-00000-00000", "hwid": "HW-1"},
    "play_message": {"channel_id": "{channel_id}", "from": "+33639980001", "name": "Ada", "text": "Bonjour"},
}


@some.composite
def bodies(draw: some.DrawFn, name: str) -> Any:
    """Anything at all, or what the route expects with one thing in it replaced."""
    right = ALMOST.get(name)
    if right is None or draw(some.integers(0, 3)) == 0:
        return draw(VALUE)
    field = draw(some.sampled_from([*right, draw(TEXT)]))
    return right | {field: draw(VALUE | TEXT)}


@pytest.fixture(scope="module")
def person(stage: Stage) -> Person:
    return stage.team().person()


@pytest.fixture(scope="module")
def ids(stage: Stage, person: Person) -> dict[str, str]:
    """Something there for every id in a path."""
    team = Team(stage, person.organisation_id)
    team._people["admin"] = person
    conversation = team.hears("Bonjour ?")
    faq = person.post("/api/faqs", ALMOST["add_faq"]).json()
    person.post(f"/api/channels/{team.channel_id}/templates/synchronise")
    stage.run()
    template = person.get("/api/templates", search="rappel").json()["data"][0]
    sold = Counter(team).sells(hwid="HW-0")
    given = f"/api/conversations/{conversation['conversation_id']}/assign"
    assert team.hire("agent").post(given, {"user_id": str(person.user_id)}).is_success
    stage.run()
    return {
        "user_id": str(person.user_id),
        "notification_id": person.get("/api/notifications").json()["data"][0]["notification_id"],
        "conversation_id": conversation["conversation_id"],
        "message_id": conversation["last_message_id"],
        "contact_id": team.hears("Oubliez-moi", phone="+33639980077")["contact_id"],
        "channel_id": str(team.channel_id),
        "faq_id": faq["faq_id"],
        "licence_id": sold["licence_id"],
        "template_id": template["template_id"],
        "webhook_id": str(person.get("/api/supervision/webhooks").json()["data"][0]["id"]),
    }


def filled(text: str, ids: dict[str, str]) -> str:
    """The text with ids in the place of their names."""
    return re.sub(r"\{(\w+_id)\}", lambda found: ids.get(found[1], found[0]), text)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@tries(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=some.data())
def test_no_body_breaks_anything(person: Person, ids: dict[str, str], route: APIRoute, data: some.DataObject) -> None:
    path = filled(route.path, ids)
    body = filled(json.dumps(data.draw(bodies(route.name))), ids).encode()
    headers = {"content-type": "application/json", "Idempotency-Key": uuid4().hex}
    for method in (route.methods or set()) & WRITING:
        answer = person.request(method, path, content=body, headers=headers)
        assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 50_000, b"{" * 50_000, b"1e999999", b"-" * 99, b'"\\ud800"'])
def test_no_broken_body_breaks_anything(person: Person, ids: dict[str, str], route: APIRoute, body: bytes) -> None:
    path = filled(route.path, ids)
    headers = {"content-type": "application/json", "Idempotency-Key": uuid4().hex}
    for method in (route.methods or set()) & WRITING:
        assert person.request(method, path, content=body, headers=headers).status_code < 500


QUERIES = [
    route
    for route in routes()
    if route.methods == {"GET"}
    and "_id}" not in route.path
    and route.path != "/api/live"
    and "{provider}" not in route.path
]


@pytest.mark.parametrize("route", QUERIES, ids=lambda route: route.name)
@tries(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_no_query_breaks_anything(person: Person, route: APIRoute, data: some.DataObject) -> None:
    names = [parameter.alias for parameter in route.dependant.query_params] + ["at_least"]
    writable = TEXT.filter(lambda text: text.isascii() or text.encode("utf-8", "ignore").decode() == text)
    params = data.draw(some.dictionaries(some.sampled_from(names), writable | some.integers().map(str), max_size=4))
    assert person.get(route.path, **params).status_code < 500


def test_what_got_in_is_on_the_screens(stage: Stage, person: Person, ids: dict[str, str]) -> None:
    """Last in the file: after all of the above."""
    stage.run()
    states = person.get("/api/supervision/projections").json()["data"]
    assert {(state["error"], state["lag_facts"]) for state in states} == {("", 0)}
    assert person.get("/api/supervision/webhooks", limit=100).json()["data"]
    failed = [
        row for row in person.get("/api/supervision/webhooks", limit=100).json()["data"] if row["state"] == "failed"
    ]
    assert failed == []
    for path in (
        "/api/faqs",
        "/api/channels",
        "/api/templates",
        "/api/conversations",
        "/api/assistant",
        "/api/licences",
    ):
        assert person.get(path).status_code == 200
    assert person.get(f"/api/contacts/{ids['contact_id']}/timeline", limit=100).status_code == 200
