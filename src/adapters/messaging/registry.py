"""The providers of WhatsApp that this installation can speak to."""

import httpx

from adapters.messaging.simulator.adapter import Simulator
from adapters.messaging.twilio.adapter import MESSAGING, Twilio
from adapters.messaging.whatsapp_cloud.adapter import WhatsAppCloud
from application.ports.messaging import Messaging


def providers(
    client: httpx.Client,
    *,
    whatsapp_cloud_base_url: str,
    twilio_base_url: str,
    twilio_content_base_url: str,
    twilio_messaging_base_url: str = MESSAGING,
) -> dict[str, Messaging]:
    """Every adapter by its name. They share the client and its connections; whoever opened it closes it."""
    adapters: tuple[Messaging, ...] = (
        WhatsAppCloud(client, whatsapp_cloud_base_url),
        Twilio(client, twilio_base_url, twilio_content_base_url, twilio_messaging_base_url),
        Simulator(),
    )
    return {adapter.provider: adapter for adapter in adapters}
