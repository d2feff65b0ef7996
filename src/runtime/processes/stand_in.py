"""The stand-in of the providers and of language models, as a process of the demonstration."""

import socket

import uvicorn
from fastapi import FastAPI
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.llm.stand_in.app import stand_in as model_stand_in
from adapters.messaging.stand_in.app import stand_in
from adapters.messaging.stand_in.configuration import Configuration
from runtime import observability, readiness
from runtime.settings import Settings


class StandInSettings(BaseSettings):
    """``PALABRE_STAND_IN_…``. The secrets are those of the channels of the demonstration, worth nothing elsewhere.

    `webhook_base` is the address before the provider's name; `delays` are seconds, written as a JSON array;
    `per_second` and `quiet` are for benchmarks: a limit of the provider, and no statuses.
    """

    model_config = SettingsConfigDict(env_prefix="PALABRE_STAND_IN_", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: int = 8099
    app_secret: str = Field(default="demo-app-secret", repr=False)
    auth_token: str = Field(default="demo-twilio-token", repr=False)
    webhook_base: str = ""
    delays: tuple[float, float, float] = (0.05, 0.15, 0.6)
    per_second: int = 0
    quiet: bool = False


class _Announcing(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            readiness.announce()


def configuration(settings: Settings, own: StandInSettings) -> Configuration:
    """Where the stand-in posts and with what it signs."""
    base = own.webhook_base or f"{settings.public_url}/api/webhooks"
    return Configuration(
        app_secret=own.app_secret,
        auth_token=own.auth_token,
        cloud_webhook=f"{base.rstrip('/')}/whatsapp-cloud",
        delays=own.delays,
        per_second=own.per_second,
        quiet=own.quiet,
    )


def application(settings: Settings, own: StandInSettings) -> FastAPI:
    """The providers, and under `/model` the language models."""
    app = stand_in(configuration(settings, own))
    app.mount("/model", model_stand_in())
    return app


def run(settings: Settings) -> None:
    """Serve until told to stop. Keep it on the loopback or a private network: who reaches it reads every message."""
    observability.start(settings, "stand_in")
    own = StandInSettings()
    config = uvicorn.Config(
        application(settings, own),
        host=own.host,
        port=own.port,
        log_config=None,
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=1,
    )
    _Announcing(config).run()
