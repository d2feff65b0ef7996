"""What a provider's error code means: a French sentence that says what to do, and whether to try again."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from application.ports.messaging import Failure, Retry, SendRefused, SendUncertain

LONGEST_ASKED = 3600.0  # seconds: a provider that asks for more is asked again after so long


def retry_after(answer: httpx.Response) -> float:
    """The seconds that the provider asks for, 0 when it does not say (or says a date, which neither does)."""
    asked = answer.headers.get("retry-after", "").strip()
    return min(float(asked), LONGEST_ASKED) if asked.isascii() and asked.isdecimal() else 0.0


@dataclass(frozen=True, slots=True)
class Codes:
    """The error codes of a provider. `service` is its name for people."""

    service: str
    meanings: Mapping[int, tuple[str, Retry]]

    def of_channel(self) -> frozenset[str]:
        """The codes for which the channel is to blame, and not the message."""
        codes = {str(code) for code, (_, retry) in self.meanings.items() if retry is Retry.CHANNEL}
        return frozenset({*codes, "http_401"})

    def failure(self, code: int | None) -> Failure:
        """The code for the program, and the sentence for the person."""
        if code is None:
            return Failure("unknown", f"{self.service} n'a pas dit pourquoi. Réessayez, puis contactez le support.")
        if code in self.meanings:
            return Failure(str(code), self.meanings[code][0])
        return Failure(str(code), f"Refusé par {self.service} (code {code}). Cherchez ce code dans sa documentation.")

    def refusal(self, code: int | None, status: int, retry_after: float = 0.0) -> SendRefused | SendUncertain:
        """What an answer other than a yes proves. The code decides; the HTTP status only where there is none."""
        if code is not None and code in self.meanings:
            return SendRefused(self.failure(code), self.meanings[code][1], retry_after)
        if not 400 <= status < 500 or status == httpx.codes.REQUEST_TIMEOUT:
            return SendUncertain(f"HTTP {status}")
        if code is not None:
            return SendRefused(self.failure(code), Retry.NEVER)
        return SendRefused(*self._unexplained(status), retry_after)

    def _unexplained(self, status: int) -> tuple[Failure, Retry]:
        code = f"http_{status}"
        match status:
            case httpx.codes.UNAUTHORIZED:
                return Failure(code, f"{self.service} refuse nos identifiants. Corrigez ceux du canal."), Retry.CHANNEL
            case httpx.codes.TOO_MANY_REQUESTS:
                return Failure(code, f"Trop de messages d'un coup. {self.service} en reprendra bientôt."), Retry.SLOWER
            case _:
                return Failure(code, f"Refusé par {self.service} (HTTP {status}). Vérifiez le canal."), Retry.NEVER
