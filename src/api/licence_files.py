"""Licences as a file for French spreadsheets, written piece by piece."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from application.csv_lines import table
from domain.licensing.terms import PLAN_LABELS, PaymentMethod, Status
from projections.licence_list import Licence

STATUSES: Mapping[Status, str] = {
    "active": "Active",
    "grace_period": "En grâce",
    "expired": "Expirée",
    "suspended": "Suspendue",
    "revoked": "Révoquée",
}
PAYMENTS: Mapping[PaymentMethod, str] = {
    "stripe": "Stripe",
    "paypal": "PayPal",
    "transfer": "Virement",
    "courtesy": "Manuel / geste commercial",
}

_COLUMNS: Mapping[str, Callable[[Licence], str | int | bool | datetime | None]] = {
    "E-mail": lambda one: one.email,
    "Clé": lambda one: one.key,
    "Machine": lambda one: one.hwid,
    "Formule": lambda one: PLAN_LABELS[one.plan],
    "Statut": lambda one: STATUSES[one.status],
    "Créée le": lambda one: one.issued_at,
    "Expire le": lambda one: one.expires_at,
    "Jours restants": lambda one: one.days_left,
    "MRR": lambda one: _amount(one.mrr_cents),
    "Prix mensuel": lambda one: _amount(one.price_cents),
    "Devise": lambda one: one.currency,
    "Paiement": lambda one: PAYMENTS[one.payment_method],
    "Renouvellement automatique": lambda one: one.auto_renew,
    "Dernière connexion": lambda one: one.last_check_in_at,
    "Version": lambda one: one.client_version,
    "Système": lambda one: one.os,
    "Notes": lambda one: one.notes,
    "Révoquée le": lambda one: one.revoked_at,
    "Import": lambda one: str(one.import_id or ""),
    "Client": lambda one: str(one.contact_id),
    "Licence": lambda one: str(one.licence_id),
}


def write_csv(pages: Iterable[Sequence[Licence]], zone: ZoneInfo) -> Iterator[str]:
    """A row per licence, in the clock of the organisation with its offset."""
    return table(_COLUMNS, pages, zone, precision="seconds")


def _amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
