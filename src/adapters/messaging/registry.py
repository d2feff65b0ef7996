"""The providers of WhatsApp that this installation can speak to."""

import httpx

from adapters.messaging.http import pooled
from adapters.messaging.simulator.adapter import Simulator
from adapters.messaging.twilio.adapter import Twilio
from adapters.messaging.whatsapp_cloud.adapter import WhatsAppCloud
from application.ports.messaging import Messaging


def providers(
    *, whatsapp_cloud_base_url: str, twilio_base_url: str, timeout: float, client: httpx.Client | None = None
) -> dict[str, Messaging]:
    """Every adapter by its name. They share one pool of connections; `timeout` is seconds."""
    client = client or pooled(timeout)
    adapters: tuple[Messaging, ...] = (
        WhatsAppCloud(client, whatsapp_cloud_base_url),
        Twilio(client, twilio_base_url),
        Simulator(),
    )
    return {adapter.provider: adapter for adapter in adapters}
