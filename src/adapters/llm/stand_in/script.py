"""What the next calls of the model stand-in get instead of its usual answer."""

from collections import deque
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_STEPS = 1000


class Step(BaseModel):
    """What happens to the next `times` calls.

    `text` is the exact text to say, and `finish` why it ends. `status` other than 200 refuses as the vendor does, with
    its error `code`. `body` replaces the whole answer, written in `encoding`; `headers` are added to any answer.
    `hang` waits that many seconds first, `drop` cuts the connection instead of answering. `drip` never ends the
    headers, or the body: a byte each `interval` seconds, until the caller leaves.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    times: int = Field(default=1, ge=1, le=_STEPS)
    text: str | None = None
    finish: Literal["stop", "length"] = "stop"
    status: int = Field(default=200, ge=200, le=599)
    code: str = ""
    body: str | None = None
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    headers: dict[str, str] = Field(default_factory=dict)
    hang: float = Field(default=0, ge=0, le=120)
    drop: bool = False
    drip: Literal["headers", "body"] | None = None
    interval: float = Field(default=0.05, ge=0.001, le=10)


WELL = Step()
"""The usual answer."""


class Script:
    """The steps to come, each used up by the calls it was written for."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque(maxlen=_STEPS)

    def add(self, step: Step) -> None:
        """Write a step at the end."""
        self._steps.extend([step] * step.times)

    def next(self) -> Step:
        """The step for a call, taken off the script."""
        return self._steps.popleft() if self._steps else WELL

    def clear(self) -> None:
        """Behave again."""
        self._steps.clear()
