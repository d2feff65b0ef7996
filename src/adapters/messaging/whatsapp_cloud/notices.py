"""What Meta tells of a number or an account by webhook: its quality, its limits, what it forbids.

Source: Meta, webhook references of `phone_number_quality_update` (2025-11-14), `account_update`, `account_alerts` and
`business_capability_update`.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.messaging.identifiers import e164
from adapters.messaging.untrusted import label, mapping, mappings, number, text
from adapters.messaging.whatsapp_cloud.findings import FORBIDDEN
from application.ports.connecting import NumberNotice
from domain.channels.number import UNLIMITED, Quality

Json = Mapping[str, Any]

FIELDS = {"phone_number_quality_update", "account_update", "account_alerts", "business_capability_update"}
QUALITIES: Mapping[str, Quality] = {"GREEN": "high", "YELLOW": "medium", "RED": "low", "NA": "unknown"}
_TIERS = {
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1_000,
    "TIER_2K": 2_000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
    "TIER_UNLIMITED": UNLIMITED,
}
_MOST = 2**31 - 1
_KNOWN = {finding.code for finding in FORBIDDEN}
_BANS = {"DISABLE": "ACCOUNT_DISABLED", "SCHEDULE_FOR_DISABLE": "ACCOUNT_TO_BE_DISABLED"}


def customers_per_day(claimed: object) -> int | None:
    """A tier, or the number itself; None when it says nothing."""
    if (tier := text(claimed)) in _TIERS:
        return _TIERS[tier]
    found = number(claimed)
    if found is None or found < UNLIMITED or found > _MOST:
        return None
    return int(found)


def notice(field: str, value: Json) -> NumberNotice | None:
    """What it says of a number, when it does."""
    shown = text(value.get("display_phone_number")) or text(value.get("phone_number"))
    about = e164(shown) if shown else ""
    match field:
        case "phone_number_quality_update":
            return _quality(about, value)
        case "business_capability_update":
            limit = customers_per_day(
                value.get("max_daily_conversations_per_business", value.get("max_daily_conversation_per_phone"))
            )
            return None if limit is None else NumberNotice(field, about, customers_per_day=limit)
        case "account_alerts":
            return _alert(value)
        case "account_update":
            return _account(about, value)
        case _:
            return None


def _quality(about: str, value: Json) -> NumberNotice | None:
    event = label(value.get("event"))
    # After a change of throughput `current_limit` speaks of throughput, and not of customers.
    told = value.get("max_daily_conversations_per_business", value.get("current_limit"))
    limit = None if event == "THROUGHPUT_UPGRADE" else customers_per_day(told)
    restricted = [("NUMBER_FLAGGED", None)] if event == "FLAGGED" else []
    lifted = ["NUMBER_FLAGGED"] if event == "UNFLAGGED" else []
    if limit is None and not restricted and not lifted:
        return None
    kind = f"phone_number_quality_update.{event}"
    return NumberNotice(kind, about, customers_per_day=limit, restricted=restricted, lifted=lifted)


def _alert(value: Json) -> NumberNotice | None:
    info = mapping(value.get("alert_info")) or value
    kind, status = label(info.get("alert_type")), label(info.get("alert_status"))
    if not kind.startswith("INCREASED_CAPABILITIES_ELIGIBILITY"):
        return None
    if status not in ("", "ACTIVE"):
        return NumberNotice(f"account_alerts.{kind}", lifted=["LIMIT_INCREASE_REFUSED"])
    return NumberNotice(f"account_alerts.{kind}", restricted=[("LIMIT_INCREASE_REFUSED", None)])


def _account(about: str, value: Json) -> NumberNotice | None:
    event = label(value.get("event"))
    kind = f"account_update.{event}"
    if event == "ACCOUNT_RESTRICTION":
        restricted = list(_restrictions(value))
        return NumberNotice(kind, about, restricted=restricted) if restricted else None
    if event in ("ACCOUNT_DELETED", "ACCOUNT_VIOLATION"):
        return NumberNotice(kind, about, restricted=[(event, None)])
    state = label(mapping(value.get("ban_info")).get("waba_ban_state"))
    if state in _BANS:
        return NumberNotice(kind, about, restricted=[(_BANS[state], None)])
    if state == "REINSTATE":
        return NumberNotice(kind, about, lifted=["*"])
    return None


def _restrictions(value: Json) -> Iterator[tuple[str, datetime | None]]:
    for one in mappings(value.get("restriction_info")):
        found = label(one.get("restriction_type"))
        if found in _KNOWN:  # what concerns calls, or is new, is a notice like any other
            yield found, _end(one.get("expiration"))


def _end(claimed: object) -> datetime | None:
    seconds = number(claimed)
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None
