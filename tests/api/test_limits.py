"""How many requests one may make: strangers by address, people by who they are, webhooks by channel."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from structlog.testing import capture_logs

from adapters.limits.local import LocalLimits
from adapters.limits.portions import Portions
from adapters.limits.redis import RedisLimits
from adapters.messaging.simulator import bodies
from api.dashboard import OF_THE_API
from api.routers import routes
from application.ports.limits import Allowance, Count, Limits
from runtime.edge import rules_of
from runtime.settings import Settings
from tests.api.stage import SECRET, Client, Person, Response, Stage, Team

BY_DEFAULT = rules_of(Settings())
LATE = 20.0  # seconds
TOLD = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")
_hosts = itertools.count(1)

Calling = Callable[..., Client]


@pytest.fixture
def calling(stage: Stage) -> Iterator[Calling]:
    """A client at an address that nobody else in these tests has, under the rules of an installation."""
    clients: list[Client] = []

    def call(peer: str = "", services: dict[str, Any] | None = None, **rules: Any) -> Client:
        changed = {"edge": replace(BY_DEFAULT, **rules)} | (services or {})
        clients.append(stage.with_services(peer or address(), **changed))
        return clients[-1]

    yield call
    for client in clients:
        client.close()


def address() -> str:
    return f"198.51.100.{next(_hosts)}"


def statuses(answers: list[Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def anonymous(client: Client, times: int = 1, **headers: str) -> list[Response]:
    return [client.request("GET", "/api/me", headers=headers) for _ in range(times)]


def signed_in(client: Client, person: Person) -> Response:
    return client.request("GET", "/api/me", headers={"Authorization": f"Bearer {person.token}"})


def delivered(client: Client, team: Team, secret: str = SECRET) -> Response:
    body = team.webhook("Bonjour")
    headers = {"content-type": "application/json", bodies.SIGNATURE: bodies.sign(body, secret)}
    return client.request("POST", "/api/webhooks/simulator", content=body, headers=headers)


# Strangers


def test_a_stranger_makes_a_hundred_requests_a_minute_and_no_more(calling: Calling, team: Team) -> None:
    here = address()
    client = calling(here)
    answers = anonymous(client, 150)
    assert statuses(answers) == {401: 100, 429: 50}
    assert anonymous(calling())[0].status_code == 401, "another address"
    assert signed_in(client, team.person()).status_code == 200, "somebody who is signed in, from the same address"
    assert delivered(client, team).status_code == 200, "and a provider"


def test_processes_count_together(stage: Stage, calling: Calling) -> None:
    here = address()
    other = RedisLimits(stage.settings.redis_url)
    one, two = calling(here), calling(here, services={"limits": other})
    answers = [answer for _ in range(75) for client in (one, two) for answer in anonymous(client)]
    assert statuses(answers) == {401: 100, 429: 50}
    other.close()


def test_who_has_nothing_left_is_told_when_to_come_back(calling: Calling) -> None:
    client = calling(anonymous=Allowance("anonymous", 1))
    (accepted,), (refused,) = anonymous(client), anonymous(client)
    assert [accepted.headers[name] for name in TOLD[:2]] == ["1", "0"]
    assert 55 < int(accepted.headers["ratelimit-reset"]) <= 60
    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.status_code, refused.json()["code"]) == (429, "TOO_MANY_REQUESTS")
    assert refused.json()["title"] == "Trop de requêtes"
    wait = refused.headers["retry-after"]
    assert refused.json()["detail"] == f"Trop de requêtes en peu de temps. Réessayez dans {wait} secondes."
    assert 55 < int(wait) <= 60
    assert [refused.headers[name] for name in TOLD] == ["1", "0", wait]
    assert refused.json()["request_id"] == refused.headers["x-request-id"]
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert refused.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "Bearer", "é" * 20, "0" * 9_000])
def test_a_session_that_is_not_one_is_a_strangers(calling: Calling, token: str) -> None:
    client = calling(anonymous=Allowance("anonymous", 1))
    headers = {"Authorization": f"Bearer {token}".encode("latin-1")}
    answers = [client.request("GET", "/api/me", headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [401, 429]


def test_whoever_tries_passwords_is_a_stranger(calling: Calling, team: Team) -> None:
    client = calling(anonymous=Allowance("anonymous", 2))
    guess = {"email": "laura@example.org", "password": "guess"}
    answers = [client.request("POST", "/auth/login", json=guess).status_code for _ in range(3)]
    assert answers == [401, 401, 429]


def test_one_who_has_addresses_without_end_is_one(calling: Calling) -> None:
    only_one = {"anonymous": Allowance("anonymous", 1)}
    network = f"2001:db8:{next(_hosts):x}"
    answers = [anonymous(calling(f"{network}::{host:x}", **only_one))[0].status_code for host in (1, 2, 0xFFFF)]
    assert answers == [401, 429, 429]


@pytest.mark.parametrize("path", ["/api/health", "/", "/assets/index.js", "/conversations/5", "/apis", "/nowhere"])
def test_health_and_files_are_not_counted(calling: Calling, path: str) -> None:
    client = calling(anonymous=Allowance("anonymous", 1))
    answers = [client.request("GET", path) for _ in range(3)]
    assert 429 not in statuses(answers) and not any(TOLD[0] in answer.headers for answer in answers)
    assert anonymous(client)[0].status_code == 401


@pytest.mark.parametrize("path", ["GET /api/nowhere", "DELETE /api/me", "POST /api/health/x", "POST /api/webhooks/x/y"])
def test_what_leads_nowhere_is_counted(calling: Calling, path: str) -> None:
    client = calling(anonymous=Allowance("anonymous", 1))
    answers = [client.request(*path.split()).status_code for _ in range(2)]
    assert answers[0] in (404, 405) and answers[1] == 429


@pytest.mark.parametrize("route", list(routes()), ids=lambda route: route.name)
def test_every_route_is_where_requests_are_counted(route: Any) -> None:
    assert route.path.startswith(OF_THE_API)


# People


def test_a_person_has_an_allowance_of_their_own_wherever_they_are(calling: Calling, team: Team) -> None:
    rules = {"person": Allowance("person", 3), "anonymous": Allowance("anonymous", 1)}
    office, home = calling(**rules), calling(**rules)
    laura, marc = team.hire("agent"), team.hire("agent")
    answers = [signed_in(client, laura) for client in (office, home, office, home)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert signed_in(office, marc).status_code == 200, "a colleague at the same address"
    assert anonymous(office)[0].status_code == 401, "which nobody has used up for those who are not signed in"


def test_an_answer_that_goes_wrong_says_what_is_left_too(calling: Calling, team: Team) -> None:
    headers = {"Authorization": f"Bearer {team.hire('admin').token}"}
    client = calling(services={"supervision": None})
    with capture_logs():
        broken = client.request("GET", "/api/supervision/projections", headers=headers)
    unknown = client.request("GET", "/api/nowhere", headers=headers)
    long = client.request("POST", "/api/faqs", headers=headers, content=b"a" * 5_000_000)
    assert [(answer.status_code, answer.headers["ratelimit-remaining"]) for answer in (broken, unknown, long)] == [
        (500, "1199"),
        (404, "1198"),
        (413, "1197"),
    ]


# Webhooks


class Away:
    """Limits that do not answer while they are away."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.back = Event()
        self.back.set()

    def take(self, allowance: Allowance, who: UUID) -> Count:
        assert self.back.wait(LATE)
        return self._limits.take(allowance, who)

    def take_at_once(self, allowance: Allowance, who: UUID) -> None:
        return None

    def look(self, allowance: Allowance, who: UUID) -> Count:
        assert self.back.wait(LATE)
        return self._limits.look(allowance, who)


def test_a_webhook_of_a_portion_that_was_taken_waits_for_nobody(calling: Calling, team: Team) -> None:
    away = Away(LocalLimits())
    client = calling(services={"limits": Portions(away)}, webhooks=Allowance("webhooks", 1_000, portion=10))
    first = delivered(client, team)
    away.back.clear()
    answers = [first, *(delivered(client, team) for _ in range(9))]
    assert [answer.status_code for answer in answers] == [200] * 10
    assert [int(answer.headers["ratelimit-remaining"]) for answer in answers] == list(range(999, 989, -1))


def test_webhooks_are_counted_by_channel_and_not_by_address(calling: Calling, team: Team, others: Team) -> None:
    client = calling(webhooks=Allowance("webhooks", 2), anonymous=Allowance("anonymous", 1))
    answers = [delivered(client, team) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert int(answers[2].headers["retry-after"]) > 0
    assert delivered(client, others).status_code == 200, "another channel"
    assert anonymous(client)[0].status_code == 401, "and the address has used nothing"


def test_a_webhook_that_is_refused_for_now_is_not_kept(stage: Stage, calling: Calling, team: Team) -> None:
    client = calling(webhooks=Allowance("webhooks", 1))
    assert [delivered(client, team).status_code for _ in range(2)] == [200, 429]
    with stage.drive.house.pool.connection() as connection:
        kept = connection.execute(
            "SELECT count(*) FROM journal.webhooks WHERE channel_id = %s", [team.channel_id]
        ).fetchone()
    assert kept == (1,)


def test_forgeries_take_nothing_from_the_channel(calling: Calling, team: Team) -> None:
    client = calling(webhooks=Allowance("webhooks", 1))
    assert {delivered(client, team, secret="guessed").status_code for _ in range(5)} == {401}
    assert delivered(client, team).status_code == 200


def test_an_address_that_sends_forgeries_without_end_is_stopped_and_what_is_in_order_comes_in(
    calling: Calling, team: Team
) -> None:
    client = calling(refused_webhooks=Allowance("refused-webhooks", 3))
    assert delivered(client, team).status_code == 200
    answers = [delivered(client, team, secret="guessed") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    assert delivered(client, team).status_code == 200
    assert delivered(calling(), team, secret="guessed").status_code == 401, "another address"


def test_providers_are_not_starved_at_their_fastest() -> None:
    statuses_of_a_message = 3  # sent, delivered, read
    assert BY_DEFAULT.webhooks.most >= 80 * 60 * statuses_of_a_message * 2
    assert BY_DEFAULT.refused_webhooks.most > BY_DEFAULT.anonymous.most == 100


# Without Redis, and behind proxies


def test_without_redis_requests_are_still_counted(calling: Calling) -> None:
    alone = RedisLimits("redis://127.0.0.1:1/0")
    client = calling(services={"limits": alone})
    with capture_logs() as logs:
        assert statuses(anonymous(client, 150)) == {401: 100, 429: 50}
    assert [log["event"] for log in logs] == ["limits_unshared"]
    alone.close()


def test_behind_a_proxy_of_ours_each_client_is_counted(calling: Calling) -> None:
    proxy = address()
    rules = {"trusted_proxies": (ip_network(proxy),), "anonymous": Allowance("anonymous", 1)}
    client = calling(proxy, **rules)
    one, two = address(), address()
    answers = [anonymous(client, **{"X-Forwarded-For": claimed})[0] for claimed in (one, f"{two}, {one}", two)]
    assert [answer.status_code for answer in answers] == [401, 429, 401]


def test_a_stranger_cannot_choose_an_address(calling: Calling) -> None:
    client = calling(anonymous=Allowance("anonymous", 1))
    answers = [anonymous(client, **{"X-Forwarded-For": address()})[0].status_code for _ in range(2)]
    assert answers == [401, 429]


def test_facts_keep_the_address_that_was_counted(stage: Stage, calling: Calling, team: Team) -> None:
    proxy, client = address(), address()
    through = calling(proxy, trusted_proxies=(ip_network(proxy),))
    headers = {"Authorization": f"Bearer {team.person().token}", "X-Forwarded-For": client}
    question = {"question": "Ouvert ?", "answer": "Oui."}
    added = through.request("POST", "/api/faqs", json=question, headers=headers).json()
    stream = (team.organisation_id, UUID(added["faq_id"]))
    assert stage.drive.house.ledger.load([stream])[stream][0].context.ip == client


def test_no_key_tells_an_address(stage: Stage, calling: Calling) -> None:
    here = address()
    anonymous(calling(here))
    with Redis.from_url(stage.settings.redis_url) as redis:
        keys = [key.decode() for key in redis.keys("limits:*")]
    assert any(str(stage.services.indexes.blind_index("address", here)) in key for key in keys)
    assert not any(here in key for key in keys)
