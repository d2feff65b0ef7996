"""`palabre licence verify`, as somebody runs it on a machine without network."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from adapters.licence_files.signer import Ed25519Licences
from adapters.licence_files.verifier import Code, hash_of_hwid
from adapters.secrets.master_key import MasterKey
from runtime.cli import main
from runtime.licence_check import SENTENCES

ORG = UUID(int=1)
SIGNER = Ed25519Licences(MasterKey(bytes(32)))
PUBLIC = SIGNER.public_key(ORG).text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Made now, good for thirty days and seven of grace."""
    now = datetime.now(UTC)
    path = tmp_path / "license.key"
    path.write_bytes(
        SIGNER.sign(
            ORG,
            {
                "version": 1,
                "organisation_id": str(ORG),
                "organisation": "Institut Lumière",
                "licence_id": str(UUID(int=3)),
                "key": "PLB-00000-00000-00000-00000",
                "plan": "premium",
                "status": "active",
                "issued_at": now.isoformat(),
                "expires_at": (now + timedelta(days=30)).isoformat(),
                "grace_ends_at": (now + timedelta(days=37)).isoformat(),
                "hwid_hash": hash_of_hwid("HW-1"),
                "position": 42,
            },
        )
    )
    return path


def verified(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["licence", "verify", *map(str, arguments)])
    assert isinstance(left.value.code, int)
    return left.value.code


def later(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def test_a_good_file_says_whose_it_is(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified(file, "--public-key", PUBLIC, "--hwid", "hw-1") == 0
    said = capsys.readouterr().out
    assert "Licence valable. (VALID)" in said
    assert "Vendeur : Institut Lumière" in said and "Position dans le registre : 42" in said


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        (["--at", later(31)], 0, "GRACE"),
        (["--at", later(38)], 1, "EXPIRED"),
        (["--at", "2020-01-01"], 1, "CLOCK_BEHIND"),
        (["--hwid", "HW-2"], 1, "HWID_MISMATCH"),
    ],
)
def test_what_it_finds_is_told(
    file: Path, options: list[str], status: int, code: Code, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(file, "--public-key", PUBLIC, *options) == status
    assert capsys.readouterr().out.startswith(f"{SENTENCES[code]} ({code})\n")


def test_another_key_or_another_file_is_not_believed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified(file, "--public-key", SIGNER.public_key(UUID(int=2)).text) == 1
    file.write_bytes(file.read_bytes()[:-5])
    assert verified(file, "--public-key", PUBLIC) == 1
    said = capsys.readouterr().out
    assert said == f"{SENTENCES['SIGNATURE_INVALID']} (SIGNATURE_INVALID)\n{SENTENCES['FILE_INVALID']} (FILE_INVALID)\n"


def test_what_makes_no_sense_is_a_misuse(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified(file) == 2
    assert "il manque : --public-key" in capsys.readouterr().err
    assert verified(file.parent / "none", "--public-key", PUBLIC) == 2
    assert "ne peut être lu" in capsys.readouterr().err
    assert verified(file, "--public-key", "x") == 2
    assert "n'est pas une clé publique" in capsys.readouterr().err
    assert verified(file, "--public-key", PUBLIC, "--at", "demain") == 2
    assert "--at ne comprend pas « demain »" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["licence", "break", str(file), "--public-key", PUBLIC])
    assert "ACTE ne connaît pas 'break'" in capsys.readouterr().err
