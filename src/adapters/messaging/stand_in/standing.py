"""How the numbers stand at the providers, and which credentials are dead: what a check asks about."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class CloudStanding(BaseModel):
    """At Meta. `number` is merged into what every number says of itself; null: there is no such number.

    `strangers` are numbers of another account. `app` is the application of every token.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rights: tuple[str, ...] = ("whatsapp_business_messaging", "whatsapp_business_management")
    number: dict[str, Any] | None = Field(default_factory=dict)
    strangers: tuple[str, ...] = ()
    app: str = "700000000000001"
    subscribed: tuple[dict[str, Any], ...] = ({"id": "700000000000001", "name": "Palabre"},)


class TwilioStanding(BaseModel):
    """At Twilio. `account` is merged into what every account says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account: dict[str, Any] = Field(default_factory=dict)
    senders: tuple[dict[str, Any], ...] = ()


class Standing(BaseModel):
    """All of it. `dead` are tokens that are refused, `down` makes both providers answer 503 to checks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    whatsapp_cloud: CloudStanding = CloudStanding()
    twilio: TwilioStanding = TwilioStanding()
    dead: tuple[str, ...] = ()
    down: bool = False
