"""How long a request may take: what is slow is told, what is slow on purpose is cut, what streams is left alone."""

import json
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from api.deadlines import SLOWEST
from runtime.settings import Settings
from tests.api.stage import Person, Stage, Team, serving

SOON = 0.2  # seconds
LATE = 20.0  # seconds: nothing of these tests comes then


class Stuck:
    """A part that answers when it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.done = threading.Event()

    def projections(self) -> list[object]:
        assert self.go.wait(LATE)
        self.done.set()
        return []


@contextmanager
def hurried(stage: Stage, answer: float = LATE, body: float = LATE, **changes: Any) -> Iterator[str]:
    """The address of a server that waits so long."""
    rules = replace(stage.services.edge, answer_within=answer, body_within=body)
    with serving(stage, edge=rules, **changes) as url:
        yield url


def headers_of(person: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.token}"}


class Line:
    """A connection on which bytes are sent as one likes."""

    def __init__(self, url: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._socket = socket.create_connection((host, int(port)), timeout=LATE)

    def begin(self, path: str, length: int) -> None:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}"
        self.send(f"{head}\r\n\r\n".encode())

    def send(self, some: bytes) -> None:
        self._socket.sendall(some)

    def answered_within(self, seconds: float) -> bool:
        return bool(select.select([self._socket], [], [], seconds)[0])

    def answer(self) -> tuple[int, dict[str, str], dict[str, Any]]:
        """Status, headers and body, once the server has closed the connection or said all."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._read()
        head, _, rest = received.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        while len(rest) < int(headers["content-length"]):
            rest += self._read()
        return int(status.split()[1]), headers, json.loads(rest)

    def is_closed(self) -> bool:
        return self._socket.recv(1) == b""

    def close(self) -> None:
        self._socket.close()

    def _read(self) -> bytes:
        some = self._socket.recv(65_536)
        assert some, "the server hung up without a word"
        return some


@contextmanager
def line(url: str) -> Iterator[Line]:
    connection = Line(url)
    yield connection
    connection.close()


# Answers


def test_an_answer_that_does_not_come_is_told_and_what_was_asked_goes_on(stage: Stage, team: Team) -> None:
    stuck = Stuck()
    with hurried(stage, answer=SOON, supervision=stuck) as url, httpx.Client(base_url=url, timeout=LATE) as client:
        with capture_logs() as logs:
            answer = client.get("/api/supervision/projections", headers=headers_of(team.person()))
        assert (answer.status_code, answer.json()["code"]) == (504, "ANSWER_TOO_SLOW")
        assert answer.json()["title"] == "Réponse trop lente"
        assert "vérifiez avant de recommencer" in answer.json()["detail"]
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-request-id"] == answer.json()["request_id"]
        assert answer.headers["x-content-type-options"] == "nosniff" and "ratelimit-remaining" in answer.headers
        assert [(log["event"], log["path"]) for log in logs] == [("request_too_slow", "/api/supervision/projections")]
        assert not stuck.done.is_set()
        assert client.get("/api/me", headers=headers_of(team.person())).status_code == 200, "the same connection"
        stuck.go.set()
        assert stuck.done.wait(LATE)
        assert client.get("/api/me", headers=headers_of(team.person())).status_code == 200, "nothing came in between"


def test_an_answer_in_time_is_the_answer(stage: Stage, team: Team) -> None:
    stuck = Stuck()
    stuck.go.set()
    with hurried(stage, answer=LATE, supervision=stuck) as url:
        answer = httpx.get(f"{url}/api/supervision/projections", headers=headers_of(team.person()))
    assert (answer.status_code, answer.json()["data"]) == (200, [])


def test_the_live_stream_lasts_as_long_as_it_likes(stage: Stage, team: Team) -> None:
    with hurried(stage, answer=10 * SOON, body=10 * SOON, heartbeat=SOON / 2) as url:  # it may be slow to begin
        with httpx.stream("GET", f"{url}/api/live", headers=headers_of(team.person()), timeout=LATE) as stream:
            lines = stream.iter_lines()
            told = [next(lines) for _ in range(130)]
        assert told.count(":") >= 60, "three times as long as an answer may take"
        assert not any("ANSWER_TOO_SLOW" in told_line for told_line in told)


# Bodies


def test_a_body_that_stops_coming_is_cut(stage: Stage) -> None:
    with hurried(stage, body=SOON) as url, line(url) as slow:
        slow.begin("/auth/login", 1_000)
        slow.send(b"{")
        status, headers, problem = slow.answer()
        assert (status, problem["code"]) == (408, "BODY_TOO_SLOW")
        assert problem["title"] == "Requête trop lente"
        assert headers["content-type"] == "application/problem+json" and headers["x-content-type-options"] == "nosniff"
        assert headers["connection"] == "close" and slow.is_closed()


@pytest.mark.parametrize("path", ["/auth/login", "/api/webhooks/simulator"])
def test_a_body_that_trickles_in_is_cut(stage: Stage, path: str) -> None:
    with hurried(stage, body=SOON) as url, line(url) as slow:
        slow.begin(path, 1_000_000)
        pieces = 0
        while not slow.answered_within(0.01):  # a hundred bytes a second, at most
            slow.send(b" ")
            pieces += 1
            assert pieces < 1_000
        status, _, problem = slow.answer()
        assert (status, problem["code"]) == (408, "BODY_TOO_SLOW")
        assert pieces > 1, "it was not for want of any byte"


def test_the_time_that_a_body_takes_to_come_is_not_that_of_the_answer(stage: Stage) -> None:
    with hurried(stage, answer=SOON) as url, line(url) as slow:
        slow.begin("/auth/login", 6)
        for _ in range(5):
            slow.send(b" ")
            assert not slow.answered_within(SOON / 2)
        slow.send(b"{")
        status, _, problem = slow.answer()
        assert (status, problem["code"]) == (400, "JSON_INVALID")


def test_a_body_that_does_not_come_is_cut_before_the_answer_is_given_up() -> None:
    settings = Settings()
    assert settings.body_within < settings.answer_within == 30


def test_the_longest_body_may_come_by_a_poor_line() -> None:
    poor = 16 * 1024  # bytes a second
    settings = Settings()
    assert settings.body_limit / poor < settings.body_within + settings.body_limit / SLOWEST
