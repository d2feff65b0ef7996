"""The live stream: what is told, what is not, and that nothing is lost between two connections."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from adapters.secrets.tokens import SessionTokens
from application.ports.live import MOST_MISSED
from domain.assistant.faq import AddFaq
from domain.fact import SYSTEM, Context
from tests.api.stage import Person, Stage, Team, serving


@dataclass
class Event:
    """An event of the stream; a comment has no name."""

    name: str = ""
    id: int = 0
    data: Any = None


class Stream:
    """A connection to the live stream, read event by event."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def next(self) -> Event:
        """The next event or comment."""
        event = Event()
        for line in self._lines:
            field, _, value = line.partition(":")
            match field:
                case "event":
                    event.name = value.strip()
                case "id":
                    event.id = int(value)
                case "data":
                    event.data = json.loads(value)
                case "retry":
                    next(self._lines)
                    return self.next()
            if line == "" or line == ":":
                if line == ":":
                    next(self._lines)
                return event
        raise EOFError

    def until(self, last: int) -> list[Event]:
        """What comes up to a sequence, heartbeats aside."""
        found: list[Event] = []
        while not found or found[-1].id < last:
            event = self.next()
            if event.name or event.id:
                found.append(event)
        return found

    def facts(self, count: int) -> list[Event]:
        """So many facts, heartbeats aside."""
        found: list[Event] = []
        while len(found) < count:
            event = self.next()
            if event.name == "fact":
                found.append(event)
        return found


@contextmanager
def following(address: str, person: Person, after: int | None = None, token: str = "") -> Iterator[Stream]:
    headers = {"Authorization": f"Bearer {token or person.token}"}
    if after is not None:
        headers["Last-Event-ID"] = str(after)
    with (
        httpx.Client(timeout=10) as client,
        client.stream("GET", f"{address}/api/live", headers=headers) as response,
    ):
        assert response.status_code == 200
        yield Stream(response)


@pytest.fixture(scope="module")
def address(stage: Stage) -> Iterator[str]:
    with serving(stage) as address:
        yield address


def teach(team: Team, count: int = 1) -> int:
    """So many new answers in the FAQ. Gives the last sequence."""
    sequence = 0
    for _ in range(count):
        added = team.person().post("/api/faqs", {"question": "Ouvert ?", "answer": "Oui."}).json()
        sequence = added["sequence"]
    return sequence


def teach_at_once(team: Team, count: int) -> int:
    """The same, in one save."""
    commands = [AddFaq(faq_id=uuid4(), question="Ouvert ?", answer="Oui.") for _ in range(count)]
    return team.stage.drive.house.bus.execute(Context(team.organisation_id, SYSTEM), *commands).sequence


def test_a_client_is_greeted_with_where_it_is(address: str, stage: Stage, team: Team) -> None:
    sequence = teach(team)
    stage.run()
    with following(address, team.person()) as stream:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        hello = stream.next()
    assert (hello.name, hello.id, hello.data) == ("hello", sequence, {"sequence": sequence})


def test_what_happens_is_told_as_it_happens(address: str, stage: Stage, team: Team) -> None:
    person = team.person()
    stage.run()
    with following(address, person) as stream:
        stream.next()
        added = person.post("/api/faqs", {"question": "Ouvert ?", "answer": "Oui."}).json()
        stage.run()
        (fact,) = stream.facts(1)
    assert fact.id == fact.data["sequence"] == added["sequence"]
    assert fact.data["name"] == "assistant.FaqAdded"
    assert fact.data["ids"] == {"faq_id": added["faq_id"]}
    assert fact.data["actor"] == {"kind": "user", "id": str(person.user_id)}
    assert fact.data.keys() == {"sequence", "name", "at", "ids", "actor"}


def test_nothing_personal_is_told(address: str, stage: Stage, team: Team) -> None:
    team.person()
    stage.run()
    with following(address, team.person(), after=0) as stream:
        team.hears("Mon secret", phone="+33639987654", name="Ada Lovelace")
        last = team.person().get("/api/live/facts", limit=500).json()["next"]
        told = stream.until(last)
    text = str([event.data for event in told])
    names = {event.data["name"] for event in told}
    assert {"conversations.MessageReceived", "contacts.ContactIdentified", "notifications.MemberNotified"} <= names
    for secret in ("Mon secret", "39987654", "Lovelace", "ciphertext", "example.org"):
        assert secret not in text


def test_a_client_that_returns_is_told_exactly_what_it_missed(address: str, stage: Stage, team: Team) -> None:
    teach(team, 3)
    stage.run()
    with following(address, team.person(), after=0) as stream:
        seen = [event.id for event in stream.facts(4)]
    last = teach(team, 4)
    stage.run()
    with following(address, team.person(), after=seen[-1]) as stream:
        seen += [event.id for event in stream.facts(last - seen[-1])]
    assert seen == list(range(1, last + 1))


def test_nothing_is_lost_or_told_twice_while_the_client_comes_and_goes(address: str, stage: Stage, team: Team) -> None:
    person, total, seen = team.person(), 60, [0]
    stage.run()
    first = person.get("/api/live/facts").json()["next"]

    def busy() -> None:
        for _ in range(total // 3):
            teach_at_once(team, 3)
            stage.run()

    worker = threading.Thread(target=busy)
    worker.start()
    while seen[-1] < first + total:
        with following(address, person, after=seen[-1]) as stream:
            seen += [event.id for event in stream.facts(min(7, first + total - seen[-1]))]
    worker.join()
    assert seen == list(range(first + total + 1))


def test_a_client_that_missed_too_much_is_told_to_reload(address: str, stage: Stage, team: Team) -> None:
    team.person()
    stage.run()
    last = teach_at_once(team, MOST_MISSED + 10)
    stage.run()
    with following(address, team.person(), after=1) as stream:
        reload = stream.next()
        assert (reload.name, reload.id, reload.data) == ("resync", last, {"sequence": last})
        following_one = teach(team)
        stage.run()
        assert stream.facts(1)[0].id == following_one
    with following(address, team.person(), after=last - 5) as stream:
        assert [event.id for event in stream.facts(5)] == list(range(last - 4, last + 1))


def test_a_client_of_another_history_is_told_to_reload(address: str, stage: Stage, team: Team) -> None:
    last = teach(team)
    stage.run()
    with following(address, team.person(), after=last + 1_000) as stream:
        reload = stream.next()
    assert (reload.name, reload.id) == ("resync", last)


def test_a_fact_is_not_told_before_the_screens_show_it(address: str, stage: Stage, team: Team) -> None:
    teach(team)
    stage.run()
    sequence = teach(team)
    assert sequence not in [fact["sequence"] for fact in team.person().get("/api/live/facts").json()["data"]]
    with following(address, team.person()) as stream:
        assert stream.next().id == sequence - 1
        stage.run()
        assert stream.facts(1)[0].id == sequence


def test_others_are_told_nothing(address: str, stage: Stage, team: Team, others: Team) -> None:
    team.person(), others.person()
    stage.run()
    with following(address, others.person()) as stream:
        greeted = stream.next().id
        teach(team, 3)
        mine = teach(others)
        stage.run()
        assert [event.id for event in stream.facts(1)] == [mine] == [greeted + 1]
    facts = others.person().get("/api/live/facts", after=greeted).json()["data"]
    assert [fact["sequence"] for fact in facts] == [mine]


def test_a_silent_stream_shows_that_it_lives(stage: Stage, team: Team) -> None:
    team.person()
    stage.run()
    with serving(stage, heartbeat=0.02) as address, following(address, team.person()) as stream:
        assert stream.next().name == "hello"
        assert [stream.next().name for _ in range(3)] == ["", "", ""]


def test_the_stream_ends_with_the_session(stage: Stage, team: Team) -> None:
    person = team.person()
    tokens = SessionTokens(stage.drive.house.master_key, 2.0)
    short, _ = tokens.issue(person.user_id, person.organisation_id, person.session_id)
    stage.run()
    with serving(stage, heartbeat=0.1) as address:
        with following(address, person, token=short) as stream, pytest.raises(EOFError):
            while True:
                stream.next()
        assert httpx.get(f"{address}/api/live", headers={"Authorization": f"Bearer {short}"}).status_code == 401


def test_the_stream_ends_when_the_session_is_ended_elsewhere(stage: Stage, team: Team) -> None:
    person = team.hire("agent")
    stage.run()
    with serving(stage, heartbeat=0.05) as address, following(address, person) as stream:
        stream.next()
        assert person.delete(f"/api/sessions/{person.session_id}").is_success
        stage.services.standings.forget()
        with pytest.raises(EOFError):
            while True:
                stream.next()


def test_the_stream_ends_cleanly_when_the_server_stops(stage: Stage, team: Team) -> None:
    team.person()
    stage.run()
    with pytest.raises(EOFError), serving(stage) as address, following(address, team.person()) as stream:
        stream.next()
        stage.servers[-1].should_exit = True
        while True:
            stream.next()


def test_a_client_that_leaves_is_forgotten(stage: Stage, team: Team) -> None:
    team.person()
    stage.run()
    with serving(stage) as address:
        with following(address, team.person()) as stream:
            stream.next()
            assert stage.followed() == {team.organisation_id}
        assert stage.eventually(lambda: stage.followed() == set())


def test_the_stream_asks_for_a_session(address: str) -> None:
    assert httpx.get(f"{address}/api/live").status_code == 401


@pytest.mark.parametrize("after", ["-1", "x", str(2**63), ""])
def test_a_place_that_is_none_is_refused(address: str, team: Team, after: str) -> None:
    headers = {"Authorization": f"Bearer {team.person().token}", "Last-Event-ID": after}
    answer = httpx.get(f"{address}/api/live", headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "Last-Event-ID")


def test_facts_can_be_asked_for_instead(stage: Stage, team: Team) -> None:
    last = teach(team, 5)
    stage.run()
    person, seen, after = team.person(), [], 0
    while True:
        page = person.get("/api/live/facts", after=after, limit=2).json()
        if not page["data"]:
            break
        seen += [fact["sequence"] for fact in page["data"]]
        after = page["next"]
    assert seen == list(range(1, last + 1))
    assert page["next"] == last


def test_ids_are_those_of_the_event(stage: Stage, team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    facts = team.person().get("/api/live/facts", limit=500).json()["data"]
    received = next(fact for fact in facts if fact["name"] == "conversations.MessageReceived")
    assert received["ids"] == {
        "message_id": team.messages(conversation["conversation_id"])[0]["message_id"],
        "conversation_id": conversation["conversation_id"],
        "contact_id": conversation["contact_id"],
        "channel_id": str(team.channel_id),
    }
