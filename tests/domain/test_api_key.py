from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.tenancy.api_key import (
    MOST_LIVING,
    ApiKeyIssued,
    ApiKeyRevoked,
    IssueApiKey,
    RevokeApiKey,
    api_keys,
    keys_of,
)
from tests.spec import given

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
KEYS, KEY, OTHER = keys_of(UUID(int=1)), UUID(int=2), UUID(int=3)
WHAT: dict[str, Any] = {
    "keys_id": KEYS,
    "key_id": KEY,
    "key_name": "Boutique en ligne",
    "scopes": ("contacts.read", "conversations.answer"),
    "hint": "x7Qz",
    "secret_version": 1,
    "ends_at": LATER,
}
ISSUED = ApiKeyIssued(**WHAT)
REVOKED = ApiKeyRevoked(keys_id=KEYS, key_id=KEY, key_name="Boutique en ligne")
REVOKE = RevokeApiKey(keys_id=KEYS, key_id=KEY)


def issue(**others: Any) -> IssueApiKey:
    return IssueApiKey(**{**WHAT, "at": NOON, **others})


def many(count: int, **others: Any) -> list[ApiKeyIssued]:
    return [ApiKeyIssued(**{**WHAT, "key_id": UUID(int=100 + n), **others}) for n in range(count)]


def test_a_key_is_issued_once() -> None:
    given(api_keys).when(issue()).then_once(ISSUED)
    given(api_keys).when(issue(ends_at=None)).then(ISSUED.model_copy(update={"ends_at": None}))
    given(api_keys, ISSUED).when(issue(secret_version=2)).refuses("KEY_ISSUED_ALREADY")
    given(api_keys, ISSUED, REVOKED).when(issue(secret_version=2)).refuses("KEY_ISSUED_ALREADY")


def test_its_name_and_scopes_are_kept_tidy() -> None:
    untidy = issue(key_name="  Boutique en ligne ", scopes=("conversations.answer", "contacts.read", "contacts.read"))
    given(api_keys).when(untidy).then(ISSUED)


def test_a_key_has_a_name_scopes_and_an_end_to_come() -> None:
    given(api_keys).when(issue(key_name="  ")).refuses("KEY_NAME_INVALID")
    given(api_keys).when(issue(key_name="a" * 61)).refuses("KEY_NAME_INVALID")
    given(api_keys).when(issue(scopes=())).refuses("KEY_SCOPES_MISSING")
    given(api_keys).when(issue(scopes=("faxes.send",))).refuses("KEY_SCOPE_NOT_KNOWN")
    given(api_keys).when(issue(scopes=("contacts.read", "keys.manage"))).refuses("KEY_SCOPE_NOT_FOR_KEYS")
    given(api_keys).when(issue(ends_at=NOON)).refuses("KEY_END_INVALID")
    given(api_keys).when(issue(ends_at=NOON + timedelta(days=3654))).refuses("KEY_END_INVALID")


def test_twenty_live_at_once() -> None:
    given(api_keys, *many(MOST_LIVING - 1)).when(issue()).then(ISSUED)
    given(api_keys, *many(MOST_LIVING)).when(issue()).refuses("KEYS_TOO_MANY")
    given(api_keys, *many(MOST_LIVING, ends_at=NOON)).when(issue()).then(ISSUED)
    first = many(1)[0].key_id
    gone = ApiKeyRevoked(keys_id=KEYS, key_id=first, key_name="Boutique en ligne")
    given(api_keys, *many(MOST_LIVING), gone).when(issue()).then(ISSUED)


def test_a_key_is_revoked_once() -> None:
    given(api_keys, ISSUED).when(REVOKE).then_once(REVOKED)
    given(api_keys, ISSUED, REVOKED).when(REVOKE).then()
    given(api_keys).when(REVOKE).refuses("KEY_UNKNOWN")


def test_a_key_lives_until_it_ends_or_is_revoked() -> None:
    key = api_keys.fold([ISSUED]).by_id[KEY]
    assert key.lives(NOON) and not key.lives(LATER)
    assert not api_keys.fold([ISSUED, REVOKED]).by_id[KEY].lives(NOON)
