"""What the stand-in was asked, in memory and within bounds."""

from collections import OrderedDict, deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from adapters.messaging.stand_in.script import ProviderName

_CALLS = 20_000
_FILES = 100

SAMPLE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63606060f80f00010401005fe5c34b0000000049454e44ae426082"
)
"""A PNG of one point."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to send. `our_id` is the id that was given to carry, `answer` what it got."""

    time: datetime
    provider: ProviderName
    our_id: str
    to: str
    body: str
    provider_id: str
    answer: str

    def shown(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "time": self.time.isoformat()}


class Calls:
    """The last calls, oldest first."""

    def __init__(self, most: int = _CALLS) -> None:
        self._calls: deque[Call] = deque(maxlen=most)
        self._made = 0

    def add(self, provider: ProviderName, *, our_id: str, to: str, body: str, provider_id: str, answer: str) -> None:
        """Remember one."""
        self._made += 1
        self._calls.append(Call(datetime.now(UTC), provider, our_id, to, body, provider_id, answer))

    def shown(self, after: int = 0) -> list[dict[str, Any]]:
        """Those that came after the first so many, as JSON."""
        gone = self._made - len(self._calls)
        return [call.shown() for call in islice(self._calls, max(0, after - gone), None)]

    def clear(self) -> None:
        """Forget them."""
        self._calls.clear()
        self._made = 0


class Files:
    """The files that customers "sent", by id. ``sample`` is always there."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, tuple[bytes, str]] = OrderedDict()

    def keep(self, id: str, content: bytes, mime_type: str) -> None:
        """Have a file to serve; the oldest makes room."""
        self._files[id] = (content, mime_type)
        while len(self._files) > _FILES:
            self._files.popitem(last=False)

    def find(self, id: str) -> tuple[bytes, str] | None:
        """The bytes and their type."""
        return (SAMPLE, "image/png") if id == "sample" else self._files.get(id)
