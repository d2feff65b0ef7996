"""A thousand programs that ask at once are worked on a few at a time, and all are answered."""

import threading
from concurrent.futures import Future
from datetime import UTC, datetime

from api.in_turns import AT_ONCE
from application.bus import Asked, Outcome
from application.ports.licence_door import Presented, Seen
from tests.api.stage import Response, Stage

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class HeldDoor:
    """A door that answers nobody until it is told to."""

    def __init__(self) -> None:
        self.held: list[Future[Seen]] = []

    def look(self, presented: Presented) -> "Future[Seen]":
        self.held.append(Future())
        return self.held[-1]

    def note(self, asked: Asked) -> "Future[Outcome]":
        raise NotImplementedError

    def was_proven(self, presented: Presented) -> bool:
        return True


def test_a_few_are_worked_on_at_a_time_and_all_are_answered(stage: Stage) -> None:
    door = HeldDoor()
    client = stage.with_services(door=door)
    answers: list[Response] = []

    def software() -> None:
        body = {"key": "PLB-00000-00000-00000-00000", "hwid": "HW-1"}
        answers.append(client.request("POST", "/api/client/validate", json=body))

    threads = [threading.Thread(target=software) for _ in range(3 * AT_ONCE)]
    for thread in threads:
        thread.start()
    for answered in range(len(threads)):
        inside = min(answered + AT_ONCE, len(threads))
        assert stage.eventually(lambda inside=inside: len(door.held) >= inside)  # type: ignore[misc]
        assert len(door.held) == inside
        door.held[answered].set_result(Seen("UNKNOWN", NOON))
    for thread in threads:
        thread.join()
    assert [answer.json()["code"] for answer in answers] == ["UNKNOWN"] * len(threads)
    client.close()
