"""The lists of licences: found by what one has in hand, counted as they are shown, page by page, and exported alike."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from tests.api.counter import Counter, Moved, facts_of, moving
from tests.api.stage import Stage, Team

DAY = timedelta(days=1)
REVOKE = {"confirm": "REVOQUER", "reason": "asked"}


@pytest.fixture
def desk(team: Team) -> Counter:
    return Counter(team)


@pytest.fixture
def clock(stage: Stage) -> Iterator[Moved]:
    with moving(stage) as clock:
        yield clock


@pytest.fixture
def shelf(desk: Counter, clock: Moved) -> Counter:
    """One licence of each status, thirty-two days after all were sold for thirty; `new@` was sold today."""
    sold = {status: desk.sells(email=f"{status}@exemple.fr") for status in ("grace_period", "suspended", "revoked")}
    desk.sells(email="expired@exemple.fr", plan="starter", expires_at=(clock.now() + 20 * DAY).isoformat())
    desk.does(sold["suspended"], "suspend", {"reason": "Impayé"})
    desk.does(sold["revoked"], "revoke", REVOKE)
    desk.sells(
        email="active@exemple.fr",
        plan="enterprise",
        payment_method="courtesy",
        expires_at=(clock.now() + 40 * DAY).isoformat(),
    )
    clock.by = 32 * DAY
    return desk


STATUSES = ("active", "grace_period", "expired", "suspended", "revoked")


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_lists_its_own_and_counts_one(shelf: Counter, status: str) -> None:
    found = shelf.get("", status=status)["data"]
    assert [(one["email"], one["status"]) for one in found] == [(f"{status}@exemple.fr", status)]
    assert shelf.get("/counts") == {"total": 5, **dict.fromkeys(STATUSES, 1), "stale": False}


def test_a_term_that_has_just_ended_is_over(desk: Counter, clock: Moved) -> None:
    ends_at = datetime.fromisoformat(desk.sells(plan="starter")["expires_at"])
    for by, status in ((-1, "active"), (0, "grace_period")):
        frozen = Frozen(ends_at + timedelta(milliseconds=by))
        clock.clock, clock.by = frozen, timedelta()
        assert [one["status"] for one in desk.get("")["data"]] == [status]
        assert len(desk.listed(status=status)) == desk.get("/counts")[status] == 1


class Frozen:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def test_it_is_narrowed_by_plan_payment_and_end(shelf: Counter, clock: Moved) -> None:
    assert shelf.listed(plan="enterprise") == shelf.listed(payment_method="courtesy") == ["active@exemple.fr"]
    assert shelf.listed(expiring_within=7) == []
    assert shelf.listed(expiring_within=8) == ["active@exemple.fr"]
    assert shelf.listed(import_id=uuid4()) == []
    assert shelf.listed(plan="premium", status="revoked") == ["revoked@exemple.fr"]
    counted = shelf.get("/counts", plan="premium", status="revoked")
    assert (counted["total"], counted["grace_period"], counted["active"]) == (3, 1, 0)


@pytest.mark.parametrize(
    "typed", ["ZÉLIE", "zelie@ex", "  zelie  ", "salon.fr", "hw-42", " HW-42 ", "{key}", "{low}", "{spaced}"]
)
@pytest.mark.parametrize("few", [1_000, 1])  # found first and shown, or so many that the list is walked
def test_one_box_finds_it_by_what_one_has_in_hand(
    desk: Counter, typed: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.licence_list.FEW", few)
    sold = desk.sells(email="Zélie@Ex-Salon.fr", hwid="HW-42")
    desk.sells()
    key = sold["key"]
    asked = typed.format(key=key, low=key.lower(), spaced=f" {key.replace('-', ' ').replace('0', 'o')}")
    assert desk.listed(search=asked) == ["Zélie@Ex-Salon.fr"]
    assert desk.get("/counts", search=asked)["total"] == 1


def test_the_key_and_the_machine_of_another_organisation_find_nothing(desk: Counter, others: Team) -> None:
    theirs = Counter(others).sells(hwid="HW-42")
    desk.sells(hwid="HW-43")
    assert desk.listed(search=theirs["key"]) == desk.listed(search="HW-42") == []


@pytest.mark.parametrize("typed", ["%", "_", "\\", "HW-4", "PLB-AAAAA", "personne"])
@pytest.mark.parametrize("few", [1_000, 0])
def test_what_names_none_finds_none(desk: Counter, typed: str, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projections.licence_list.FEW", few)
    desk.sells(email="zelie@ex.fr", hwid="HW-42")
    assert desk.listed(search=typed) == []


@pytest.mark.parametrize("sort", ["issued", "expiry", "email", "check_in"])
@pytest.mark.parametrize("order", ["asc", "desc", None])
def test_pages_show_each_once_in_order_while_more_are_sold(desk: Counter, sort: str, order: str | None) -> None:
    now = datetime.now(UTC)
    before = [
        desk.sells(email=f"{name}@exemple.fr", expires_at=(now + days * DAY).isoformat())["licence_id"]
        for name, days in (("b", 9), ("a", 3), ("c", 3), ("b", 5), ("a", 7))
    ]
    seen: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = desk.get("", sort=sort, order=order, limit=2, cursor=cursor)
        seen += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        desk.sells(email="zz@exemple.fr")
    shown = [one["licence_id"] for one in seen]
    assert len(shown) == len(set(shown)) and set(before) <= set(shown)
    column = {"issued": "issued_at", "expiry": "expires_at", "email": "email"}.get(sort)
    if column:
        backwards = (order or {"issued": "desc"}.get(sort)) == "desc"
        values = [one[column] for one in seen]
        assert all(one >= two if backwards else one <= two for one, two in pairwise(values))


def test_a_cursor_of_another_order_is_refused(desk: Counter) -> None:
    for _ in range(2):
        desk.sells()
    cursor = desk.get("", limit=1)["next_cursor"]
    for others in ({"sort": "email"}, {"order": "asc"}):
        answer = desk.team.person().get("/api/licences", cursor=cursor, **others)
        assert (answer.status_code, answer.json()["code"]) == (422, "CURSOR_INVALID")


def test_twenty_are_on_a_page(desk: Counter) -> None:
    for _ in range(21):
        desk.sells()
    assert len(desk.get("")["data"]) == 20


def test_the_calendar_counts_the_ends_of_each_day_by_the_clock_of_the_house(stage: Stage) -> None:
    desk = Counter(stage.team(zone="America/Martinique"))
    for moment in ("2030-11-30T23:59:59", "2030-12-01T00:00:00", "2030-12-31T23:30:00", "2031-01-01T00:00:00"):
        desk.sells(expires_at=f"{moment}-04:00")
    desk.does(desk.sells(plan="starter", expires_at="2030-12-31T12:00:00-04:00"), "revoke", REVOKE)
    desk.sells(plan="starter", expires_at="2030-12-31T12:00:00-04:00")
    shown = desk.get("/calendar", month="2030-12")
    assert (shown["month"], shown["time_zone"], shown["total"], len(shown["days"])) == (
        "2030-12",
        "America/Martinique",
        3,
        31,
    )
    assert [one for one in shown["days"] if one["total"]] == [
        {"day": "2030-12-01", "total": 1, "by_plan": {"starter": 0, "premium": 1, "enterprise": 0}},
        {"day": "2030-12-31", "total": 2, "by_plan": {"starter": 1, "premium": 1, "enterprise": 0}},
    ]
    assert [len(desk.listed(ends_on=day["day"])) for day in shown["days"]] == [day["total"] for day in shown["days"]]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"month": "2030-13"}, "MONTH_INVALID"),
        ({"month": "1999-12"}, "MONTH_INVALID"),
        ({"month": "décembre"}, "VALUE_INVALID"),
    ],
)
def test_a_month_that_is_none_is_refused(team: Team, asked: dict[str, str], code: str) -> None:
    answer = team.person().get("/api/licences/calendar", **asked)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, "month")


def test_the_month_is_this_one_unless_another_is_asked_for(desk: Counter, clock: Moved) -> None:
    clock.clock, clock.by = Frozen(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)), timedelta()  # July in Paris
    assert desk.get("/calendar")["month"] == "2026-07"


def test_alerts_name_what_ends_soon_and_what_is_silent(desk: Counter, clock: Moved) -> None:
    for n in range(6):
        desk.sells(email=f"soon{n}@exemple.fr")
    desk.sells(email="late@exemple.fr", expires_at=(clock.now() + 60 * DAY).isoformat())
    desk.does(desk.sells(email="out@exemple.fr"), "suspend", {"reason": "Impayé"})
    clock.by = 23 * DAY
    shown = desk.get("/alerts")
    assert (shown["expiring_days"], shown["silent_days"]) == (7, 14)
    expiring, elsewhere, silent = shown["alerts"]
    assert (expiring["kind"], expiring["count"], len(expiring["first"])) == ("expiring", 6, 5)
    assert (elsewhere["kind"], elsewhere["count"], elsewhere["first"]) == ("elsewhere", 0, [])
    assert (silent["kind"], silent["count"], len(silent["first"])) == ("silent", 7, 5)
    for alert in shown["alerts"]:
        assert len(desk.listed(alert=alert["kind"])) == alert["count"]
    assert desk.listed(alert="expiring", expiring_within=6) == []
    clock.by = 14 * DAY - timedelta(minutes=5)
    assert [one["count"] for one in desk.get("/alerts")["alerts"]] == [0, 0, 0]


def exported(desk: Counter, **asked: Any) -> list[dict[str, str]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = desk.asks(f"/export?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="licences-')
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "asked", [{}, *({"status": status} for status in STATUSES), {"plan": "premium"}, {"search": "active"}]
)
def test_an_export_holds_what_the_list_shows_as_many_as_are_counted(shelf: Counter, asked: dict[str, str]) -> None:
    rows = exported(shelf, **asked)
    counted = shelf.get("/counts", **asked)
    assert len(rows) == counted[asked.get("status", "total")] > 0
    assert [row["E-mail"] for row in rows] == shelf.listed(**asked)
    (fact,) = [one.event for one in facts_of(shelf.team) if one.event.name == "licensing.LicencesExported"]
    assert (fact.count, fact.searched) == (len(rows), "search" in asked)
    assert fact.filters == {name: value for name, value in asked.items() if name != "search"}


def test_an_export_is_walked_to_the_end(desk: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    sold = [desk.sells(email=f"a{n}@exemple.fr")["licence_id"] for n in range(7)]
    monkeypatch.setattr("projections.licence_list.AT_ONCE", 3)
    assert [row["Licence"] for row in exported(desk)] == sold[::-1]


def test_a_spreadsheet_takes_nothing_of_it_for_a_formula(desk: Counter) -> None:
    desk.sells(email="+33@exemple.fr", hwid="=HYPERLINK(1)", notes='@SUM(1);"x"\nfin')
    (row,) = exported(desk)
    assert (row["E-mail"], row["Machine"], row["Notes"]) == ("'+33@exemple.fr", "'=HYPERLINK(1)", '\'@SUM(1);"x"\nfin')
    assert (row["MRR"], row["Devise"], row["Statut"], row["Jours restants"]) == ("29,00", "EUR", "Active", "30")


def test_who_may_not_export_gets_nothing_and_leaves_no_trace(desk: Counter) -> None:
    desk.sells()
    answer = desk.asks("/export", role="agent")
    assert (answer.status_code, answer.json()["code"]) == (403, "PERMISSION_MISSING")
    assert "licensing.LicencesExported" not in {one.event.name for one in facts_of(desk.team)}
