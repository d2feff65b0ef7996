"""A live check of a channel: what the provider says, what webhooks have proven, and where this installation is."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

from application.bus import Bus
from application.channel_fields import examine
from application.channels import Channels
from application.numbers import noted
from application.ports.clock import Clock
from application.ports.connecting import Checkup, Finding, table
from application.ports.journal import ChannelJournal
from application.ports.messaging import ChannelAccess, Messaging
from domain.channels.number import NoteCheck
from domain.fact import Context
from domain.refusal import refuse

PATIENCE = 10.0
"""Seconds that a person waits for a check, whatever the provider does."""
AT_ONCE = 4
SIMULATOR = "simulator"

FINDINGS = table(
    Finding(
        "ADDRESS_LOCAL",
        "warning",
        "webhook",
        "L'adresse publique de cette installation n'est pas joignable d'Internet.",
        "Donnez à PALABRE_PUBLIC_URL l'adresse que le fournisseur peut appeler, puis redémarrez.",
    ),
    Finding(
        "ADDRESS_NOT_HTTPS",
        "warning",
        "webhook",
        "L'adresse publique de cette installation n'est pas en https : Meta la refuse, et tout s'y lit en clair.",
        "Placez l'installation derrière un mandataire avec un certificat, et corrigez PALABRE_PUBLIC_URL.",
    ),
    Finding("WEBHOOK_SIGNED", "ok", "webhook", "Des webhooks bien signés arrivent."),
    Finding(
        "WEBHOOK_NEVER_SEEN",
        "warning",
        "webhook",
        "Aucun webhook signé reçu encore, ou depuis trente jours : le secret qui les prouve n'a pas pu être vérifié.",
        "Déclarez l'adresse du webhook chez le fournisseur, puis écrivez au numéro depuis un téléphone.",
    ),
)


@dataclass(frozen=True, slots=True)
class Checks:
    """Checks channels. `public_url` is where providers call this installation."""

    bus: Bus
    channels: Channels
    journal: ChannelJournal
    clock: Clock
    public_url: str
    threads: ThreadPoolExecutor
    patience: float = PATIENCE

    def before(self, provider: str, settings: Mapping[str, str], secrets: Mapping[str, str]) -> Checkup:
        """Check what would be connected; nothing is kept. Raises `Refused` when something is missing."""
        adapter = examine(self.channels.providers, provider, settings, secrets)
        found = self.asked(ChannelAccess(provider, dict(settings), dict(secrets)))
        return Checkup([*found.findings, *self.of_address(adapter)], found.number)

    def of(self, context: Context, channel_id: UUID) -> tuple[Checkup, int]:
        """Check a channel of the organisation, and keep what was found. Gives the sequence too."""
        in_use = self.channels.use(context.organisation_id, channel_id)
        if in_use is None:
            refuse("Ce canal n'existe pas.", code="CHANNEL_UNKNOWN")
        found = self.asked(in_use.access)
        signed = self.journal.last_signed(context.organisation_id, channel_id) is not None
        proven = FINDINGS["WEBHOOK_SIGNED" if signed else "WEBHOOK_NEVER_SEEN"]
        adapter = self.channels.providers[in_use.access.provider]
        checkup = Checkup([*found.findings, proven, *self.of_address(adapter)], found.number)
        now = self.clock.now()
        note = NoteCheck(
            channel_id=channel_id,
            ok=checkup.ok,
            findings={finding.code: finding.level for finding in checkup.findings},
            number=found.number.number if found.number else "",
            checked_at=now,
        )
        notes = noted(channel_id, found.number, now) if found.number else []
        return checkup, self.bus.execute(context, note, *notes).sequence

    def asked(self, access: ChannelAccess) -> Checkup:
        """What the provider says, in a bounded time."""
        adapter = self.channels.providers[access.provider]
        answer = self.threads.submit(adapter.check, access, self.webhook_url(access.provider))
        try:
            return answer.result(timeout=self.patience)
        except TimeoutError:
            answer.cancel()
            return Checkup([adapter.findings["PROVIDER_UNREACHABLE"]])

    def webhook_url(self, provider: str) -> str:
        """Where the provider should post."""
        return f"{self.public_url.rstrip('/')}/api/webhooks/{provider.replace('_', '-')}"

    def of_address(self, adapter: Messaging) -> list[Finding]:
        """What is wrong with the address of this installation, for providers who are elsewhere."""
        if adapter.provider == SIMULATOR:
            return []
        address = urlsplit(self.public_url)
        if _is_local(address.hostname or ""):
            return [FINDINGS["ADDRESS_LOCAL"]]
        return [] if address.scheme == "https" else [FINDINGS["ADDRESS_NOT_HTTPS"]]


def _is_local(host: str) -> bool:
    """Whether nobody outside can call it. A name may still lead nowhere: that is the network's to tell."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False
