"""Licences move by themselves when their time has come, and not before."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from domain.licensing.settings import ChangeLicenceSettings, settings_id
from domain.licensing.terms import USUAL_TERMS, PlanTerms
from tests.drive import Drive
from tests.licences import DAY, Seller

MINUTE = timedelta(minutes=1)


def moves(seller: Seller, licence_id: Any) -> list[str]:
    return [name for name in seller.told(licence_id) if name in ("LicenceEnteredGrace", "LicenceExpired")]


def test_a_licence_enters_its_grace_and_expires_at_the_instant(drive: Drive) -> None:
    seller = Seller(drive)
    licence_id = seller.sells()
    drive.run()
    sold = seller.issued(licence_id)
    seller.waits_until(sold.ends_at - MINUTE)
    assert moves(seller, licence_id) == []
    seller.waits_until(sold.ends_at)
    assert moves(seller, licence_id) == ["LicenceEnteredGrace"]
    seller.waits_until(sold.grace_ends_at)
    assert moves(seller, licence_id) == ["LicenceEnteredGrace", "LicenceExpired"]
    assert {state for _, state, _ in drive.effects()} == {"done"}


def test_timers_are_due_when_the_term_ends(drive: Drive) -> None:
    seller = Seller(drive)
    sold = seller.issued(seller.sells())
    drive.run()
    with drive.house.pool.connection() as connection:
        rows = connection.execute("SELECT due_at FROM outbox.effects WHERE kind = 'move_licence' ORDER BY 1").fetchall()
    for (due_at,), wanted in zip(rows, (sold.ends_at, sold.grace_ends_at), strict=True):
        assert timedelta() <= due_at - wanted < timedelta(minutes=1)  # the row counts from when it is written


def test_a_renewed_licence_forgets_its_old_timers(drive: Drive) -> None:
    seller = Seller(drive)
    licence_id = seller.sells()
    drive.run()
    sold = seller.issued(licence_id)
    seller.waits_until(sold.ends_at + DAY)
    seller.desk.renew(seller.context, licence_id, uuid4(), "expiry", 30)
    drive.run()
    seller.waits_until(sold.grace_ends_at)
    assert moves(seller, licence_id) == ["LicenceEnteredGrace"]
    seller.waits_until(sold.ends_at + 30 * DAY)
    assert moves(seller, licence_id) == ["LicenceEnteredGrace", "LicenceEnteredGrace"]


def test_another_plan_has_another_grace(drive: Drive) -> None:
    seller = Seller(drive)
    licence_id = seller.sells()
    sold = seller.issued(licence_id)
    seller.desk.change_plan(seller.context, licence_id, "enterprise")
    drive.run()
    seller.waits_until(sold.ends_at)
    seller.waits_until(sold.grace_ends_at)
    assert moves(seller, licence_id) == ["LicenceEnteredGrace"]
    seller.waits_until(sold.ends_at + 14 * DAY)
    assert moves(seller, licence_id) == ["LicenceEnteredGrace", "LicenceExpired"]


def test_a_plan_without_grace_expires_at_once(drive: Drive) -> None:
    seller = Seller(drive)
    licence_id = seller.sells()
    issued = seller.issued(licence_id)
    drive.house.bus.execute(
        seller.context,
        ChangeLicenceSettings(
            settings_id=settings_id(seller.organisation_id),
            terms={plan: PlanTerms(price_cents=1900, grace_days=0) for plan in USUAL_TERMS},
            expiring_days=7,
            silent_days=14,
        ),
    )
    at_once = seller.sells("lea@exemple.fr", "HW-2")
    drive.run()
    seller.waits_until(issued.ends_at)
    assert moves(seller, at_once) == ["LicenceExpired"]
    assert moves(seller, licence_id) == ["LicenceEnteredGrace"]


def test_after_a_long_stop_everything_happens_at_once(drive: Drive) -> None:
    seller = Seller(drive)
    licences = [seller.sells(f"c{n}@exemple.fr", f"HW-{n}") for n in range(5)]
    drive.run()
    seller.waits_until(seller.issued(licences[-1]).grace_ends_at + 300 * DAY)
    assert [moves(seller, one) for one in licences] == [["LicenceExpired"]] * 5


def test_a_suspended_licence_goes_on_and_a_revoked_one_is_left_alone(drive: Drive) -> None:
    seller = Seller(drive)
    suspended, revoked = seller.sells(), seller.sells("lea@exemple.fr", "HW-2")
    seller.desk.suspend(seller.context, suspended, "Impayé")
    seller.desk.revoke(seller.context, revoked, "fraud", "")
    drive.run()
    seller.waits_until(seller.issued(suspended).ends_at)
    assert moves(seller, suspended) == ["LicenceEnteredGrace"]
    assert moves(seller, revoked) == []


class Dying:
    """The bus of a worker that dies once it has written, before it can say so."""

    def __init__(self, drive: Drive) -> None:
        self._bus = drive.house.bus
        self.deaths = 0

    def execute(self, *arguments: Any, **options: Any) -> None:
        self._bus.execute(*arguments, **options)
        self.deaths += 1
        raise RuntimeError("killed")


def test_a_worker_that_dies_after_writing_moves_nothing_twice(drive: Drive) -> None:
    seller = Seller(drive)
    licence_id = seller.sells()
    drive.run()
    performer, dying = drive.performer, Dying(drive)
    drive.performer = drive.performer_with(clock=seller.clock, bus=dying)
    seller.waits_until(seller.issued(licence_id).ends_at)
    assert dying.deaths
    drive.performer = performer
    drive.make_due()
    drive.run()
    assert moves(seller, licence_id) == ["LicenceEnteredGrace"]
