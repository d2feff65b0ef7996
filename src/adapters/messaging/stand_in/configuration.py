"""What the stand-in is told: the secrets it signs with, where statuses go, and how fast it pretends to be."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Configuration:
    """`delays` are the seconds from an accepted message to its statuses sent, delivered and read; `retries`
    those between two attempts to post one.

    `per_second` is how many messages of a number are taken in a second, 0 for any; `quiet` tells no status.
    `cloud_webhook` is where the statuses of the Cloud API go; those of Twilio go where each request says.
    """

    app_secret: str = field(repr=False)
    auth_token: str = field(repr=False)
    cloud_webhook: str
    delays: tuple[float, float, float] = (0.05, 0.15, 0.6)
    retries: tuple[float, ...] = (0.5, 2.0, 5.0)
    per_second: int = 0
    quiet: bool = False
