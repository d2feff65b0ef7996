"""A licence file is believed as a whole or not at all."""

import ast
import base64
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from adapters.licence_files import verifier
from adapters.licence_files.signer import Ed25519Licences
from adapters.licence_files.verifier import Code, armoured, hash_of_hwid, verify
from adapters.secrets.master_key import MasterKey

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ORG, OTHER = UUID(int=1), UUID(int=2)
SIGNER = Ed25519Licences(MasterKey(bytes(32)))
PUBLIC = SIGNER.public_key(ORG).text
SAYS: dict[str, str | int] = {
    "version": 1,
    "organisation_id": str(ORG),
    "organisation": "Institut Lumière",
    "licence_id": str(UUID(int=3)),
    "key": "PLB-00000-00000-00000-00000",
    "plan": "premium",
    "status": "active",
    "issued_at": NOON.isoformat(),
    "expires_at": (NOON + 30 * DAY).isoformat(),
    "grace_ends_at": (NOON + 37 * DAY).isoformat(),
    "hwid_hash": hash_of_hwid("HW-1"),
    "position": 42,
}
FILE = SIGNER.sign(ORG, SAYS)


def code(content: bytes = FILE, key: str = PUBLIC, hwid: str | None = "HW-1", at: datetime = NOON) -> Code:
    verdict = verify(content, key, hwid=hwid, at=at)
    assert verdict.valid == (verdict.code in ("VALID", "GRACE"))
    assert (verdict.licence is None) == (verdict.code in ("SIGNATURE_INVALID", "FILE_INVALID"))
    return verdict.code


def test_a_file_says_what_was_sold() -> None:
    verdict = verify(FILE, PUBLIC, hwid=" hw-1 ", at=NOON)
    assert verdict.valid and verdict.licence == SAYS | {"signed_by": SIGNER.public_key(ORG).key_id}
    first, *lines, last, end = FILE.decode().split("\n")
    assert (first, last, end) == ("-----BEGIN PALABRE LICENCE-----", "-----END PALABRE LICENCE-----", "")
    assert max(map(len, lines)) == 64


def test_one_byte_that_was_altered_is_seen_wherever_it_is() -> None:
    for position, was in enumerate(FILE):
        for byte in {was ^ 1, was ^ 32, ord("A"), ord("\n"), 0xFF} - {was}:
            altered = FILE[:position] + bytes([byte]) + FILE[position + 1 :]
            assert code(altered) in ("SIGNATURE_INVALID", "FILE_INVALID"), (position, byte)


@given(start=some.integers(0, len(FILE)), end=some.integers(0, len(FILE)), between=some.binary(max_size=8))
def test_anything_else_that_was_done_to_it_is_seen(start: int, end: int, between: bytes) -> None:
    """Cut, lengthened, turned round."""
    altered = FILE[:start] + between + FILE[end:]
    assert (code(altered) == "VALID") == (altered == FILE)


@given(content=some.binary(max_size=300) | some.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_what_is_no_file_is_told_so(content: bytes) -> None:
    assert code(content) == "FILE_INVALID"
    wrapped = f"{verifier.BEGIN}\n{base64.b64encode(content).decode()}\n{verifier.END}\n".encode()
    assert code(wrapped) == "FILE_INVALID"


@pytest.mark.parametrize(
    "inner", ["[]", "{}", '{"payload":1,"signature":""}', '{"payload":{},"signature":1}', "[" * 9000]
)
def test_what_holds_no_licence_is_none(inner: str) -> None:
    text = base64.b64encode(inner.encode()).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    assert code("\n".join([verifier.BEGIN, *lines, verifier.END, ""]).encode()) == "FILE_INVALID"


def test_a_file_without_end_is_not_read() -> None:
    assert code(FILE + b" " * verifier.MOST_BYTES) == "FILE_INVALID"


def test_another_organisation_signs_otherwise() -> None:
    assert code(SIGNER.sign(OTHER, SAYS)) == "SIGNATURE_INVALID"
    assert code(key=SIGNER.public_key(OTHER).text) == "SIGNATURE_INVALID"
    assert code(Ed25519Licences(MasterKey(b"x" * 32)).sign(ORG, SAYS)) == "SIGNATURE_INVALID"


def test_a_signature_is_good_for_its_payload_only() -> None:
    said = verify(FILE, PUBLIC, at=NOON).licence
    assert said is not None
    signature = base64.b64decode(json.loads(base64.b64decode(b"".join(FILE.split(b"\n")[1:-2])))["signature"])
    assert armoured(said, signature) == FILE
    assert code(armoured({**said, "plan": "enterprise"}, signature)) == "SIGNATURE_INVALID"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOON - DAY - timedelta(seconds=1), "CLOCK_BEHIND"),
        (NOON - DAY, "VALID"),
        (NOON + 30 * DAY - timedelta(seconds=1), "VALID"),
        (NOON + 30 * DAY, "GRACE"),
        (NOON + 37 * DAY, "EXPIRED"),
    ],
)
def test_the_term_is_that_of_the_clock(at: datetime, expected: str) -> None:
    assert code(at=at) == expected


@pytest.mark.parametrize(
    ("status", "expected"), [("suspended", "SUSPENDED"), ("revoked", "REVOKED"), ("active", "VALID")]
)
def test_what_was_stopped_when_it_was_made_is_not_good(status: str, expected: str) -> None:
    assert code(SIGNER.sign(ORG, SAYS | {"status": status})) == expected


def test_it_is_for_one_machine() -> None:
    assert code(hwid="HW-2") == code(hwid="") == code(hwid="\ud800") == "HWID_MISMATCH"
    assert code(hwid=None) == "VALID"


def test_a_file_of_a_later_making_is_not_guessed_at() -> None:
    assert code(SIGNER.sign(ORG, SAYS | {"version": 2})) == "FILE_INVALID"


@pytest.mark.parametrize("key", ["", "x", "A" * 44, base64.b64encode(bytes(31)).decode(), "é"])
def test_what_is_no_public_key_is_told_so(key: str) -> None:
    with pytest.raises(ValueError):
        verify(FILE, key)


def test_keys_are_the_same_for_ever_and_apart() -> None:
    assert SIGNER.public_key(ORG) == Ed25519Licences(MasterKey(bytes(32))).public_key(ORG)
    assert SIGNER.public_key(ORG) != SIGNER.public_key(OTHER)
    assert PUBLIC == "W5yXDtBnTiOkrt2SEFKJS4PBkMErDt1FALvcLcm9G7E="


def test_the_module_can_be_copied_alone() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text())
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) == {"cryptography"}
