"""One-time codes by pyotp, their QR codes by segno."""

import hmac
from datetime import datetime

import pyotp
import segno

ISSUER = "Palabre"
WINDOW = 1  # steps before and after: telephones are seldom more than 30 seconds wrong
MAX_LABEL = 120  # a QR code holds so much, even when each character takes twelve in the address


class TotpCodes:
    """The `OneTimeCodes` port, as Google Authenticator expects it: SHA-1, 30 seconds, 6 digits."""

    def new_secret(self) -> str:
        """32 characters of base32."""
        return pyotp.random_base32()

    def uri(self, secret: str, label: str) -> str:
        """The address, with the issuer; a label that is too long is cut."""
        return pyotp.TOTP(secret, issuer=ISSUER).provisioning_uri(name=label[:MAX_LABEL].strip() or ISSUER)

    def qr_code(self, uri: str) -> str:
        """Black on white whatever the theme of the page: scanners want it so. It takes the size of its place."""
        return segno.make(uri, error="m", micro=False).svg_inline(omitsize=True, dark="#000", light="#fff")

    def step_of(self, secret: str, code: str, at: datetime) -> int | None:
        """The newest step that gives this code, so that two steps with the same code do not let it in twice."""
        if not code.isascii():
            return None
        totp = pyotp.TOTP(secret)
        now = totp.timecode(at)
        found = None
        for step in range(now - WINDOW, now + WINDOW + 1):
            if hmac.compare_digest(totp.generate_otp(step), code):
                found = step
        return found
