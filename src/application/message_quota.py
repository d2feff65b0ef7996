"""The messages that an organisation may send this month, as its plan says.

They are counted in a read model, which is a moment behind: a few may pass at the very limit. Far from it the count is
remembered for an instant, so that a reply costs nothing more.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from application.bus import Bus
from application.months import MONTHS
from application.ports.clock import Clock
from domain.refusal import refuse
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.plans import PLANS, PlanName, spaced
from projections import usage

REMEMBERED = 2.0
"""Seconds that a count far from the limit is remembered."""
FAR = 1_000
"""Messages left: more than an organisation sends in that time."""
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Month:
    """The month of an organisation, from `since` to `until`, in its zone. `limit` is None when there is none."""

    plan: PlanName
    since: datetime
    until: datetime
    used: int
    limit: int | None

    @property
    def left(self) -> int | None:
        """How many may still be sent; None when there is no limit."""
        return None if self.limit is None else max(self.limit - self.used, 0)

    @property
    def is_far(self) -> bool:
        """Whether the limit cannot be reached in an instant."""
        return self.left is None or self.left > FAR


@dataclass(slots=True)
class MessageQuota:
    """Counts the messages of the month. `reading` opens a session on the read models of one organisation. Safe from
    any thread."""

    bus: Bus
    clock: Clock
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]
    monotonic: Callable[[], float] = time.monotonic
    _known: dict[UUID, tuple[float, Month]] = field(default_factory=dict)

    def month(self, organisation_id: UUID) -> Month:
        """The month as it stands."""
        own: Organisation = self.bus.state(organisation, (organisation_id, organisation_id))
        since, until = usage.month_of(self.clock.now(), ZoneInfo(own.time_zone))
        with self.reading(organisation_id) as connection:
            used = usage.messages(connection, since, until)
        return Month(own.plan, since, until, used, own.limits.max_messages_monthly)

    def is_used_up(self, organisation_id: UUID) -> bool:
        """Whether no message may leave any more this month."""
        return self._lately(organisation_id).left == 0

    def refuse_used_up(self, organisation_id: UUID) -> None:
        """Raises `Refused` when no message may leave any more this month."""
        month = self._lately(organisation_id)
        if month.left == 0 and month.limit is not None:
            _refuse(month, month.limit)

    def _lately(self, organisation_id: UUID) -> Month:
        kept = self._known.get(organisation_id)
        if kept is not None and self.monotonic() < kept[0]:
            return kept[1]
        month = self.month(organisation_id)
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        if month.is_far:
            self._known[organisation_id] = (self.monotonic() + REMEMBERED, month)
        return month


def _refuse(month: Month, limit: int) -> NoReturn:
    this, again = MONTHS[month.since.month - 1], f"1er {MONTHS[month.until.month - 1]}"
    of_this = f"d'{this}" if this[0] in "ao" else f"de {this}"
    refuse(
        f"Les {spaced(limit)} messages {of_this} que compte la formule"
        f" {PLANS[month.plan].label} sont utilisés. Les envois reprennent le {again} ; pour écrire avant, demandez une"
        " formule plus grande.",
        code="QUOTA_MESSAGES",
    )
