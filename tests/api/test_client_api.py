"""What the software of customers asks and tells, with a key and a machine."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.licence_door.door import GatheringDoor
from adapters.licence_files.verifier import verify
from application.licence_checks import LicenceChecks
from application.licensing import LicenceDesk, NewLicence
from application.ports.limits import Allowance
from domain.contacts.contact import EraseContact
from domain.fact import SYSTEM, Context
from domain.licensing.activity import (
    LicenceCheckedIn,
    LicenceSeenElsewhere,
    LicenceUsageReported,
    day_id,
)
from domain.licensing.licence_events import LicenceDelivered, LicenceIssued
from domain.tenancy.organisation import SuspendOrganisation
from tests.api.stage import Client, Response, Stage, Team
from tests.licences import DAY, At

UNSAID = dict.fromkeys(("status", "plan", "expires_at", "grace_ends_at", "days_left"))
FIGURES = {
    "messages_sent": 5,
    "ai_queries": 4,
    "campaigns_launched": 3,
    "errors_count": 2,
    "uptime_minutes": 60,
}
RUNS = {"version": "2.4.1", "os": "Windows 11 23H2"}
_machines = itertools.count(1)


@dataclass
class Sold:
    """A licence, and the software that has it, which asks by a clock of its own."""

    stage: Stage
    team: Team
    licence_id: UUID
    hwid: str
    desk: LicenceDesk
    clock: At
    client: Client
    door: GatheringDoor

    @property
    def context(self) -> Context:
        return Context(self.team.organisation_id, SYSTEM)

    @property
    def issued(self) -> LicenceIssued:
        event: LicenceIssued = self.facts(self.licence_id)[0]
        return event

    @property
    def key(self) -> str:
        return str(self.issued.key)

    def facts(self, stream_id: UUID) -> list[Any]:
        stream = (self.team.organisation_id, stream_id)
        return [fact.event for fact in self.stage.drive.house.ledger.load([stream])[stream]]

    def noted(self) -> list[Any]:
        """What was noted in the day of the clock."""
        return self.facts(day_id(self.licence_id, self.clock.at.date()))

    def asks(self, path: str, **body: Any) -> Response:
        presented = {"key": self.key, "hwid": self.hwid}
        return self.client.request("POST", f"/api/client/{path}", json=presented | body)

    def code(self, **body: Any) -> str:
        answer = self.asks("validate", **body)
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        assert said["valid"] == (said["code"] in ("VALID", "GRACE"))
        return str(said["code"])


@pytest.fixture
def sold(stage: Stage, team: Team) -> Iterator[Sold]:
    house = stage.drive.house
    clock = At(house.clock.now())
    desk = LicenceDesk(house.bus, house.ledger, house.master_key, clock)
    licence_id, hwid = uuid4(), f"HW-{next(_machines)}"
    desk.issue(Context(team.organisation_id, SYSTEM), licence_id, NewLicence("awa@exemple.fr", hwid, "premium"))
    door = GatheringDoor(LicenceChecks(house.bus, desk))
    client = stage.with_services(door=door, clock=clock)
    yield Sold(stage, team, licence_id, hwid, desk, clock, client, door)
    client.close()
    door.close()


# Validation


def test_a_good_licence_says_until_when(sold: Sold) -> None:
    answer = sold.asks("validate")
    issued = sold.issued
    assert answer.status_code == 200
    said = answer.json()
    assert {name: said[name] for name in ("valid", "code", "status", "plan", "days_left")} == {
        "valid": True,
        "code": "VALID",
        "status": "active",
        "plan": "premium",
        "days_left": 30,
    }
    assert datetime.fromisoformat(said["expires_at"]) == issued.ends_at
    assert datetime.fromisoformat(said["grace_ends_at"]) == issued.grace_ends_at
    assert datetime.fromisoformat(said["server_time"]) == sold.clock.at


def test_a_key_is_read_however_it_was_typed(sold: Sold) -> None:
    assert sold.code(key=f" {sold.key.lower().replace('-', ' ')} ", hwid=f" {sold.hwid.lower()} ") == "VALID"


def test_the_clock_decides_before_any_timer(sold: Sold) -> None:
    issued = sold.issued
    for at, code, days in (
        (issued.ends_at - timedelta(microseconds=1), "VALID", 0),
        (issued.ends_at, "GRACE", 0),
        (issued.grace_ends_at - timedelta(microseconds=1), "GRACE", -7),
        (issued.grace_ends_at, "EXPIRED", -7),
    ):
        sold.clock.at = at
        said = sold.asks("validate").json()
        assert (said["code"], said["days_left"]) == (code, days)


def test_what_was_decided_holds_at_once(sold: Sold) -> None:
    sold.desk.suspend(sold.context, sold.licence_id, "Impayé")
    assert sold.code() == "SUSPENDED"
    sold.desk.reinstate(sold.context, sold.licence_id)
    assert sold.code() == "VALID"
    sold.desk.revoke(sold.context, sold.licence_id, "fraud", "")
    said = sold.asks("validate").json()
    assert (said["code"], said["status"], said["valid"]) == ("REVOKED", "revoked", False)


def test_a_transferred_licence_is_good_on_its_new_machine_only(sold: Sold) -> None:
    sold.desk.transfer(sold.context, sold.licence_id, "HW-new")
    assert sold.code() == "HWID_MISMATCH"
    assert sold.code(hwid="HW-new") == "VALID"


def test_the_software_of_a_suspended_organisation_stops(sold: Sold) -> None:
    organisation_id = sold.team.organisation_id
    sold.stage.drive.house.bus.execute(
        sold.context, SuspendOrganisation(organisation_id=organisation_id, reason="Impayé")
    )
    assert sold.code() == "ORGANISATION_SUSPENDED"
    assert sold.code(hwid="HW-other") == "HWID_MISMATCH"


def test_the_licence_of_a_forgotten_customer_is_revoked(sold: Sold) -> None:
    sold.stage.drive.house.bus.execute(sold.context, EraseContact(contact_id=sold.issued.contact_id))
    key = sold.key
    sold.stage.run()
    assert sold.code(key=key) == "REVOKED"


@pytest.mark.parametrize(
    "key",
    ["", "x", "PLB-00000-00000-00000-00001", "PLB-00000-00000-00000-00000", "PLB-", "é" * 200, "'; DROP TABLE x; --"],
)
def test_what_is_no_key_is_unknown_and_no_more_is_said(sold: Sold, key: str) -> None:
    said = sold.asks("validate", key=key).json()
    assert said == {"valid": False, "code": "UNKNOWN", "server_time": said["server_time"]} | UNSAID


def test_another_machine_is_told_nothing_of_the_licence(sold: Sold) -> None:
    for hwid in ("HW-other", "", " ", "x" * 500):
        said = sold.asks("validate", hwid=hwid).json()
        assert said == {"valid": False, "code": "HWID_MISMATCH", "server_time": said["server_time"]} | UNSAID


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"key": "k" * 201}, "key"),
        ({"hwid": "h" * 501}, "hwid"),
        ({"key": None}, "key"),
        ({"hwid": ["x"]}, "hwid"),
        ({"more": 1}, "more"),
        ({"key": "a\x00b"}, "key"),
    ],
)
def test_a_body_that_is_none_is_refused_like_any(sold: Sold, body: dict[str, Any], field: str) -> None:
    answer = sold.asks("validate", **body)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "VALUE_INVALID", field)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_machine_that_is_not_the_licences_is_noted_once_a_day(sold: Sold) -> None:
    for hwid in ("HW-other", " hw-OTHER ", "HW-third", ""):
        assert sold.code(hwid=hwid) == "HWID_MISMATCH"
    sold.door.close()  # all is noted by then
    seen = sold.noted()
    assert [type(event) for event in seen] == [LicenceSeenElsewhere] * 2
    assert [event.hwid for event in seen] == ["HW-other", "HW-third"]


def test_nothing_more_is_noted_of_a_revoked_licence(sold: Sold) -> None:
    sold.desk.revoke(sold.context, sold.licence_id, "fraud", "")
    assert sold.code(hwid="HW-other") == "HWID_MISMATCH"
    assert sold.asks("check-in", **RUNS).json()["code"] == "REVOKED"
    sold.door.close()
    assert sold.noted() == []


# Check-in


def test_a_check_in_answers_as_a_validation_and_is_noted_now_and_then(sold: Sold) -> None:
    noon = sold.clock.at.replace(hour=12)
    for minutes in (0, 5, 14, 15, 20):
        sold.clock.at = noon + timedelta(minutes=minutes)
        answer = sold.asks("check-in", **RUNS)
        assert (answer.status_code, answer.json()["code"]) == (200, "VALID")
    noted = sold.noted()
    assert [type(event) for event in noted] == [LicenceCheckedIn] * 2
    assert (noted[0].software_version, noted[0].os) == ("2.4.1", "Windows 11 23H2")
    assert noted[1].checked_in_at - noted[0].checked_in_at == timedelta(minutes=15)
    assert len(sold.facts(sold.licence_id)) == 1, "the licence's own stream stays short"


def test_another_version_is_noted_at_once(sold: Sold) -> None:
    for version in ("1", "1", "2"):
        sold.asks("check-in", **RUNS | {"version": version})
    noted = sold.noted()
    assert [event.software_version for event in noted] == ["1", "2"]


def test_an_expired_licence_is_still_heard_of(sold: Sold) -> None:
    sold.clock.at = sold.issued.grace_ends_at + DAY
    assert sold.asks("check-in", **RUNS).json()["code"] == "EXPIRED"
    assert len(sold.noted()) == 1


@pytest.mark.parametrize("wrong", [{"version": ""}, {"version": "1" * 65}, {"os": ""}, {"os": "a\nb"}])
def test_what_is_no_version_or_system_is_refused(sold: Sold, wrong: dict[str, str]) -> None:
    (field,) = wrong
    answer = sold.asks("check-in", **RUNS | wrong)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["code"] == {"version": "VERSION_INVALID", "os": "OS_INVALID"}[field]


def test_many_that_come_together_are_each_noted_once(stage: Stage, team: Team) -> None:
    house = stage.drive.house
    desk = LicenceDesk(house.bus, house.ledger, house.master_key, house.clock)
    licences = [uuid4() for _ in range(30)]
    for n, licence_id in enumerate(licences):
        new = NewLicence(f"c{n}@exemple.fr", f"HW-many-{n}", "starter")
        desk.issue(Context(team.organisation_id, SYSTEM), licence_id, new)
    keys = [
        str(house.ledger.load([(team.organisation_id, one)])[team.organisation_id, one][0].event.key)
        for one in licences
    ]
    answers: list[Response] = []

    def software(n: int) -> None:
        body = {"key": keys[n], "hwid": f"HW-many-{n}"} | RUNS
        answers.append(stage.client.request("POST", "/api/client/check-in", json=body))

    threads = [threading.Thread(target=software, args=[n]) for n in range(30) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(200, "VALID")}
    streams = [(team.organisation_id, day_id(one, house.clock.now().date())) for one in licences]
    assert [len(facts) for facts in house.ledger.load(streams).values()] == [1] * 30


# Usage


def usage(sold: Sold, **others: Any) -> Response:
    return sold.asks("usage", **{"day": sold.clock.at.date().isoformat()} | FIGURES | others)


def test_the_usage_of_a_day_grows_and_is_kept_once(sold: Sold) -> None:
    for figures in ({}, {}, {"messages_sent": 9}, {"messages_sent": 1, "ai_queries": 1}):
        answer = usage(sold, **figures)
        assert (answer.status_code, answer.json()["code"]) == (200, "VALID")
    kept = sold.noted()
    assert [type(event) for event in kept] == [LicenceUsageReported] * 2
    assert (kept[-1].messages_sent, kept[-1].ai_queries) == (9, 4)


def test_each_day_is_its_own(sold: Sold) -> None:
    sold.clock.at = sold.issued.ends_at
    days = [(sold.clock.at - n * DAY).date() for n in (0, 3)]
    for day in days:
        assert usage(sold, day=day.isoformat()).status_code == 200
    assert [len(sold.facts(day_id(sold.licence_id, day))) for day in days] == [1, 1]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"messages_sent": -1}, "USAGE_FIGURE_INVALID"),
        ({"uptime_minutes": 1441}, "USAGE_FIGURE_INVALID"),
        ({"errors_count": 10**30}, "USAGE_FIGURE_INVALID"),
        ({"day": "2999-01-01"}, "USAGE_DAY_AHEAD"),
        ({"day": "0001-01-01"}, "USAGE_DAY_BEFORE"),
        ({"day": "hier"}, "VALUE_INVALID"),
        ({"ai_queries": 1.5}, "VALUE_INVALID"),
    ],
)
def test_usage_that_cannot_be_is_refused(sold: Sold, wrong: dict[str, Any], code: str) -> None:
    (field,) = wrong
    answer = usage(sold, **wrong)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)


def test_who_has_no_licence_reports_nothing(sold: Sold) -> None:
    unknown = usage(sold, key="PLB-00000-00000-00000-00000")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "UNKNOWN")
    elsewhere = usage(sold, hwid="HW-other")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "HWID_MISMATCH")
    sold.desk.revoke(sold.context, sold.licence_id, "fraud", "")
    gone = usage(sold)
    assert (gone.status_code, gone.json()["code"]) == (403, "REVOKED")
    assert gone.headers["content-type"] == "application/problem+json"


# Files


def public_key(team: Team) -> str:
    said: dict[str, str] = team.person().get("/api/licence-files/public-key").json()
    assert said["algorithm"] == "Ed25519"
    return said["public_key"]


def test_software_fetches_its_file(sold: Sold) -> None:
    answer = sold.asks("licence-file")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="license.key"'
    verdict = verify(answer.content, public_key(sold.team), hwid=sold.hwid, at=datetime.now(UTC))
    assert verdict.valid and verdict.licence is not None and verdict.licence["key"] == sold.key


def test_software_without_a_good_licence_gets_no_file(sold: Sold) -> None:
    assert sold.asks("licence-file", hwid="HW-other").json()["code"] == "HWID_MISMATCH"
    sold.desk.suspend(sold.context, sold.licence_id, "Impayé")
    assert (sold.asks("licence-file").status_code, sold.asks("licence-file").json()["code"]) == (403, "SUSPENDED")
    sold.clock.at = sold.issued.grace_ends_at
    sold.desk.reinstate(sold.context, sold.licence_id)
    assert sold.asks("licence-file").json()["code"] == "EXPIRED"


def test_the_desk_downloads_a_file_and_sends_it_again(sold: Sold) -> None:
    person, path = sold.team.person("agent"), f"/api/licences/{sold.licence_id}"
    sold.stage.run()
    file = person.get(f"{path}/file")
    assert file.headers["content-disposition"] == 'attachment; filename="license.key"'
    assert verify(file.content, public_key(sold.team), hwid=sold.hwid).valid
    sent = [person.post(f"{path}/send", Idempotency_Key=key) for key in ("a", "a", "b")]
    assert [answer.status_code for answer in sent] == [200] * 3
    sold.stage.run()
    assert len([event for event in sold.facts(sold.licence_id) if isinstance(event, LicenceDelivered)]) == 3
    [first, *_] = sold.stage.services.mailbox.kept(sold.team.organisation_id).data
    assert first.attachments[0].name == "license.key"


def test_the_mailbox_of_a_demonstration_shows_the_file(sold: Sold) -> None:
    sold.stage.run()
    demonstration = sold.stage.with_services(demo=True)
    headers = {"Authorization": f"Bearer {sold.team.person().token}"}
    [letter] = demonstration.request("GET", "/api/outbox/mail", headers=headers).json()["data"]
    [file] = letter["attachments"]
    assert (file["name"], file["content"][:12]) == ("license.key", "LS0tLS1CRUdJ")
    demonstration.close()


def test_a_revoked_or_unknown_licence_has_no_file(sold: Sold, others: Team) -> None:
    sold.desk.revoke(sold.context, sold.licence_id, "fraud", "")
    path = f"/api/licences/{sold.licence_id}"
    refused = [sold.team.person().get(f"{path}/file"), sold.team.person().post(f"{path}/send", Idempotency_Key="a")]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(409, "LICENCE_REVOKED")] * 2
    foreign = [others.person().get(f"{path}/file"), others.person().post(f"{path}/send", Idempotency_Key="a")]
    assert [(answer.status_code, answer.json()["code"]) for answer in foreign] == [(404, "LICENCE_UNKNOWN")] * 2


def test_each_organisation_has_a_key_of_its_own(team: Team, others: Team) -> None:
    assert public_key(team) != public_key(others)
    assert public_key(team) == public_key(team)


# Limits


def limited(sold: Sold, peer: str, **rules: int) -> Sold:
    edge = replace(sold.stage.services.edge, **{name: Allowance(name, most) for name, most in rules.items()})
    return replace(sold, client=sold.stage.with_services(peer, door=sold.door, clock=sold.clock, edge=edge))


def test_a_licence_asks_so_often_wherever_it_is(sold: Sold) -> None:
    here, there = limited(sold, "198.51.100.201", licence=2), limited(sold, "198.51.100.202", licence=2)
    assert [one.asks("validate").status_code for one in (here, there, here)] == [200, 200, 429]
    refused = here.asks("validate")
    assert refused.json()["code"] == "TOO_MANY_REQUESTS" and refused.headers["ratelimit-limit"] == "2"


def test_who_guesses_is_a_stranger_and_uses_up_nobodys_allowance(sold: Sold) -> None:
    guesser = limited(sold, "198.51.100.203", licence=2, anonymous=3)
    wrong = [guesser.asks("validate", **body) for body in ({"key": "x"}, {"hwid": "x"}, {"key": "y"}, {"key": "z"})]
    assert [answer.status_code for answer in wrong] == [200, 200, 200, 429]
    assert guesser.asks("validate").status_code == 429, "not proven before: it could be one more guess"
    at_home = limited(sold, "198.51.100.204", licence=2, anonymous=3)
    assert [at_home.asks("validate").status_code for _ in range(3)] == [200, 200, 429]


def test_what_was_proven_is_let_in_beside_who_guesses(sold: Sold) -> None:
    office = limited(sold, "198.51.100.205", licence=9, anonymous=1)
    assert office.code() == "VALID"
    assert [office.asks("validate", key=key).status_code for key in "xy"] == [200, 429]
    assert office.code() == "VALID"


# What the desk sees of it


def test_the_desk_sees_when_software_spoke_and_how_much_it_is_used(sold: Sold) -> None:
    assert sold.asks("check-in", version="2.1.0", os="Windows 11").status_code == 200
    day = sold.clock.at.date().isoformat()
    figures = {"messages_sent": 5, "ai_queries": 2, "campaigns_launched": 1, "errors_count": 0, "uptime_minutes": 60}
    for messages in (5, 9, 7):
        assert sold.asks("usage", day=day, **figures | {"messages_sent": messages}).status_code == 200
    sold.stage.run()
    sheet = sold.team.person().get(f"/api/licences/{sold.licence_id}").json()
    assert (sheet["client_version"], sheet["os"]) == ("2.1.0", "Windows 11")
    assert datetime.fromisoformat(sheet["last_check_in_at"]) == sold.clock.at
    usage = sold.team.person().get(f"/api/licences/{sold.licence_id}/usage").json()["data"]
    assert usage == [{"day": day, **figures, "messages_sent": 9}]


def test_the_desk_is_alerted_of_a_key_on_two_machines(sold: Sold) -> None:
    assert sold.code(hwid="HW-other") == "HWID_MISMATCH"
    person = sold.team.person()

    def alerted() -> bool:
        sold.stage.run()
        return [one["licence_id"] for one in person.get("/api/licences", alert="elsewhere").json()["data"]] == [
            str(sold.licence_id)
        ]

    assert sold.stage.eventually(alerted)
    sold.desk.transfer(sold.context, sold.licence_id, "HW-other")
    sold.stage.run()
    assert person.get("/api/licences", alert="elsewhere").json()["data"] == []
