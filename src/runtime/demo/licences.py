"""The licences of the demonstration: some of every kind, sold over the last months by the manager."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from application.licensing import LicenceDesk, NewLicence
from domain.fact import SYSTEM, Actor, Context
from domain.licensing.licence_commands import MoveLicence
from domain.licensing.licence_events import RevocationReason
from domain.licensing.terms import PaymentMethod, Plan
from runtime.composition import House
from runtime.demo.house import INSTITUTE, MANAGER


@dataclass(frozen=True, slots=True)
class Renews:
    """A month more, so many days ago."""

    ago: int


@dataclass(frozen=True, slots=True)
class Extends:
    """Some days more, so many days ago."""

    ago: int
    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Another plan, so many days ago."""

    ago: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Suspends:
    """No access for now, since so many days ago."""

    ago: int
    reason: str


@dataclass(frozen=True, slots=True)
class Revokes:
    """For good, so many days ago."""

    ago: int
    reason: RevocationReason
    note: str = ""


Deed = Renews | Extends | Changes | Suspends | Revokes


@dataclass(frozen=True, slots=True)
class Sold:
    """A licence: sold so many days `ago` for a term of so many `days`, and what was done with it since."""

    email: str
    hwid: str
    plan: Plan
    ago: int
    days: int = 30
    payment: PaymentMethod = "stripe"
    auto_renew: bool = True
    notes: str = ""
    deeds: tuple[Deed, ...] = ()

    @property
    def licence_id(self) -> UUID:
        """Derived from the machine."""
        return uuid5(INSTITUTE, f"licence:{self.hwid}")


LICENCES = (
    Sold("cabine@spa-belleville.example", "4C4C4544-0051-3510", "enterprise", ago=118, days=365, payment="transfer"),
    Sold("contact@institut-eden.example", "7F3A91C2-88B0-4E11", "premium", ago=52, deeds=(Renews(24),)),
    Sold("salon@mains-et-merveilles.example", "B21D77E0-5A3C-4F02", "starter", ago=9),
    Sold("bonjour@atelier-peau.example", "0E9C44A1-77D2-4B1F", "premium", ago=16, payment="paypal"),
    Sold(
        "accueil@beaute-croix-rousse.example",
        "D3A80F55-1C6E-4A97",
        "starter",
        ago=41,
        deeds=(Changes(20, "premium"), Renews(13)),
    ),
    Sold("gerance@les-thermes-gris.example", "51F0B9AA-0C77-4D3B", "premium", ago=26),
    Sold(
        "direction@maison-amande.example",
        "A7C1D290-93E4-4888",
        "enterprise",
        ago=28,
        days=30,
        payment="transfer",
        notes="Facture à envoyer à la comptable.",
    ),
    Sold(
        "hello@studio-ongles.example",
        "6B2E08F3-41AD-4C60",
        "starter",
        ago=31,
        deeds=(Extends(2, 7, "Panne du module de caisse"),),
    ),
    Sold("contact@institut-oriane.example", "9D47C3B8-2F15-4E09", "premium", ago=33, notes="Carte refusée deux fois."),
    Sold("spa@hotel-des-quais.example", "C80A51E6-B39D-4712", "starter", ago=74, auto_renew=False),
    Sold(
        "equipe@douceur-et-soins.example",
        "2A64F7D1-E08C-4B55",
        "premium",
        ago=21,
        deeds=(Suspends(3, "Paiement en attente"),),
    ),
    Sold(
        "vente@cle-partagee.example",
        "F19B30C7-6D82-4AA4",
        "premium",
        ago=45,
        deeds=(Revokes(38, "fraud", "Clé publiée sur un forum."),),
    ),
)


def sell(house: House) -> None:
    """All of them. Told again, it adds nothing."""
    now = house.clock.now()
    for sold in LICENCES:
        _tell(house, sold, now)


def _tell(house: House, sold: Sold, now: datetime) -> None:
    began = now - timedelta(days=sold.ago)
    new = NewLicence(
        email=sold.email,
        hwid=sold.hwid,
        plan=sold.plan,
        payment_method=sold.payment,
        ends_at=began + timedelta(days=sold.days),
        auto_renew=sold.auto_renew,
        notes=sold.notes,
    )
    _desk(house, began).issue(_by_the_manager(began), sold.licence_id, new)
    for number, deed in enumerate(sold.deeds):
        _do(house, sold.licence_id, uuid5(sold.licence_id, f"deed:{number}"), deed, now - timedelta(days=deed.ago))
    _move(house, sold.licence_id, now)


def _do(house: House, licence_id: UUID, act_id: UUID, deed: Deed, at: datetime) -> None:
    desk, context = _desk(house, at), _by_the_manager(at)
    match deed:
        case Renews():
            desk.renew(context, licence_id, act_id, "now_if_expired", 30)
        case Extends(days=days, reason=reason):
            desk.extend(context, licence_id, act_id, days, reason)
        case Changes(plan=plan):
            desk.change_plan(context, licence_id, plan)
        case Suspends(reason=reason):
            desk.suspend(context, licence_id, reason)
        case Revokes(reason=reason, note=note):
            desk.revoke(context, licence_id, reason, note)


def _move(house: House, licence_id: UUID, now: datetime) -> None:
    """What the clock has said since it was last told."""
    state = house.licences.state(INSTITUTE, licence_id)
    ends = {"active": [state.ends_at, state.grace_ends_at], "grace_period": [state.grace_ends_at], "expired": []}
    for at in ends[state.told]:
        if at <= now:
            context = Context(INSTITUTE, SYSTEM, happened_at=at)
            house.bus.execute(context, MoveLicence(licence_id=licence_id, at=at))


def _by_the_manager(at: datetime) -> Context:
    return Context(INSTITUTE, Actor("user", MANAGER.user_id), happened_at=at)


def _desk(house: House, at: datetime) -> LicenceDesk:
    return LicenceDesk(house.bus, house.ledger, house.master_key, _Then(at))


@dataclass(frozen=True, slots=True)
class _Then:
    """A clock as it was."""

    at: datetime

    def now(self) -> datetime:
        """Then."""
        return self.at
