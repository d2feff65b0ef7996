"""Health, and what the API does while the database is away."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from adapters.supervision.doctor import BoundedDoctor
from runtime.settings import Settings
from tests.api.stage import Response, Stage, Team, staged
from tests.servers import Servers


def health(stage: Stage) -> tuple[int, dict[str, object], float]:
    begun = time.perf_counter()
    answer = stage.client.request("GET", "/api/health")
    return answer.status_code, answer.json(), time.perf_counter() - begun


@pytest.fixture
def alone(settings: Settings) -> Iterator[Stage]:
    """An installation whose databases nobody else uses."""
    with staged(settings, patience=0.5) as stage:
        yield stage


@contextmanager
def away(servers: Servers, settings: Settings) -> Iterator[None]:
    """Both databases refuse everybody, as while a server restarts."""
    names = [str(conninfo_to_dict(dsn)["dbname"]) for dsn in (settings.dsn, settings.keys_dsn)]

    def allow(yes: bool) -> None:
        with servers.admin() as admin:
            for name in names:
                admin.execute(
                    sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}").format(
                        sql.Identifier(name), sql.SQL(str(yes))
                    )
                )
                admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    allow(False)
    try:
        yield
    finally:
        allow(True)


def test_a_healthy_service_says_so_to_anybody(stage: Stage) -> None:
    status, told, _ = health(stage)
    assert status == 200
    uptime = told.pop("uptime_s")
    assert isinstance(uptime, float) and uptime > 0
    assert told == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "version": stage.services.version,
        "projections": {"lag_facts": 0},
    }


def test_a_monitor_may_ask_for_the_headers_only(stage: Stage) -> None:
    answer = stage.client.request("HEAD", "/api/health")
    assert (answer.status_code, answer.content) == (200, b"")


def test_lag_is_counted_in_facts(stage: Stage, team: Team) -> None:
    doctor = BoundedDoctor(stage.drive.house.pool, stage.settings.redis_url)
    client = stage.with_services(doctor=doctor)
    team.person()
    lag = client.request("GET", "/api/health").json()["projections"]["lag_facts"]
    client.close()
    doctor.close()
    stage.run()
    assert lag > 0


def test_without_a_broker_the_service_is_degraded(stage: Stage) -> None:
    doctor = BoundedDoctor(stage.drive.house.pool, "redis://127.0.0.1:1/0")
    client = stage.with_services(doctor=doctor)
    answer = client.request("GET", "/api/health")
    client.close()
    doctor.close()
    assert (answer.status_code, answer.json()["status"], answer.json()["broker"]) == (200, "degraded", "down")


def test_without_a_database_health_is_told_in_half_a_second(servers: Servers, alone: Stage) -> None:
    with away(servers, alone.settings):
        assert alone.eventually(lambda: health(alone)[1]["database"] == "down")
        for _ in range(5):
            status, told, seconds = health(alone)
            assert (status, told["status"], told["database"]) == (503, "down", "down")
            assert told["projections"] == {"lag_facts": None}
            assert seconds < 0.5
    assert alone.eventually(lambda: health(alone)[0] == 200, 30)


def test_without_a_database_everybody_is_told_to_come_back(servers: Servers, alone: Stage) -> None:
    team = alone.team()
    person, body = team.person(), team.webhook("Bonjour")
    asking: list[Callable[[], Response]] = [
        lambda: team.delivers(body),
        lambda: alone.client.request("POST", "/auth/login", json={"email": "a@b.fr", "password": "x"}),
        lambda: person.get("/api/conversations"),
        lambda: person.get("/api/conversations", at_least=1),
        lambda: person.post("/api/faqs", {"question": "Ouvert ?", "answer": "Oui."}),
    ]
    with away(servers, alone.settings):
        for ask in asking:
            answer = ask()
            assert (answer.status_code, answer.json()["code"]) == (503, "DATABASE_UNAVAILABLE")
            assert answer.headers["retry-after"] == "2"
    assert alone.eventually(lambda: health(alone)[0] == 200, 30)
    assert alone.eventually(lambda: team.delivers(body).status_code == 200)
