"""How the next calls must go wrong."""

from collections import deque
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_STEPS = 1000

ProviderName = Literal["whatsapp_cloud", "twilio"]
StatusName = Literal["sent", "delivered", "read", "failed"]


class Step(BaseModel):
    """What happens to the next `times` calls of a provider (or of any).

    `status` refuses with this HTTP status and the provider's error `code` (none: in words that no program
    reads). `hang` waits that many seconds before answering, `drop` cuts the connection instead: in both
    cases the message was accepted. `statuses` replaces those that follow (an empty list: none),
    `failure_code` is the reason of ``failed``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    provider: ProviderName | None = None
    times: int = Field(default=1, ge=1, le=_STEPS)
    status: int | None = Field(default=None, ge=400, le=599)
    code: int | None = None
    hang: float = Field(default=0, ge=0, le=120)
    drop: bool = False
    statuses: tuple[StatusName, ...] = Field(default=("sent", "delivered", "read"), max_length=8)
    failure_code: int = 131026


WELL = Step()
"""Nothing goes wrong."""


class Script:
    """The steps to come, each used up by the calls it was written for."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque(maxlen=_STEPS)

    def add(self, step: Step) -> None:
        """Write a step at the end."""
        self._steps.extend([step] * step.times)

    def next(self, provider: ProviderName) -> Step:
        """The step for a call, taken off the script."""
        for step in self._steps:
            if step.provider in {None, provider}:
                self._steps.remove(step)
                return step
        return WELL

    def clear(self) -> None:
        """Behave again."""
        self._steps.clear()
