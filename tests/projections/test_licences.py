"""Whatever is done with a licence, at whatever moments: it stays in its machine of states, and what the lists say of it
at any instant is what its facts say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as some

from adapters.projector.tables import Table
from domain import catalogue
from domain.event import Command
from domain.fact import SYSTEM, Context, Fact
from domain.licensing.licence import Licence, licence
from domain.licensing.licence_commands import (
    AmendLicence,
    ChangeLicencePlan,
    ExtendLicence,
    IssueLicence,
    MoveLicence,
    ReinstateLicence,
    RenewLicence,
    RevokeLicence,
    SuspendLicence,
    TransferLicence,
)
from domain.licensing.terms import USUAL_TERMS, Status, later
from domain.refusal import Refused
from projections import licence_list
from projections.licence_list import Filters, Instant, Searched
from projections.licences import LicenceRow, licences
from projections.projection import Leaf
from tests.drive import Drive
from tests.projections.test_every_projection import tables

catalogue.load()
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)  # nine days before summer time in Paris
ZONES = ("Europe/Paris", "America/Martinique", "Australia/Lord_Howe", "Pacific/Kiritimati")
PLANS = tuple(USUAL_TERMS)
STATUSES: tuple[Status, ...] = ("active", "grace_period", "expired", "suspended", "revoked")

SAME: dict[Status, set[Status]] = {status: {status} for status in STATUSES}
PROLONGED: dict[Status, set[Status]] = SAME | {"grace_period": {"active"}, "expired": {"active"}}
MACHINE: dict[str, dict[Status, set[Status]]] = {
    "time": SAME | {"active": {"active", "grace_period", "expired"}, "grace_period": {"grace_period", "expired"}},
    "renew": PROLONGED,
    "extend": PROLONGED,
    "change_plan": SAME | {"grace_period": {"grace_period", "expired"}},
    "amend": SAME,
    "transfer": SAME,
    "move": SAME,
    "suspend": {**{status: {"suspended"} for status in STATUSES}, "revoked": {"revoked"}},
    "reinstate": SAME | {"suspended": {"active", "grace_period", "expired"}},
    "revoke": {status: {"revoked"} for status in STATUSES},
}
VERBS = tuple(verb for verb in MACHINE if verb != "time")


@dataclass
class Step:
    """Some time goes by, then something is asked."""

    verb: str
    passes: timedelta
    days: int
    n: int


STEPS = some.lists(
    some.builds(
        Step,
        some.sampled_from(VERBS),
        some.sampled_from([timedelta(), timedelta(milliseconds=1)]) | some.timedeltas(timedelta(), timedelta(days=40)),
        some.integers(-1, 60),
        some.integers(0, 5),
    ),
    max_size=12,
)


@dataclass
class Life:
    """A licence, by its facts and by its row. Every instant at which something changes is kept."""

    zone: str
    organisation_id: UUID = field(default_factory=uuid4)
    licence_id: UUID = field(default_factory=uuid4)
    at: datetime = NOON
    state: Licence = field(default_factory=Licence)
    row: LicenceRow | None = None
    facts: list[Fact[Any]] = field(default_factory=list)
    instants: set[datetime] = field(default_factory=set)

    def lives(self, steps: Sequence[Step]) -> "Life":
        self._asks(self._issue())
        for step in steps:
            before = self.state.status(self.at)
            self.at += step.passes
            after = self.state.status(self.at)
            assert after in MACHINE["time"][before]
            self._asks(self._command(step))
            assert self.state.status(self.at) in MACHINE[step.verb][after] | {after}, step
        return self

    def _asks(self, command: Command) -> None:
        try:
            events = licence.decide(self.state, command)
        except Refused:
            return
        for event in events:
            self.state = licence.evolve(self.state, event)
            version = len(self.facts) + 1
            context = Context(self.organisation_id, SYSTEM)
            fact = Fact(self.licence_id, version, event, context, version, version, self.at)
            self.facts.append(fact)
            if licences.hears(type(fact.event)):
                row = licences.fold(self.row, fact)
                assert isinstance(row, LicenceRow)
                self.row = row
            self.instants |= {self.at, self.state.ends_at, self.state.grace_ends_at}

    def _issue(self) -> IssueLicence:
        return IssueLicence(
            licence_id=self.licence_id,
            at=self.at,
            contact_id=uuid4(),
            key="PLB-00000-00000-00000-00000",
            key_index=uuid4(),
            email="awa@exemple.fr",
            hwid="HW-1",
            hwid_index=uuid4(),
            plan="premium",
            terms=USUAL_TERMS["premium"],
            ends_at=later(self.at, 30, self.zone),
            zone=self.zone,
            payment_method="stripe",
            auto_renew=True,
            notes="",
            notes_index=uuid4(),
        )

    def _command(self, step: Step) -> Command:
        of: dict[str, Any] = {"licence_id": self.licence_id, "at": self.at}
        plan = PLANS[step.n % len(PLANS)]
        basis: Any = ("expiry", "now", "now_if_expired")[step.n % 3]
        commands: dict[str, Command] = {
            "renew": RenewLicence(**of, act_id=uuid4(), basis=basis, days=step.days, zone=self.zone),
            "extend": ExtendLicence(**of, act_id=uuid4(), days=step.days, reason="Geste", zone=self.zone),
            "change_plan": ChangeLicencePlan(**of, plan=plan, terms=USUAL_TERMS[plan], zone=self.zone),
            "amend": AmendLicence(**of, payment_method="paypal", auto_renew=False, notes="", notes_index=uuid4()),
            "suspend": SuspendLicence(**of, reason="Impayé"),
            "reinstate": ReinstateLicence(**of),
            "transfer": TransferLicence(**of, hwid="HW-2", hwid_index=uuid4()),
            "move": MoveLicence(**of),
            "revoke": RevokeLicence(**of, reason="fraud", note=""),
        }
        return commands[step.verb]


@tries(max_examples=300, deadline=None)
@given(steps=STEPS, zone=some.sampled_from(ZONES))
def test_no_life_leaves_the_machine_and_the_row_is_what_the_facts_say(steps: list[Step], zone: str) -> None:
    life = Life(zone).lives(steps)
    state, row = life.state, life.row
    assert row is not None
    assert (row.ends_at, row.grace_ends_at, row.suspended, row.revoked_at is not None) == (
        state.ends_at,
        state.grace_ends_at,
        state.suspended,
        state.revoked,
    )
    assert (row.plan, row.payment_method, row.auto_renew, row.hwid_index) == (
        state.plan,
        state.payment_method,
        state.auto_renew,
        state.hwid_index,
    )


@pytest.fixture
def table(drive: Drive) -> Table:
    return next(one for one in tables(drive) if one.projection is licences)


@tries(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=some.lists(STEPS, min_size=1, max_size=3), zone=some.sampled_from(ZONES))
def test_lists_say_at_every_instant_what_the_facts_say(
    drive: Drive, table: Table, lives: list[list[Step]], zone: str
) -> None:
    organisation_id = uuid4()
    told = {life.licence_id: life for life in (Life(zone, organisation_id).lives(steps) for steps in lives)}
    with psycopg.connect(drive.house.dsn("projector"), autocommit=True) as connection:
        for life in told.values():
            table.apply(connection, Leaf(life.facts))
    instants = set().union(*(life.instants for life in told.values()))
    with drive.house.services().reading(organisation_id) as connection:
        for now in around(instants):
            at = Instant(now, ZoneInfo(zone))
            shown = licence_list.licences(connection, at, Filters(), limit=10).data
            expected = {id: life.state.status(now) for id, life in told.items()}
            assert {one.licence_id: one.status for one in shown} == expected
            counted = licence_list.counts(connection, at, Filters())
            for status in STATUSES:
                found = licence_list.licences(connection, at, Filters(status=status), limit=10).data
                assert {one.licence_id for one in found} == {id for id, one in expected.items() if one == status}
                assert counted[status] == len(found)
            for one in shown:
                left = (one.expires_at.astimezone(at.zone).date() - at.today).days
                assert one.days_left == left
                assert one.mrr_cents == (one.price_cents if one.status in ("active", "grace_period") else 0)
            soon = licence_list.licences(connection, at, Filters(expiring_within=3), limit=10).data
            assert {one.licence_id for one in soon} == {
                one.licence_id for one in shown if one.status == "active" and one.days_left <= 3
            }


def test_a_thousand_licences_are_listed_searched_and_counted_in_no_time(drive: Drive, table: Table) -> None:
    organisation_id = uuid4()
    lives = [Life("Europe/Paris", organisation_id).lives([]) for _ in range(1_000)]
    at = Instant(NOON, ZoneInfo("Europe/Paris"))
    with psycopg.connect(drive.house.dsn("projector"), autocommit=True) as connection:
        table.apply(connection, Leaf([life.facts[0] for life in lives]))
    searched = Searched("awa@", None, uuid4())
    with drive.house.services().reading(organisation_id) as connection:
        times = []
        for _ in range(5):  # the best of some: the machine is shared
            began = perf_counter()
            assert len(licence_list.licences(connection, at, Filters(search=searched)).data) == 20
            assert licence_list.counts(connection, at, Filters())["active"] == 1_000
            times.append(perf_counter() - began)
    assert min(times) < 0.1


def around(instants: set[datetime]) -> Iterator[datetime]:
    """Each of them, and just before and after: there are no halves of a microsecond."""
    for instant in sorted(instants):
        yield from (instant + n * timedelta(microseconds=1) for n in (-1, 0, 1))
