"""The flow of a channel, measured on a journal whose times a test chooses."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from adapters.journal.flow import JournalFlows
from application.ports.gaps import Flow
from tests.drive import Drive

NOW = "clock_timestamp()"


class Line:
    """A channel whose webhooks are put in the journal at given times."""

    def __init__(self, drive: Drive) -> None:
        self.drive = drive
        self.organisation_id, self.channel_id = uuid4(), uuid4()

    def heard(self, times: str, **columns: str) -> None:
        """`times` is a query of instants, the other columns are expressions."""
        named = {"state": "'read'", "read_at": "at + interval '1 second'"} | columns
        with psycopg.connect(self.drive.house.dsn("writer"), autocommit=True) as writer:
            writer.execute(
                "INSERT INTO journal.webhooks (received_on, received_at, organisation_id, channel_id, provider,"
                f" digest, sealed, {', '.join(named)})"
                f" SELECT (at AT TIME ZONE 'UTC')::date, at, %s, %s, 'fake', '', '', {', '.join(named.values())}"
                f" FROM ({times}) AS times (at)",
                [self.organisation_id, self.channel_id],
            )

    def ago(self, *, seconds: float, **columns: str) -> None:
        self.heard(f"SELECT {NOW} - make_interval(secs => {seconds})", **columns)

    def flow(self, zone: str = "Europe/Paris") -> Flow:
        flows = JournalFlows(self.drive.house.pool).of(self.organisation_id, [self.channel_id], zone)
        return flows[self.channel_id]


@pytest.fixture
def line(drive: Drive) -> Line:
    return Line(drive)


def test_a_channel_that_never_spoke_has_no_flow(line: Line) -> None:
    assert line.flow() == Flow()


def test_the_present_silence_and_the_longest_of_the_day(line: Line) -> None:
    for hours in (30, 20, 8, 7, 1):
        line.ago(seconds=hours * 3_600)
    flow = line.flow()
    assert flow.received == 4
    assert flow.silent_s == pytest.approx(3_600, abs=5)
    assert flow.longest_silence_s == pytest.approx(12 * 3_600, abs=5)
    assert flow.last_at is not None and flow.last_at == pytest.approx(
        datetime.now(UTC) - timedelta(hours=1), abs=timedelta(seconds=5)
    )


def test_the_present_silence_may_be_the_longest(line: Line) -> None:
    line.ago(seconds=23 * 3_600)
    assert line.flow().longest_silence_s == pytest.approx(23 * 3_600, abs=5)


def test_success_counts_what_was_read_without_error_in_a_minute(line: Line) -> None:
    line.ago(seconds=500)
    line.ago(seconds=500, read_at="at + interval '61 seconds'")
    line.ago(seconds=500, state="'failed'", read_at="NULL")
    line.ago(seconds=500, state="'received'", read_at="NULL")
    line.ago(seconds=5, state="'received'", read_at="NULL")  # it has time yet
    line.ago(seconds=500, state="'received'", replay_id="gen_random_uuid()")  # read in time, and read again now
    flow = line.flow()
    assert (flow.received, flow.judged, flow.in_time) == (6, 5, 2)
    assert (flow.failed, flow.unread, flow.reading_again) == (1, 2, 1)
    assert flow.oldest_unread_s == pytest.approx(500, abs=5)


def test_the_delay_of_the_provider(line: Line) -> None:
    for delay in (200, 300, 400, 7_200_000):
        line.ago(seconds=60, delay_ms=str(delay), duplicates="2")
    flow = line.flow()
    assert (flow.delay_p50_ms, flow.delay_p95_ms, flow.delay_worst_ms) == (300, 7_200_000, 7_200_000)
    assert flow.duplicates == 8


def test_the_rhythm_is_that_of_the_same_hour_of_days_like_today(line: Line) -> None:
    line.heard(  # every five minutes around this hour, for four weeks; and nothing the last two hours
        f"SELECT {NOW} - make_interval(days => d, mins => m) FROM generate_series(0, 29) d,"
        " generate_series(-120, 120, 5) m WHERE d > 0 OR m > 120"
    )
    rhythm = line.flow("UTC").rhythm
    assert rhythm is not None
    assert rhythm.usual_s <= 300 and rhythm.longest_usual_s <= 300
    assert rhythm.days in (20, 4)  # weekdays, or Saturdays, or Sundays


def test_a_quiet_hour_is_usual_where_it_is_every_day(line: Line) -> None:
    line.heard(f"SELECT {NOW} - make_interval(days => d, hours => 6) FROM generate_series(0, 29) d")
    rhythm = line.flow("UTC").rhythm
    assert rhythm is not None
    assert rhythm.usual_s == pytest.approx(6 * 3_600, abs=60)
    assert rhythm.longest_usual_s == pytest.approx(7 * 3_600, abs=60)


def test_a_new_channel_has_no_rhythm(line: Line) -> None:
    line.ago(seconds=3_600)
    assert line.flow().rhythm is None


def test_flows_do_not_mix(line: Line) -> None:
    line.ago(seconds=60)
    other = Line(line.drive)
    other.organisation_id = line.organisation_id
    other.ago(seconds=120)
    stranger: UUID = uuid4()
    flows = JournalFlows(line.drive.house.pool).of(line.organisation_id, [line.channel_id, stranger], "UTC")
    assert flows.keys() == {line.channel_id, stranger}
    assert (flows[line.channel_id].received, flows[stranger]) == (1, Flow())
    assert JournalFlows(line.drive.house.pool).of(stranger, [line.channel_id], "UTC")[line.channel_id] == Flow()
