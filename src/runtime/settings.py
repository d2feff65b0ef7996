"""What can be set, from the environment (``PALABRE_…``) only."""

from functools import cached_property
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of every process. Durations are seconds, sizes bytes.

    `dsn` is an administrator's address of the database: only `migrate` uses it as it is; the other
    processes connect with the roles that migration made, whose passwords derive from the master key.
    """

    model_config = SettingsConfigDict(env_prefix="PALABRE_", extra="ignore", frozen=True)

    home: Path = Path(".state")
    dsn: str = "postgresql://postgres@127.0.0.1:5432/palabre"
    keys_dsn: str = "postgresql://postgres@127.0.0.1:5432/palabre_keys"
    redis_url: str = "redis://127.0.0.1:6379/0"
    master_key_file: Path | None = None
    role_prefix: str = "palabre"

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"

    trusted_proxies: str = ""
    """Addresses and networks of the proxies whose ``X-Forwarded-For`` is believed, separated by commas or spaces."""
    cors_origins: str = ""
    """Other origins whose pages may use the API, separated by commas or spaces. Exact: no wildcard."""
    answer_within: float = Field(default=30.0, gt=0, le=3_600)
    """Until an answer begins. Then it lasts as long as it likes: files, the live stream."""
    body_within: float = Field(default=10.0, gt=0, le=3_600)
    """For a request to come as a whole; a long one has a second more for every 8 KiB."""
    anonymous_per_minute: int = Field(default=100, ge=1)
    """Requests of an address, for who is not signed in."""
    person_per_minute: int = Field(default=1_200, ge=1)
    """Screens of a busy day read a hundred times a minute each: this stops what runs wild, not who works."""
    key_per_minute: int = Field(default=600, ge=1)
    """Requests of an API key: ten a second, for each that there is."""
    licence_per_minute: int = Field(default=60, ge=1)
    """Requests of the software of a licence, on its machine."""
    webhooks_per_minute: int = Field(default=60_000, ge=1)
    """For each channel. A number that sends 80 messages a second is told 14,400 statuses in a minute, and again after
    an outage; what is refused here Twilio may never send again."""
    refused_webhooks_per_minute: int = Field(default=6_000, ge=1)
    """From one address. As a channel that was taken away here and is still sending there may give."""

    whatsapp_cloud_base_url: str = "https://graph.facebook.com/v23.0"
    twilio_base_url: str = "https://api.twilio.com/2010-04-01"
    twilio_messaging_base_url: str = "https://messaging.twilio.com/v2"
    twilio_content_base_url: str = "https://content.twilio.com/v1"
    provider_timeout: float = 20.0

    model_vendor: str = "none"
    """`none`, `openai` (any server that speaks like it), `mistral` or `ollama`"""
    model_base_url: str = ""
    """empty: the vendor's own"""
    model_name: str = ""
    model_key: str = Field(default="", repr=False)
    model_key_file: Path | None = None
    model_timeout: float = 8.0
    """the longest that any answer may take, attempts included"""
    model_prompt_tokens: int = Field(default=3000, ge=1000)

    turn_silence: float = 1.0
    turn_cap: float = 5.0
    answer_max_age: float = 900.0
    media_limit: int = 16 * 1024 * 1024
    body_limit: int = 4 * 1024 * 1024  # Meta posts webhooks of up to 3 MB

    smtp_url: str = ""
    """``smtps://user:password@host`` or ``smtp://user:password@host:587``; empty: letters are kept, not sent."""
    sendgrid_key: str = Field(default="", repr=False)
    sendgrid_key_file: Path | None = None
    sendgrid_base_url: str = "https://api.sendgrid.com"
    """https://api.eu.sendgrid.com for a subuser of the European Union"""
    mail_from: str = "Palabre <ne-pas-repondre@localhost>"
    letters_per_minute: int = Field(default=600, ge=1)
    """Letters that carry licences, of all organisations together."""
    away_after: float = 120.0

    worker_threads: int = 8
    answer_threads: int = 4
    recipient_burst: int = Field(default=3, ge=1)
    """Messages that one recipient may get in a row, before one every six seconds. 1 is strict."""
    effect_lease: float = 45.0
    """More than `provider_timeout`: after it a row of the outbox is taken from a worker that does not answer."""
    log_level: str = "INFO"
    sentry_dsn: str = ""
    environment: str = "production"
    demo: bool = False
    sign_up: bool = True
    """Whether anybody may open an organisation here."""
    token_lifetime: float = Field(default=15 * 60.0, gt=0)
    """Of an access token: what somebody copies is good for so long."""
    session_lifetime: float = Field(default=12 * 3600.0, gt=0)
    """From one sign-in to the next (OWASP ASVS 5.0, 7.3.2: an absolute limit)."""

    @cached_property
    def key_file(self) -> Path:
        """Where the master key of the installation is."""
        return self.master_key_file or self.home / "master.key"
