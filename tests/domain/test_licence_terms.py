"""Keys that are typed, and days that are counted by the clocks of the seller."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.licensing import keys
from domain.licensing.keys import ALPHABET, DRAWN_BYTES
from domain.licensing.terms import later

DRAWN = some.binary(min_size=DRAWN_BYTES, max_size=DRAWN_BYTES)


@given(DRAWN)
def test_a_key_is_read_however_it_is_typed(drawn: bytes) -> None:
    key = keys.of_random(drawn)
    assert len(key) == 27 and key.startswith("PLB-")
    for typed in (key, key.lower(), key.replace("-", ""), f" {key} ", key.removeprefix("PLB-").replace("-", " ")):
        assert keys.read(typed) == key
    assert keys.read(key.replace("0", "o").replace("1", "l")) == key


@given(DRAWN, some.integers(0, 19), some.sampled_from(ALPHABET))
def test_one_wrong_character_is_told(drawn: bytes, place: int, wrong: str) -> None:
    plain = keys.of_random(drawn).replace("-", "")
    place += len("PLB")
    typed = plain[:place] + wrong + plain[place + 1 :]
    assert (keys.read(typed) is None) == (wrong != plain[place])


@given(some.text())
def test_anything_else_is_no_key(typed: str) -> None:
    assert keys.read(typed) is None or len(typed) >= 20


def test_two_draws_are_two_keys() -> None:
    drawn = [keys.of_random(bytes([n]) + bytes(DRAWN_BYTES - 1)) for n in range(128)]
    assert len(set(drawn)) == 128


@pytest.mark.parametrize(
    ("zone", "at", "days", "ends"),
    [
        ("Europe/Paris", "2026-03-01T09:00+01:00", 30, "2026-03-31T09:00+02:00"),  # summer time begins on the 29th
        ("Europe/Paris", "2026-10-01T09:00+02:00", 30, "2026-10-31T09:00+01:00"),
        ("Africa/Douala", "2026-03-01T09:00+01:00", 30, "2026-03-31T09:00+01:00"),
        ("America/New_York", "2026-03-07T02:30-05:00", 1, "2026-03-08T03:30-04:00"),  # 2:30 does not exist that day
        ("Europe/Paris", "2026-10-24T02:30+02:00", 1, "2026-10-25T02:30+02:00"),  # 2:30 comes twice: the first
        ("Pacific/Apia", "2026-12-31T23:59+13:00", 60, "2027-03-01T23:59+13:00"),
        ("Europe/Paris", "2028-02-28T12:00+01:00", 1, "2028-02-29T12:00+01:00"),
    ],
)
def test_days_are_counted_by_the_clocks_of_the_zone(zone: str, at: str, days: int, ends: str) -> None:
    assert later(datetime.fromisoformat(at), days, zone) == datetime.fromisoformat(ends)


def test_days_are_given_in_utc() -> None:
    assert later(datetime(2026, 1, 5, 12, tzinfo=UTC), 30, "Asia/Kathmandu").tzinfo == UTC
