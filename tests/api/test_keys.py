"""API keys: shown once, good for their scopes and nothing else, counted by themselves, refused once they are over."""

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi.routing import APIRoute
from structlog.testing import capture_logs

from adapters.secrets.api_keys import ApiKeyTexts
from adapters.secrets.master_key import MasterKey
from api.routers import routes
from api.security import permission_of
from application.members import InCharge
from application.ports.clock import Clock
from application.ports.limits import Allowance
from application.standing import REMEMBERED, Standings
from domain.fact import SYSTEM, Actor, Context, Fact
from domain.refusal import Refused
from domain.tenancy.api_key import MOST_LIVING
from domain.tenancy.organisation import ReactivateOrganisation, SuspendOrganisation
from domain.tenancy.permissions import FOR_KEYS, OF_ANY_KEY
from tests.api.stage import Client, Person, Response, Stage, Team
from tests.api.test_proof import signed_in_before

GUARDED = [route for route in routes() if permission_of(route) not in (None, "public")]
OF_MEMBERS = {"who_am_i", "take_over_conversation"}
"""Routes of a scope, or of each key, that ask for a person all the same."""


@dataclass
class Ahead:
    """The clock as it will be."""

    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by


def ask(person: Person, scopes: list[str], *, key: str = "", **others: Any) -> Response:
    body = {"name": "Boutique", "scopes": scopes, **others}
    return person.post("/api/keys", body, Idempotency_Key=key or uuid4().hex)


def issued(team: Team, *scopes: str, **others: Any) -> Person:
    """A program that calls with a new key, as a person would."""
    made = ask(team.person(), list(scopes), **others)
    assert made.status_code == 200, made.text
    key_id = UUID(made.json()["key_id"])
    return Person(team.stage, key_id, team.organisation_id, key_id, made.json()["key"])


def refusal(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def listed(team: Team) -> list[dict[str, Any]]:
    team.stage.run()
    data: list[dict[str, Any]] = team.person().get("/api/keys").json()["data"]
    return data


def facts_by(key: Person) -> list[Fact[Any]]:
    ledger = key.stage.drive.house.ledger
    return [fact for fact in ledger.page(0, 100_000) if fact.context.actor == Actor("key", key.user_id)]


def kept_digests(stage: Stage, key: Person) -> int:
    return len(stage.drive.house.vault.find(key.organisation_id, f"api-key:{key.user_id}"))


# What becomes of a key


def test_a_key_is_issued_used_seen_and_revoked(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour")
    key = issued(team, "contacts.withdraw_consent", "contacts.read", ends_at="2027-01-01T00:00:00Z")
    (line,) = listed(team)
    assert line["scopes"] == ["contacts.read", "contacts.withdraw_consent"]
    assert (line["name"], line["hint"], line["last_used_at"]) == ("Boutique", key.token[-4:], None)
    assert line["created_by"] == str(team.person().user_id) and line["ends_at"].startswith("2027-01-01")

    path = f"/api/contacts/{conversation['contact_id']}"
    assert key.get(path).status_code == 200
    assert key.post(f"{path}/withdraw-consent", {"reason": "Par le site."}).status_code == 200
    (fact,) = facts_by(key)
    assert fact.event.name == "contacts.ConsentWithdrawn" and fact.organisation_id == team.organisation_id
    assert stage.eventually(lambda: listed(team)[0]["last_used_at"] is not None)

    assert team.person().delete(f"/api/keys/{key.user_id}").status_code == 200
    stage.services.standings.forget()
    assert refusal(key.get(path)) == (401, "KEY_INVALID")
    assert listed(team) == [] and kept_digests(stage, key) == 0
    assert team.person().delete(f"/api/keys/{key.user_id}").status_code == 200, "once more changes nothing"


def test_what_was_revoked_is_refused_within_two_seconds(stage: Stage, team: Team) -> None:
    tick = [0.0]
    house = stage.drive.house
    client = stage.with_services(standings=Standings(house.ledger, house.vault, house.clock, lambda: tick[0]))
    key = issued(team, "contacts.read")
    headers = {"Authorization": f"Bearer {key.token}"}
    assert client.request("GET", "/api/key", headers=headers).status_code == 200
    team.person().delete(f"/api/keys/{key.user_id}")
    tick[0] = REMEMBERED
    assert refusal(client.request("GET", "/api/key", headers=headers)) == (401, "KEY_INVALID")


def test_a_key_ends_by_itself_and_is_still_listed(stage: Stage, team: Team) -> None:
    soon = stage.services.clock.now() + timedelta(hours=1)
    key = issued(team, "contacts.read", ends_at=soon.isoformat())
    house = stage.drive.house
    later = stage.with_services(standings=Standings(house.ledger, house.vault, Ahead(house.clock, timedelta(hours=1))))
    assert key.get("/api/contacts").status_code == 200
    answer = later.request("GET", "/api/contacts", headers={"Authorization": f"Bearer {key.token}"})
    assert refusal(answer) == (401, "KEY_INVALID")
    assert [line["key_id"] for line in listed(team)] == [str(key.user_id)]


def test_a_key_is_refused_while_its_organisation_is_suspended(stage: Stage, team: Team) -> None:
    key = issued(team, "contacts.read")
    bus, context = stage.services.bus, Context(team.organisation_id, SYSTEM)
    bus.execute(context, SuspendOrganisation(organisation_id=team.organisation_id, reason="Impayé"))
    stage.services.standings.forget()
    assert refusal(key.get("/api/contacts")) == (401, "KEY_INVALID")
    bus.execute(context, ReactivateOrganisation(organisation_id=team.organisation_id))
    assert key.get("/api/contacts").status_code == 200


def test_a_key_outlives_who_made_it(stage: Stage, team: Team) -> None:
    maker = team.hire("admin")
    made = ask(maker, ["contacts.read"]).json()
    admin = team.person()
    stage.run()
    assert admin.post(f"/api/members/{maker.user_id}/suspend", {"reason": "Parti"}).status_code == 200
    stage.services.standings.forget()
    assert maker.get("/api/contacts").status_code == 401
    headers = {"Authorization": f"Bearer {made['key']}"}
    assert stage.client.request("GET", "/api/contacts", headers=headers).status_code == 200


# Issuing


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"name": ""}, 422, "VALUE_INVALID", "name"),
        ({"name": "   "}, 422, "KEY_NAME_INVALID", "name"),
        ({"name": "a" * 61}, 422, "VALUE_INVALID", "name"),
        ({"name": "a\x00"}, 422, "VALUE_INVALID", "name"),
        ({"scopes": []}, 422, "VALUE_INVALID", "scopes"),
        ({"scopes": ["contacts.read"] * 101}, 422, "VALUE_INVALID", "scopes"),
        ({"scopes": ["faxes.send"]}, 422, "KEY_SCOPE_NOT_KNOWN", "scopes"),
        ({"scopes": ["contacts.erase"]}, 422, "KEY_SCOPE_NOT_FOR_KEYS", "scopes"),
        ({"scopes": ["keys.manage"]}, 422, "KEY_SCOPE_NOT_FOR_KEYS", "scopes"),
        ({"scopes": ["me.read"]}, 422, "KEY_SCOPE_NOT_FOR_KEYS", "scopes"),
        ({"scopes": ["platform.webhooks.read"]}, 422, "KEY_SCOPE_NOT_FOR_KEYS", "scopes"),
        ({"ends_at": "2020-01-01T00:00:00Z"}, 422, "KEY_END_INVALID", "ends_at"),
        ({"ends_at": "9999-12-31T23:59:59-12:00"}, 422, "KEY_END_INVALID", "ends_at"),
        ({"ends_at": "0001-01-01T00:00:00+12:00"}, 422, "KEY_END_INVALID", "ends_at"),
        ({"ends_at": "2030-01-01T00:00:00"}, 422, "VALUE_INVALID", "ends_at"),
        ({"colour": "red"}, 422, "VALUE_INVALID", "colour"),
    ],
)
def test_a_key_that_cannot_be_is_refused_and_leaves_nothing(
    stage: Stage, team: Team, body: dict[str, Any], status: int, code: str, field: str
) -> None:
    answer = ask(team.person(), **{"scopes": ["contacts.read"], **body})
    assert (*refusal(answer), answer.json()["field"]) == (status, code, field)
    assert stage.drive.house.vault.find(team.organisation_id, "api-key:") == []


def test_a_key_is_shown_once_and_kept_by_nobody_on_the_way(stage: Stage, team: Team) -> None:
    first = ask(team.person(), ["contacts.read"], key="k1")
    assert first.headers["cache-control"] == "no-store"
    again = ask(team.person(), ["contacts.read"], key="k1")
    assert refusal(again) == (409, "KEY_ISSUED_ALREADY")
    key_id = UUID(first.json()["key_id"])
    key = Person(stage, key_id, team.organisation_id, key_id, first.json()["key"])
    assert key.get("/api/contacts").status_code == 200, "the first one is still good"
    assert kept_digests(stage, key) == 1 and len(listed(team)) == 1


def test_nobody_gives_what_they_do_not_have(stage: Stage, team: Team) -> None:
    maker = team.hire("admin")
    taken = {"granted": [], "withdrawn": ["supervision.replay"]}
    assert team.person().put(f"/api/members/{maker.user_id}/permissions", taken).status_code == 200
    stage.services.standings.forget()
    answer = ask(maker, ["contacts.read", "supervision.replay"])
    assert (*refusal(answer), answer.json()["field"]) == (422, "PERMISSION_NOT_YOURS", "scopes")


def test_issuing_and_revoking_ask_again_who_one_is(stage: Stage, team: Team) -> None:
    key = issued(team, "contacts.read")
    earlier = signed_in_before(team.hire("admin"))
    assert refusal(ask(earlier, ["contacts.read"])) == (403, "PROOF_REQUIRED")
    assert refusal(earlier.delete(f"/api/keys/{key.user_id}")) == (403, "PROOF_REQUIRED")
    assert earlier.get("/api/keys").status_code == 200


def test_of_many_issued_at_once_no_more_live_than_may(stage: Stage, team: Team) -> None:
    admin = team.person()
    context = Context(team.organisation_id, Actor("user", admin.user_id))
    by = InCharge(context, admin.user_id, "admin", frozenset({"contacts.read"}))

    def one(n: int) -> str:
        try:
            stage.services.keys.issue(by, uuid4(), f"Clé {n}", ["contacts.read"], None)
        except Refused as refused:
            return refused.code
        return "issued"

    before = [one(n) for n in range(MOST_LIVING - 1)]
    with ThreadPoolExecutor(5) as threads:
        at_once = sorted(threads.map(one, range(5)))
    assert before == ["issued"] * (MOST_LIVING - 1)
    assert at_once == ["KEYS_TOO_MANY"] * 4 + ["issued"]
    assert len(stage.drive.house.vault.find(team.organisation_id, "api-key:")) == MOST_LIVING


# Scopes


@pytest.fixture(scope="module")
def keys(stage: Stage) -> dict[str, Person]:
    """A key for each scope, that has no other; each of its own organisation, which has room for twenty."""
    return {scope: issued(stage.team(), scope) for scope in sorted(FOR_KEYS)}


@pytest.mark.parametrize("scope", sorted(FOR_KEYS))
def test_a_key_reaches_the_routes_of_its_scope_and_no_other(keys: dict[str, Person], scope: str) -> None:
    for route in GUARDED:
        (method,) = route.methods
        answer = keys[scope].request(method, filled(route))
        permission = permission_of(route)
        assert answer.status_code < 500, (route.path, answer.text)
        if permission in {scope} | OF_ANY_KEY and route.name not in OF_MEMBERS:
            assert answer.status_code not in (401, 403), (route.path, answer.text)
        else:
            expected = "KEY_SCOPE_MISSING" if permission in FOR_KEYS - {scope} else "MEMBERS_ONLY"
            assert refusal(answer) == (403, expected), (route.path, answer.text)


def filled(route: APIRoute) -> str:
    path = route.path.replace("{provider}", "simulator")
    while "{" in path:
        path = f"{path[: path.index('{')]}{uuid4()}{path[path.index('}') + 1 :]}"
    return path


def test_a_missing_scope_is_named(keys: dict[str, Person]) -> None:
    told = keys["contacts.read"].get("/api/conversations").json()["detail"]
    assert told == (
        "Cette clé n'a pas le droit demandé : Lire les conversations (conversations.read). Créez-en une qui l'a."
    )


def test_a_key_is_told_what_it_is_and_a_person_is_sent_on(stage: Stage, team: Team) -> None:
    key = issued(team, "contacts.read")
    shown = key.get("/api/key").json()
    assert (shown["key_id"], shown["name"], shown["scopes"]) == (str(key.user_id), "Boutique", ["contacts.read"])
    assert shown["organization"]["id"] == str(team.organisation_id) and shown["ends_at"] is None
    assert refusal(key.get("/api/me")) == (403, "MEMBERS_ONLY")
    assert refusal(team.person().get("/api/key")) == (403, "KEYS_ONLY")


def test_a_key_is_nobodys_colleague(team: Team) -> None:
    """What is of the one who asks is not a key's: it has no conversations, reads nothing, and takes nothing over."""
    conversation = team.hears("Bonjour")
    key = issued(team, "conversations.read", "conversations.answer")
    path = f"/api/conversations/{conversation['conversation_id']}"
    assert refusal(key.get("/api/conversations", assignee="me")) == (403, "MEMBERS_ONLY")
    assert refusal(key.post(f"{path}/take-over")) == (403, "MEMBERS_ONLY")
    seen = key.post(f"{path}/seen", {"up_to": conversation["last_message_id"]})
    assert refusal(seen) == (403, "MEMBERS_ONLY")
    answered = key.post(f"{path}/messages", {"text": "Votre colis part."}, Idempotency_Key="k1")
    assert answered.status_code == 202
    again = key.post(f"{path}/messages", {"text": "Votre colis part."}, Idempotency_Key="k1")
    assert again.json()["message_id"] == answered.json()["message_id"]
    team.stage.run()
    shown = team.person().get(path).json()
    assert (shown["user_id"], shown["last_author"]) == (None, "user")
    assert team.messages(conversation["conversation_id"])[-1]["content"]["body"] == "Votre colis part."


def test_a_key_of_another_organisation_does_not_exist(team: Team, others: Team) -> None:
    theirs = issued(others, "conversations.read", "contacts.read")
    mine = team.hears("Bonjour")
    assert refusal(theirs.get(f"/api/conversations/{mine['conversation_id']}")) == (404, "CONVERSATION_UNKNOWN")
    assert refusal(team.person().delete(f"/api/keys/{theirs.user_id}")) == (404, "KEY_UNKNOWN")
    assert theirs.get("/api/contacts").status_code == 200
    assert listed(team) == []


# Guesses, and what leaks


def put_together(text: str, start: int, other: bytes) -> str:
    """The text with some of its bytes exchanged."""
    raw = base64.urlsafe_b64decode(text.removeprefix("plb_"))
    return "plb_" + base64.urlsafe_b64encode(raw[:start] + other + raw[start + len(other) :]).decode()


HOSTILE: dict[str, Callable[[str], str]] = {
    "the prefix alone": lambda text: "plb_",
    "cut": lambda text: text[:-1],
    "one more": lambda text: text + "A",
    "padded": lambda text: text + "=",
    "mistyped": lambda text: text[:50] + ("A" if text[50] != "A" else "B") + text[51:],
    "another checksum": lambda text: put_together(text, 64, bytes(8)),
    "another organisation": lambda text: put_together(text, 0, uuid4().bytes),
    "another key": lambda text: put_together(text, 16, uuid4().bytes),
    "another secret": lambda text: put_together(text, 32, bytes(32)),
    "in capitals": lambda text: "plb_" + text[4:].upper(),
    "huge": lambda text: text + "A" * 9_000,
    "not of that alphabet": lambda text: text[:-4] + "é+/ "[:3] + "!",
    "of another installation": lambda text: ApiKeyTexts(MasterKey(bytes(32))).make(uuid4(), uuid4()),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_what_is_no_key_is_a_strangers(stage: Stage, team: Team, how: str) -> None:
    key = issued(team, "contacts.read")
    few = replace(stage.services.edge, anonymous=Allowance("anonymous", 1), key=Allowance("key", 1))
    client = stage.with_services(peer=f"198.18.0.{list(HOSTILE).index(how)}", edge=few)
    headers = {"Authorization": f"Bearer {HOSTILE[how](key.token)}".encode("latin-1")}
    answers = [client.request("GET", "/api/contacts", headers=headers) for _ in range(2)]
    assert refusal(answers[0]) == (401, "KEY_INVALID")
    assert answers[0].headers["www-authenticate"] == 'Bearer realm="palabre", error="invalid_token"'
    assert refusal(answers[1]) == (429, "TOO_MANY_REQUESTS")
    assert with_key(client, key).status_code == 200, "the key that it was made from has used nothing"
    client.close()


def test_a_checksum_of_ours_is_not_enough(stage: Stage, team: Team) -> None:
    """As whoever read the master key and nothing else would make."""
    key = issued(team, "contacts.read")
    texts = stage.services.key_texts
    for made in (texts.make(team.organisation_id, key.user_id), texts.make(team.organisation_id, uuid4())):
        assert refusal(replace(key, token=made).get("/api/contacts")) == (401, "KEY_INVALID")
    assert key.get("/api/contacts").status_code == 200


def test_the_key_is_nowhere_but_in_its_answer(stage: Stage, team: Team) -> None:
    with capture_logs() as logs:
        key = issued(team, "contacts.read")
        key.get("/api/contacts")
        shown = [key.get("/api/key"), key.get("/api/me"), key.get("/api/nowhere"), team.person().get("/api/keys")]
        shown += [
            replace(key, token=key.token[:-1]).get("/api/contacts"),
            ask(team.person(), ["faxes.send"]),
        ]
        team.person().delete(f"/api/keys/{key.user_id}")
        stage.services.standings.forget()
        shown.append(key.get("/api/contacts"))
        stage.run()
    with psycopg.connect(stage.settings.dsn) as admin, psycopg.connect(stage.settings.keys_dsn) as keys:
        stored = [
            str(row)
            for connection, query in (
                (admin, "SELECT convert_from(state, 'UTF8') FROM ledger.facts WHERE organisation_id = %s"),
                (admin, "SELECT api_keys::text FROM read.api_keys WHERE organisation_id = %s"),
                (admin, "SELECT key_uses::text FROM access.key_uses WHERE organisation_id = %s"),
                (keys, "SELECT encode(wrapped, 'escape') FROM keys.secrets WHERE organisation_id = %s"),
            )
            for row in connection.execute(query.encode(), [team.organisation_id])
        ]
    secret = key.token.removeprefix("plb_")[43:86]  # of its secret alone: the ids before it are known to all
    digest = stage.services.key_texts.read(key.token).digest
    told = [json.dumps(logs, default=str), *(one.text for one in shown), *stored]
    assert len(told) > 10 and not any(secret in one or str(digest) in one for one in told)
    assert secret not in repr(stage.services.key_texts.read(key.token))
    assert str(digest) not in repr(stage.services.key_texts.read(key.token))


# How many requests


def with_key(client: Client, key: Person) -> Response:
    return client.request("GET", "/api/contacts", headers={"Authorization": f"Bearer {key.token}"})


def test_each_key_has_an_allowance_of_its_own_wherever_it_calls_from(stage: Stage, team: Team) -> None:
    few = replace(stage.services.edge, key=Allowance("key", 2), anonymous=Allowance("anonymous", 1))
    here, there = (stage.with_services(peer=f"198.18.1.{host}", edge=few) for host in (1, 2))
    one, other = issued(team, "contacts.read"), issued(team, "contacts.read")
    answers = [with_key(client, one) for client in (here, there, here)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["ratelimit-limit"] for answer in answers] == ["2", "2", "2"]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert int(answers[2].headers["retry-after"]) > 0
    assert with_key(here, other).status_code == 200
    assert team.person().get("/api/contacts").status_code == 200, "nor is its maker's used up"
    for client in (here, there):
        client.close()
