"""The port of one-time codes: what an authenticator application shows (TOTP: SHA-1, 30 seconds, 6 digits)."""

from datetime import datetime
from typing import Protocol


class OneTimeCodes(Protocol):
    """Makes secrets, and tells codes. Holds nothing."""

    def new_secret(self) -> str:
        """160 random bits in base32, which a person may type when the QR code cannot be scanned."""
        ...

    def uri(self, secret: str, label: str) -> str:
        """The `otpauth://` address that an application reads. `label` is the account that it shows."""
        ...

    def qr_code(self, uri: str) -> str:
        """The address as an SVG element, to be put in a page as it is."""
        ...

    def step_of(self, secret: str, code: str, at: datetime) -> int | None:
        """The time step of the code: the one of `at`, the one before or the one after. None when it is of no such step.

        Takes as long whatever the code.
        """
        ...
