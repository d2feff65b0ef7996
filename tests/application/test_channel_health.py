"""The health of a channel: one state, its reasons in words, and nothing that was overtaken meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from application.channel_health import FEWEST, Signs, explained, limit_in_words, reasons
from application.ports.journal import Forgeries
from projections.channels import ChannelRow
from projections.failed_sends import FailureReason
from tests.adapters.messaging.phones import CloudPhone

NOW = datetime(2026, 9, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WELL = ChannelRow(
    organisation_id=UUID(int=1),
    channel_id=UUID(int=2),
    provider="whatsapp_cloud",
    label="Boutique",
    settings={"phone_number_id": "1", "waba_id": "9"},
    credentials_version=1,
    suspended="",
    connected_at=NOW - timedelta(days=9),
    former=[],
    restrictions={},
    checked_at=NOW - timedelta(minutes=5),
    check_ok=True,
    findings={"TOKEN_VALID": "ok"},
)
QUIET = Signs(last_signed_at=NOW, forgeries=Forgeries(0, None), sent=0, failures=[])
REFUSED = FailureReason("190", "Le jeton n'est plus valable.", FEWEST)


def codes(signs: Signs = QUIET, **changes: Any) -> list[str]:
    row = WELL._replace(**changes)
    return [finding.code for finding in reasons(CloudPhone().adapter, row, signs, NOW)]


def test_nothing_is_said_of_a_channel_that_is_well() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"suspended": "En travaux."}, ["SUSPENDED"]),
        ({"quality": "low"}, ["QUALITY_LOW"]),
        ({"quality": "medium"}, ["QUALITY_MEDIUM"]),
        ({"quality": "unknown"}, []),
        ({"restrictions": {"NUMBER_FLAGGED": None}}, ["NUMBER_FLAGGED"]),
        ({"restrictions": {"ACCOUNT_VIOLATION": (NOW + HOUR).isoformat()}}, ["ACCOUNT_VIOLATION"]),
        ({"restrictions": {"ACCOUNT_VIOLATION": (NOW - HOUR).isoformat()}}, []),
        ({"findings": {"TOKEN_INVALID": "error"}}, ["TOKEN_INVALID"]),
        ({"findings": {"TOKEN_INVALID": "error"}, "rotated_at": NOW}, []),
        ({"findings": {"NUMBER_BLOCKED": "error"}, "rotated_at": NOW}, ["NUMBER_BLOCKED"]),
        ({"findings": {"PROVIDER_UNREACHABLE": "error"}}, ["PROVIDER_UNREACHABLE"]),
        ({"findings": {"PROVIDER_UNREACHABLE": "error"}, "checked_at": NOW - 2 * HOUR}, []),
        ({"findings": {"WEBHOOK_NEVER_SEEN": "warning"}}, []),
    ],
)
def test_what_is_not_well_is_said_while_it_holds(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(**changes) == expected


def test_a_channel_that_heard_nothing_yet_says_so() -> None:
    silent = replace(QUIET, last_signed_at=None)
    assert codes(silent, findings={}) == ["WEBHOOK_NEVER_SEEN"]
    assert codes(silent, findings={"WEBHOOK_NEVER_SEEN": "warning"}) == ["WEBHOOK_NEVER_SEEN"]


@pytest.mark.parametrize(
    ("sent", "failed", "expected"),
    [(0, FEWEST, ["SENDS_FAIL"]), (0, FEWEST - 1, []), (19, FEWEST, ["SENDS_FAIL"]), (21, FEWEST, [])],
)
def test_some_failures_are_normal_and_many_are_not(sent: int, failed: int, expected: list[str]) -> None:
    assert codes(replace(QUIET, sent=sent, failures=[replace(REFUSED, count=failed)])) == expected


def test_a_stranger_is_no_wrong_secret() -> None:
    assert codes(replace(QUIET, forgeries=Forgeries(2, NOW))) == []
    assert codes(replace(QUIET, forgeries=Forgeries(3, NOW))) == ["SIGNATURES_WRONG"]


def test_the_last_webhook_is_signed_or_not() -> None:
    assert replace(QUIET, forgeries=Forgeries(1, NOW + HOUR)).last_webhook_at == NOW + HOUR
    assert replace(QUIET, last_signed_at=None).last_webhook_at is None


def test_the_end_of_a_restriction_is_told() -> None:
    row = WELL._replace(restrictions={"ACCOUNT_VIOLATION": (NOW + HOUR).isoformat()})
    [finding] = reasons(CloudPhone().adapter, row, QUIET, NOW)
    assert finding.sentence == "Meta signale une infraction à ses règles, jusqu'au 14/09/2026 à 13:00 (UTC)."


def test_a_code_of_an_older_version_still_has_words() -> None:
    assert "GONE_CODE" in explained(CloudPhone().adapter, "GONE_CODE").sentence


@pytest.mark.parametrize(("limit", "said"), [(None, "pas donné"), (-1, "Pas de limite"), (2000, "2 000 clients")])
def test_a_limit_is_told_in_words(limit: int | None, said: str) -> None:
    assert said in limit_in_words(limit)
