"""Members hear of what is theirs, live, in a list, and by mail when they are away; nobody else does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis

from adapters.messaging.simulator import bodies
from application.ports.mail import Letter, MailNotSent, MailRefused, MailUncertain
from runtime.composition import House
from tests.api.stage import Person, Response, Stage, Team
from tests.api.test_live import address, following

__all__ = ["address"]  # the fixture


def act(person: Person, conversation: dict[str, Any], verb: str, body: Any = None) -> Response:
    answer = person.post(f"/api/conversations/{conversation['conversation_id']}/{verb}", body)
    assert answer.is_success, answer.text
    return answer


def told(person: Person) -> list[tuple[str, bool]]:
    """(reason, seen) of each notification, as listed."""
    person.stage.run()
    return [(one["reason"], one["seen_at"] is not None) for one in person.get("/api/notifications").json()["data"]]


@pytest.fixture
def pair(stage: Stage, team: Team) -> tuple[Person, Person]:
    marc, zoe = team.hire("agent", name="Marc"), team.hire("agent", name="Zoé")
    stage.run()
    return marc, zoe


def given_to(team: Team, person: Person) -> dict[str, Any]:
    """A conversation that the person has, of which nobody was notified."""
    conversation = team.hears("Bonjour ?")
    act(person, conversation, "take-over")
    for member in (person, *team._people.values()):
        for one in member.get("/api/notifications").json()["data"]:
            member.post(f"/api/notifications/{one['notification_id']}/seen")
    return conversation


def test_only_the_assignee_hears_of_a_message(team: Team, pair: tuple[Person, Person]) -> None:
    marc, zoe = pair
    given_to(team, marc)
    before = told(zoe)
    message = team.hears("Vous êtes là ?")["last_message_id"]
    assert told(marc)[0] == ("message", False)
    assert told(zoe) == before
    first = marc.get("/api/notifications").json()["data"][0]
    assert (first["message_id"], first["contact_name"]) == (message, "Ada")


def test_everybody_who_may_answer_hears_of_what_waits_but_who_asked(team: Team, pair: tuple[Person, Person]) -> None:
    marc, zoe = pair
    viewer = team.person("viewer")
    conversation = given_to(team, marc)
    before = told(marc)
    act(marc, conversation, "hand-over", {"reason": "expertise"})
    assert told(zoe)[0] == ("escalated", False)
    assert (told(marc), told(viewer)) == (before, [])


def test_a_member_hears_of_what_is_given_to_them_by_others(team: Team, pair: tuple[Person, Person]) -> None:
    marc, zoe = pair
    conversation = given_to(team, marc)
    act(marc, conversation, "assign", {"user_id": str(zoe.user_id)})
    assert told(zoe)[0] == ("assigned", False)
    before = told(zoe)
    act(zoe, conversation, "unassign")
    act(zoe, conversation, "assign", {"user_id": str(zoe.user_id)})
    assert told(zoe) == before


@pytest.mark.parametrize(("verb", "heard"), [("mute", []), ("snooze", [("woken", False)])])
def test_nobody_hears_of_what_is_muted_or_sleeps(
    stage: Stage, team: Team, pair: tuple[Person, Person], verb: str, heard: list[tuple[str, bool]]
) -> None:
    marc, _ = pair
    conversation = given_to(team, marc)
    until = stage.drive.house.clock.now().replace(year=stage.drive.house.clock.now().year + 1, day=1).isoformat()
    before = told(marc)
    act(marc, conversation, verb, {"until": until} if verb == "snooze" else None)
    if verb == "mute":
        team.hears("Vous êtes là ?")
    assert told(marc) == before
    stage.drive.make_due()
    assert told(marc) == heard + before


def test_a_late_message_is_heard_of_as_late(stage: Stage, team: Team, pair: tuple[Person, Person]) -> None:
    marc, _ = pair
    given_to(team, marc)
    an_hour_ago = stage.drive.house.clock.now() - timedelta(hours=1)
    said = bodies.text(uuid4().hex, "+33639980001", "Vous êtes là ?", at=an_hour_ago, name="Ada")
    assert team.delivers(bodies.body(team.endpoint, [said])).status_code == 200
    assert told(marc)[0] == ("late_message", False)


def test_reading_or_answering_the_conversation_is_seeing_what_was_told(team: Team, pair: tuple[Person, Person]) -> None:
    marc, zoe = pair
    conversation = given_to(team, marc)
    line = team.hears("Vous êtes là ?")
    act(zoe, conversation, "seen", {"up_to": line["last_message_id"]})
    assert told(marc)[0] == ("message", False), "another's reading is not one's own"
    act(marc, conversation, "seen", {"up_to": line["last_message_id"]})
    assert all(seen for _, seen in told(marc))
    team.hears("Allô ?")
    path = f"/api/conversations/{conversation['conversation_id']}/messages"
    assert marc.post(path, {"text": "Oui !"}, Idempotency_Key="k1").is_success
    assert all(seen for _, seen in told(marc))
    assert marc.get("/api/notifications").json()["unseen"] == 0


def test_the_list_has_what_was_not_seen_first_page_by_page(team: Team, pair: tuple[Person, Person]) -> None:
    marc, zoe = pair
    given_to(team, marc)
    for n in range(5):
        team.hears(str(n))
    rows = marc.get("/api/notifications").json()["data"]
    seen = rows[1]
    for _ in range(2):
        assert marc.post(f"/api/notifications/{seen['notification_id']}/seen").is_success
    refused = zoe.post(f"/api/notifications/{seen['notification_id']}/seen")
    assert (refused.status_code, refused.json()["code"]) == (404, "NOTIFICATION_UNKNOWN")
    team.stage.run()
    pages: list[dict[str, Any]] = []
    cursor = None
    while not pages or cursor:
        page = marc.get("/api/notifications", cursor=cursor, limit=2).json()
        pages += page["data"]
        cursor = page["next_cursor"]
    ids = [row["notification_id"] for row in rows]
    unseen = [row["notification_id"] for row in rows if row["seen_at"] is None and row is not seen]
    assert [row["notification_id"] for row in pages][: len(unseen)] == unseen
    assert sorted(row["notification_id"] for row in pages) == sorted(ids)


def test_a_notification_is_told_live_to_its_member_and_to_nobody_else(
    address: str, stage: Stage, team: Team, pair: tuple[Person, Person]
) -> None:
    marc, zoe = pair
    given_to(team, marc)
    stage.run()
    start = marc.get("/api/live/facts", limit=500).json()["next"]
    team.hears("Vous êtes là ?")
    mine = marc.get("/api/live/facts", after=start, limit=500).json()["data"][-1]
    assert mine["name"] == "notifications.MemberNotified"
    theirs = [fact["name"] for fact in zoe.get("/api/live/facts", after=start, limit=500).json()["data"]]
    assert "conversations.MessageReceived" in theirs and "notifications.MemberNotified" not in theirs
    with following(address, marc, after=start) as stream:
        heard = stream.until(mine["sequence"])
    assert [event.name for event in heard][-1] == "notification"
    assert heard[-1].data["ids"]["user_id"] == str(marc.user_id)
    with following(address, zoe, after=start) as stream:
        others = stream.until(mine["sequence"])
    assert others[-1].name == "" and others[-1].id == mine["sequence"], "the place moves, without a word"
    assert {event.name for event in others[:-1]} == {"fact"}
    with following(address, marc, after=mine["sequence"] - 1) as stream:
        assert [event.name for event in stream.until(mine["sequence"])] == ["notification"]


class Post:
    """The mail port, in memory."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.answers: dict[UUID, list[Exception]] = {}

    def to(self, person: Person) -> list[Letter]:
        return [letter for letter in self.sent if letter.user_id == person.user_id]

    def send(self, letter: Letter) -> None:
        self.sent.append(letter)
        if answers := self.answers.get(letter.user_id):
            raise answers.pop(0)


@pytest.fixture
def post(stage: Stage) -> Iterator[Post]:
    """The mails of this test, in the place of the mailbox."""
    post, performer = Post(), stage.drive.performer
    services = performer._services
    performer._services = replace(services, mails=post)
    yield post
    performer._services = services


def time_passes(stage: Stage) -> None:
    stage.run()
    stage.drive.make_due()
    stage.run()


def outcomes(stage: Stage, team: Team) -> list[str]:
    facts = stage.drive.house.ledger.page(0, 100_000)
    mine = [fact.event.name for fact in facts if fact.organisation_id == team.organisation_id]
    return [name.removeprefix("notifications.") for name in mine if name.startswith("notifications.Mail")]


def test_a_member_who_is_away_gets_one_mail_for_each_absence(
    stage: Stage, team: Team, pair: tuple[Person, Person], post: Post
) -> None:
    marc, _ = pair
    conversation = given_to(team, marc)
    time_passes(stage)
    post.sent.clear()
    for text in ("Vous êtes là ?", "Allô ?", "Répondez !"):
        line = team.hears(text)
    time_passes(stage)
    [letter] = post.to(marc)
    email = team.person().get("/api/members").json()["data"]
    assert letter.to in {one["email"] for one in email if one["user_id"] == str(marc.user_id)}
    assert "Ada" in letter.text and "Accueil" in letter.text
    assert f"{stage.settings.public_url}/conversations/{conversation['conversation_id']}" in letter.text
    assert "Vous êtes là" not in letter.text + letter.subject and "Ada" not in letter.subject
    time_passes(stage)
    assert len(post.to(marc)) == 1
    act(marc, conversation, "seen", {"up_to": line["last_message_id"]})
    stage.run()
    team.hears("Encore une question.")
    time_passes(stage)
    assert len(post.to(marc)) == 2, "another absence"


def test_a_member_who_is_here_or_has_seen_it_gets_no_mail(
    stage: Stage, team: Team, pair: tuple[Person, Person], post: Post
) -> None:
    marc, _ = pair
    conversation = given_to(team, marc)
    time_passes(stage)
    post.sent.clear()
    line = team.hears("Vous êtes là ?")
    act(marc, conversation, "seen", {"up_to": line["last_message_id"]})
    time_passes(stage)
    team.hears("Allô ?")
    stage.drive.house.screens.note(team.organisation_id, marc.user_id)
    time_passes(stage)
    act(marc, conversation, "mute")
    time_passes(stage)
    assert post.to(marc) == []


def test_a_member_who_leaves_without_having_seen_it_is_written_to(
    stage: Stage, team: Team, pair: tuple[Person, Person], post: Post
) -> None:
    marc, _ = pair
    given_to(team, marc)
    time_passes(stage)
    post.sent.clear()
    team.hears("Vous êtes là ?")
    team.hears("Allô ?")
    stage.drive.house.screens.note(team.organisation_id, marc.user_id)
    time_passes(stage)
    assert post.to(marc) == []
    with redis.Redis.from_url(stage.settings.redis_url) as memory:
        memory.flushdb()  # the screen is closed, or Redis has lost it
    time_passes(stage)
    time_passes(stage)
    assert len(post.to(marc)) == 1


def test_a_live_stream_is_a_presence(stage: Stage, address: str, team: Team) -> None:
    person, screens = team.person(), stage.drive.house.screens
    stage.run()
    assert not screens.is_here(team.organisation_id, person.user_id)
    with following(address, person) as stream:
        stream.next()
        assert stage.eventually(lambda: screens.is_here(team.organisation_id, person.user_id))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], ["MailAttempted", "MailSent"]),
        ([MailRefused("550")], ["MailAttempted", "MailFailed"]),
        ([MailUncertain()], ["MailAttempted", "MailLeftUncertain"]),
        ([MailNotSent("451")], ["MailAttempted", "MailPostponed", "MailAttempted", "MailSent"]),
        ([RuntimeError("killed")], ["MailAttempted", "MailLeftUncertain"]),
    ],
    ids=["sent", "refused", "uncertain", "postponed", "killed"],
)
def test_a_mail_is_written_before_it_is_sent_and_never_sent_twice(
    stage: Stage, team: Team, pair: tuple[Person, Person], post: Post, answers: list[Exception], expected: list[str]
) -> None:
    marc, _ = pair
    given_to(team, marc)
    time_passes(stage)
    before = outcomes(stage, team)
    post.sent.clear()
    post.answers[marc.user_id] = answers
    team.hears("Vous êtes là ?")
    for _ in range(3):
        time_passes(stage)
    assert outcomes(stage, team)[len(before) :] == expected
    assert len(post.to(marc)) == expected.count("MailAttempted")


def test_without_a_server_letters_are_kept_for_the_demonstration_and_erased_with_the_contact(
    stage: Stage, team: Team, others: Team, pair: tuple[Person, Person]
) -> None:
    marc, _ = pair
    conversation = given_to(team, marc)
    team.hears("Vous êtes là ?")
    time_passes(stage)
    client = stage.with_services(demo=True)

    def letters(person: Person) -> Response:
        headers = {"Authorization": f"Bearer {person.token}"}
        return client.request("GET", "/api/outbox/mail?limit=100", headers=headers)

    assert any("Ada attend votre réponse" in one["text"] for one in letters(team.person()).json()["data"])
    assert letters(others.person()).json()["data"] == []
    assert letters(marc).status_code == 403
    assert letters(team.person("manager")).json()["code"] == "PERMISSION_MISSING", "links open accounts"
    assert team.person().get("/api/outbox/mail").json()["code"] == "MAILBOX_UNKNOWN"
    assert b"Ada" not in sealed(stage.drive.house)
    team.person().post(f"/api/contacts/{conversation['contact_id']}/erase", {"confirm": "SUPPRIMER"})
    stage.run()
    assert letters(team.person()).json()["data"] == []
    client.close()


def sealed(house: House) -> bytes:
    with house.pool.connection() as connection:
        rows = connection.execute("SELECT sealed FROM mail.letters").fetchall()
    assert rows
    return b"".join(bytes(value) for (value,) in rows)
