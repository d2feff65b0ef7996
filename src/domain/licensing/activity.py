"""What the software of a customer tells: it runs, on which machine, and what it did in a day.

Each licence has a stream for each day, so that its own stays short however often it is heard of.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.decider import Decider
from domain.event import Command, Event
from domain.fact import NEVER
from domain.licensing.licence_refusals import refuse_unlike_a_machine
from domain.personal import Personal
from domain.refusal import refuse

OFTEN = timedelta(minutes=15)
"""Heard again sooner, from the same version on the same system, there is nothing new to note."""
MOST_CHECK_INS = 500
MOST_MACHINES = 20
"""What is noted of one licence in a day: who sends more tells nothing more."""
MOST_VERSION = 64
MOST_OS = 100
FURTHEST_ZONE = timedelta(hours=14)
"""A day begins so much earlier somewhere on Earth than by UTC, and ends there as much later."""
MOST_USED = {
    "messages_sent": 10_000_000,
    "ai_queries": 10_000_000,
    "campaigns_launched": 100_000,
    "errors_count": 10_000_000,
    "uptime_minutes": 24 * 60,
}


def day_id(licence_id: UUID, day: date) -> UUID:
    """The stream of a licence and a day."""
    return uuid5(licence_id, f"activity:{day.isoformat()}")


class LicenceActivityEvent(Event, context="licensing"):
    """Facts about what runs under a licence."""


class LicenceCheckedIn(LicenceActivityEvent):
    """Logiciel vu : version {software_version}, {os}"""

    day_id: UUID
    licence_id: UUID
    contact_id: UUID
    software_version: str
    os: str
    checked_in_at: datetime


class LicenceUsageReported(LicenceActivityEvent):
    """Usage du {day} : {messages_sent} messages, {ai_queries} requêtes d'IA"""

    day_id: UUID
    licence_id: UUID
    contact_id: UUID
    day: date
    messages_sent: int
    ai_queries: int
    campaigns_launched: int
    errors_count: int
    uptime_minutes: int


class LicenceSeenElsewhere(LicenceActivityEvent):
    """Licence présentée par une autre machine"""

    day_id: UUID
    licence_id: UUID
    contact_id: UUID
    hwid: Personal[str]
    hwid_index: UUID


class ActivityCommand(Command):
    """About a licence, in a day."""

    day_id: UUID
    licence_id: UUID
    contact_id: UUID


class CheckIn(ActivityCommand):
    """It runs."""

    software_version: str
    os: str
    at: datetime


class ReportUsage(ActivityCommand):
    """What was done in the day so far, by the clock of the machine. The licence was sold at `sold_at`."""

    day: date
    messages_sent: int
    ai_queries: int
    campaigns_launched: int
    errors_count: int
    uptime_minutes: int
    at: datetime
    sold_at: datetime


class NoteElsewhere(ActivityCommand):
    """The key was presented by a machine that is not the licence's."""

    hwid: str
    hwid_index: UUID


@dataclass(frozen=True, slots=True)
class Day:
    """What rules need of the day of a licence."""

    software_version: str = ""
    os: str = ""
    checked_in_at: datetime = NEVER
    check_ins: int = 0
    elsewhere: frozenset[UUID] = frozenset()
    used: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MOST_USED, 0))
    reported: bool = False


activity = Decider(Day, identify="day_id")


@activity.decides
def check_in(state: Day, command: CheckIn) -> Iterator[Event]:
    """Now and then, and whenever it is another version or system."""
    _refuse_unlike_a_word(command.software_version, MOST_VERSION, "version", "VERSION_INVALID")
    _refuse_unlike_a_word(command.os, MOST_OS, "os", "OS_INVALID")
    version, os = command.software_version.strip(), command.os.strip()
    if state.check_ins >= MOST_CHECK_INS:
        return
    if (version, os) != (state.software_version, state.os) or command.at - state.checked_in_at >= OFTEN:
        yield LicenceCheckedIn(**_of(command), software_version=version, os=os, checked_in_at=command.at)


@activity.decides
def report(state: Day, command: ReportUsage) -> Iterator[Event]:
    """The day so far. Each figure is the greatest that was told, in whatever order reports come; one that adds nothing
    is silence."""
    for name, most in MOST_USED.items():
        if not 0 <= getattr(command, name) <= most:
            refuse(f"Donnez un nombre de 0 à {most}.", code="USAGE_FIGURE_INVALID", field=name)
    if command.day > (command.at + FURTHEST_ZONE).date():
        refuse("Ce jour n'a pas encore commencé.", code="USAGE_DAY_AHEAD", field="day")
    if command.day < (command.sold_at - FURTHEST_ZONE).date():
        refuse("La licence n'existait pas encore ce jour-là.", code="USAGE_DAY_BEFORE", field="day")
    used = {name: max(before, getattr(command, name)) for name, before in state.used.items()}
    if used != state.used or not state.reported:
        yield LicenceUsageReported(**_of(command) | used, day=command.day)


@activity.decides
def note_elsewhere(state: Day, command: NoteElsewhere) -> Iterator[Event]:
    """Once for each other machine."""
    refuse_unlike_a_machine(command.hwid)
    if command.hwid_index not in state.elsewhere and len(state.elsewhere) < MOST_MACHINES:
        yield LicenceSeenElsewhere(**_of(command), hwid=command.hwid.strip(), hwid_index=command.hwid_index)


def _refuse_unlike_a_word(text: str, most: int, field: str, code: str) -> None:
    if not text.strip() or len(text) > most or not text.strip().isprintable():
        refuse(f"Donnez de 1 à {most} caractères.", code=code, field=field)


def _of(command: ActivityCommand) -> dict[str, Any]:
    return {"day_id": command.day_id, "licence_id": command.licence_id, "contact_id": command.contact_id}


@activity.evolves
def checked_in(state: Day, event: LicenceCheckedIn) -> Day:
    """Heard of."""
    return replace(
        state,
        software_version=event.software_version,
        os=event.os,
        checked_in_at=event.checked_in_at,
        check_ins=state.check_ins + 1,
    )


@activity.evolves
def reported(state: Day, event: LicenceUsageReported) -> Day:
    """The figures so far."""
    return replace(state, used={name: getattr(event, name) for name in MOST_USED}, reported=True)


@activity.evolves
def seen_elsewhere(state: Day, event: LicenceSeenElsewhere) -> Day:
    """Noted."""
    return replace(state, elsewhere=state.elsewhere | {event.hwid_index})
