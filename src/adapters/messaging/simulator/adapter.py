"""WhatsApp without WhatsApp: a channel for demonstrations and tests, that calls nobody."""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from adapters.messaging.files import GONE, kept, within
from adapters.messaging.simulator import bodies, reading
from adapters.messaging.simulator.templates import TEMPLATES
from adapters.messaging.untrusted import load, mapping, text
from application.ports.connecting import Checkup, Field, Finding, SetupStep, table
from application.ports.messaging import (
    WHATSAPP_WINDOW,
    Accepted,
    ChannelAccess,
    File,
    Inbound,
    MediaRefused,
    Outbound,
    Pace,
    Part,
    ProviderTemplate,
    Webhook,
)
from domain.conversations.content import Choice, Media, SharedContacts, Unsupported


class Simulator:
    """A number that exists here only. A file is its own address (``data:image/png;base64,…``). It behaves as WhatsApp
    does, window included, so that what was tried on it is true elsewhere."""

    provider = "simulator"
    label = "Simulateur"
    fields: tuple[Field, ...] = (
        Field("endpoint", "Nom de la ligne", "Un nom que vous choisissez, unique dans l'installation.", "accueil"),
        Field("secret", "Secret", "Signe les webhooks du simulateur.", "une longue suite de lettres", secret=True),
    )
    codes_of_channel: frozenset[str] = frozenset()
    findings = table(Finding("SIMULATED", "ok", "number", "Le simulateur marche : il n'appelle personne."))
    window: timedelta | None = WHATSAPP_WINDOW
    settings: tuple[str, ...] = ("endpoint",)
    secrets: tuple[str, ...] = ("secret",)
    pace = Pace(per_second=1000, recipient_interval=0)

    def endpoint(self, settings: Mapping[str, str]) -> str:
        """The name that was chosen."""
        return settings["endpoint"]

    def shared_endpoints(self, settings: Mapping[str, str]) -> Sequence[str]:
        """None."""
        return ()

    def candidates(self, endpoint: str) -> Sequence[str]:
        """That name, and no other."""
        return [endpoint]

    def split(self, webhook: Webhook) -> Sequence[Part]:
        """The one part of a body."""
        endpoint = text(mapping(load(webhook.body)).get("endpoint"))
        if not endpoint:
            raise ValueError("not a webhook of the simulator")
        return [Part(endpoint, webhook.body)]

    def verify(self, webhook: Webhook, access: ChannelAccess) -> bool:
        """Whether the secret of the channel signed the raw body."""
        secret = access.secrets.get("secret", "")
        claimed = webhook.headers.get(bodies.SIGNATURE, "").encode("utf-8", "replace")
        return bool(secret) and hmac.compare_digest(claimed, bodies.sign(webhook.body, secret).encode())

    def read(self, payload: bytes, received_at: datetime) -> Sequence[Inbound]:
        """What the payload says, in its order."""
        return reading.read(payload, received_at)

    def send(self, access: ChannelAccess, outbound: Outbound) -> Accepted:
        """Accept. The same message gets the same id."""
        if isinstance(outbound.content, Choice | SharedContacts | Unsupported):
            raise ValueError(f"{outbound.content.kind} is received, never sent")
        return Accepted(f"sim.{outbound.message_id}")

    def fetch(self, access: ChannelAccess, media: Media, limit: int) -> File:
        """The bytes that the address holds."""
        head, _, encoded = media.reference.partition(",")
        if not head.startswith("data:") or not head.endswith(";base64"):
            raise MediaRefused(GONE)
        within(len(encoded) * 3 // 4 - encoded[-2:].count("="), limit)
        try:
            return File(base64.b64decode(encoded, validate=True), kept(head[5:-7]))
        except binascii.Error:
            raise MediaRefused(GONE) from None

    def check(self, access: ChannelAccess, webhook_url: str) -> Checkup:
        """All is well."""
        return Checkup([self.findings["SIMULATED"]])

    def setup(self, webhook_url: str, verify_token: str) -> Sequence[SetupStep]:
        """Two steps."""
        return (
            SetupStep(
                "CONNECT",
                "Connecter le canal ici",
                "Donnez un nom à la ligne et un secret : personne d'autre n'est à prévenir.",
                done_when=("CONNECTED",),
            ),
            SetupStep(
                "MESSAGE",
                "Jouer un client",
                "Ouvrez le simulateur et écrivez comme le ferait un client.",
                done_when=("WEBHOOK_SIGNED",),
            ),
        )

    def templates(self, access: ChannelAccess) -> Sequence[ProviderTemplate]:
        """Those that every channel of the simulator has."""
        return TEMPLATES
