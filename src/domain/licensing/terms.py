"""Terms: what plans are, how long a licence is good for, and where it stands at an instant."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

Plan = Literal["starter", "premium", "enterprise"]
PaymentMethod = Literal["stripe", "paypal", "transfer", "courtesy"]
Standing = Literal["active", "grace_period", "expired"]
Status = Literal["active", "grace_period", "expired", "suspended", "revoked"]
Basis = Literal["expiry", "now", "now_if_expired"]
"""From when a renewal counts: the end of the term, now, or now when that end is behind us."""

PLAN_LABELS: dict[Plan, str] = {"starter": "Starter", "premium": "Premium", "enterprise": "Enterprise"}
USUAL_DAYS = 30
MOST_DAYS = 3660
MOST_GRACE = 90


class PlanTerms(BaseModel):
    """The price of a month, in cents of `currency`, and the days of grace after the end of a term."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    price_cents: int
    grace_days: int
    currency: str = "EUR"


USUAL_TERMS: dict[Plan, PlanTerms] = {
    "starter": PlanTerms(price_cents=1900, grace_days=3),
    "premium": PlanTerms(price_cents=2900, grace_days=7),
    "enterprise": PlanTerms(price_cents=9900, grace_days=14),
}


def later(at: datetime, days: int, zone: str) -> datetime:
    """The same time of the day, so many days later, by the clocks of a zone: a day of summer time is as good as any."""
    local = at.astimezone(ZoneInfo(zone))
    return (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def standing(ends_at: datetime, grace_ends_at: datetime, at: datetime) -> Standing:
    """Where a term stands at an instant: its last instant is no longer part of it."""
    if at < ends_at:
        return "active"
    return "grace_period" if at < grace_ends_at else "expired"
