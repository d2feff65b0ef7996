"""How a channel is, and why: from its read model, the journal, and what the provider last said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from application import channel_check
from application.channels import Channels
from application.ports.connecting import Finding
from application.ports.journal import ChannelJournal, Forgeries
from application.ports.messaging import Messaging
from domain.channels.number import UNLIMITED
from projections.channels import ChannelRow
from projections.failed_sends import FailureReason

State = Literal["ok", "attention", "down", "suspended"]
LABELS: dict[State, str] = {"ok": "OK", "attention": "Attention", "down": "En panne", "suspended": "Suspendu"}

MANY_FAILURES = 0.2
"""The share of sends of a day that fail, from which somebody should look."""
FEWEST = 5
"""Fewer failures than this are nobody's trouble."""
SILENCE = timedelta(hours=1)
"""After which a provider that did not answer a check once is no news."""
SOME_FORGERIES = 3
"""Forged webhooks of a day from which a wrong secret is more likely than a stranger."""
QUALITY_LABELS = {"high": "bonne", "medium": "moyenne", "low": "basse", "unknown": "pas encore notée"}


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a channel besides its row. Counts are of the last 24 hours, forgeries of the day."""

    last_signed_at: datetime | None
    forgeries: Forgeries
    sent: int
    failures: Sequence[FailureReason]

    @property
    def failed(self) -> int:
        """How many did not leave."""
        return sum(one.count for one in self.failures)

    @property
    def last_webhook_at(self) -> datetime | None:
        """When anything last came for it, signed or not."""
        return max((at for at in (self.last_signed_at, self.forgeries.last_at) if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Health:
    """The state, and the reasons for it, worst first."""

    state: State
    reasons: Sequence[Finding]

    @property
    def label(self) -> str:
        """The state, in French."""
        return LABELS[self.state]


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks after channels."""

    channels: Channels
    journal: ChannelJournal

    def signs(self, organisation_id: UUID, row: ChannelRow, sent: int, failures: Sequence[FailureReason]) -> Signs:
        """The signs of a channel of the organisation."""
        adapter = self.channels.providers[row.provider]
        endpoints = [adapter.endpoint(row.settings), *adapter.shared_endpoints(row.settings)]
        indexes = [self.channels.endpoint_index(row.provider, one) for one in endpoints]
        return Signs(
            last_signed_at=self.journal.last_signed(organisation_id, row.channel_id),
            forgeries=self.journal.forgeries(row.provider, indexes),
            sent=sent,
            failures=failures,
        )

    def health(self, row: ChannelRow, signs: Signs, now: datetime) -> Health:
        """How it is."""
        found = list(reasons(self.channels.providers[row.provider], row, signs, now))
        worst = sorted(found, key=lambda finding: finding.level != "error")
        if row.suspended:
            return Health("suspended", worst)
        if any(finding.level == "error" for finding in found):
            return Health("down", worst)
        return Health("attention" if found else "ok", worst)


def explained(adapter: Messaging, code: str) -> Finding:
    """The words for a code that was kept; codes of an older version of the program have none of their own."""
    known = adapter.findings.get(code) or channel_check.FINDINGS.get(code)
    return known or Finding(
        code, "warning", "account", f"Le fournisseur signale « {code} ».", "Cherchez ce mot dans sa documentation."
    )


def reasons(adapter: Messaging, row: ChannelRow, signs: Signs, now: datetime) -> Iterator[Finding]:
    """Everything that is not as it should be."""
    if row.suspended:
        yield Finding(
            "SUSPENDED",
            "error",
            "account",
            f"Canal suspendu : {row.suspended}",
            "Remédiez à cette raison, puis rétablissez le canal. De nouveaux identifiants le rétablissent seuls quand"
            " ce sont eux que le fournisseur refusait.",
        )
    yield from _of_restrictions(adapter, row, now)
    for code, level in row.findings.items():
        finding = explained(adapter, code)
        if level != "ok" and not _is_outdated(finding, row, signs, now):
            yield finding
    if not row.findings and signs.last_signed_at is None:
        yield channel_check.FINDINGS["WEBHOOK_NEVER_SEEN"]
    yield from _of_quality(row)
    yield from _of_signs(signs)


def _is_outdated(finding: Finding, row: ChannelRow, signs: Signs, now: datetime) -> bool:
    """Whether what a check found was overtaken: by a webhook, by new credentials, or for a silence, by time."""
    if finding.code == "WEBHOOK_NEVER_SEEN":
        return signs.last_signed_at is not None
    at = row.checked_at or row.connected_at
    if finding.about == "provider":
        return now - at > SILENCE
    return finding.about == "credentials" and row.rotated_at is not None and row.rotated_at > at


def _of_restrictions(adapter: Messaging, row: ChannelRow, now: datetime) -> Iterator[Finding]:
    for code, until in row.restrictions.items():
        end = datetime.fromisoformat(until) if until else None
        if end is None:
            yield explained(adapter, code)
        elif end > now:  # Meta does not say when one is over: its end does
            known = explained(adapter, code)
            yield replace(known, sentence=f"{known.sentence[:-1]}, jusqu'au {end:%d/%m/%Y à %H:%M} (UTC).")


def _of_quality(row: ChannelRow) -> Iterator[Finding]:
    if row.quality == "low":
        yield Finding(
            "QUALITY_LOW",
            "warning",
            "number",
            "La qualité du numéro est basse : trop de clients le bloquent ou le signalent.",
            "N'écrivez plus qu'à ceux qui ont accepté, moins souvent, et avec un moyen de se désinscrire.",
        )
    elif row.quality == "medium":
        yield Finding(
            "QUALITY_MEDIUM",
            "warning",
            "number",
            "La qualité du numéro baisse.",
            "Relisez vos derniers envois groupés : ce sont eux que les clients signalent le plus.",
        )


def _of_signs(signs: Signs) -> Iterator[Finding]:
    if signs.forgeries.count >= SOME_FORGERIES:
        yield Finding(
            "SIGNATURES_WRONG",
            "warning",
            "webhook",
            f"{signs.forgeries.count} webhooks mal signés aujourd'hui : ils ont été refusés.",
            "Comparez le secret du canal à celui de la console du fournisseur, et l'adresse du webhook au guide.",
        )
    if signs.failed >= FEWEST and signs.failed >= MANY_FAILURES * (signs.sent + signs.failed):
        most = signs.failures[0]
        yield Finding(
            "SENDS_FAIL",
            "warning",
            "number",
            f"{signs.failed} envois ont échoué en 24 heures, le plus souvent ainsi : {most.reason}",
            "Ouvrez la liste des messages en échec de ce canal.",
        )


def limit_in_words(customers_per_day: int | None) -> str:
    """What a limit means, in French."""
    if customers_per_day is None:
        return "Le fournisseur n'a pas donné de limite."
    if customers_per_day == UNLIMITED:
        return "Pas de limite au nombre de clients à qui écrire en premier."
    shown = f"{customers_per_day:,}".replace(",", " ")
    return (
        f"{shown} clients différents au plus à qui écrire en premier par période de 24 heures. Répondre à ceux qui"
        " écrivent ne compte pas. La limite monte seule quand vous l'utilisez à moitié avec une bonne qualité."
    )


DAY = timedelta(hours=24)
