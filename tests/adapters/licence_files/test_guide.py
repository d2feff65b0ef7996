"""What the guide for integrators says to write works as it stands."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy
from uuid import UUID

import pytest

from adapters.licence_files import verifier
from adapters.licence_files.signer import Ed25519Licences
from adapters.secrets.master_key import MasterKey
from api.routers.client import EXAMPLE, SAID

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "licence-client.md"
ORG = UUID(int=1)


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)


@pytest.mark.parametrize(("days", "code", "said"), [(30, 0, ""), (-30, 1, "EXPIRED")])
def test_the_offline_example_runs_beside_a_copy_of_the_module(tmp_path: Path, days: int, code: int, said: str) -> None:
    now = datetime.now(UTC)
    says: dict[str, str | int] = {
        "version": 1,
        "status": "active",
        "issued_at": (now - timedelta(days=60)).isoformat(),
        "expires_at": (now + timedelta(days=days)).isoformat(),
        "grace_ends_at": (now + timedelta(days=days)).isoformat(),
        "hwid_hash": verifier.hash_of_hwid("3F8A-22C1-9B07"),
    }
    (tmp_path / "license.key").write_bytes(Ed25519Licences(MasterKey(bytes(32))).sign(ORG, says))
    copy(verifier.__file__, tmp_path)
    (tmp_path / "software.py").write_text(blocks()[1])
    ran = subprocess.run(
        [sys.executable, "software.py"], cwd=tmp_path, check=False, capture_output=True, text=True, env={}
    )
    assert (ran.returncode, ran.stderr.strip()) == (code, said)


def test_the_online_example_asks_what_the_api_takes() -> None:
    assert all(str(value) in blocks()[0] for value in EXAMPLE.values())
    compile(blocks()[0], "guide", "exec")


def test_every_code_is_explained() -> None:
    text = GUIDE.read_text()
    assert all(f"`{code}`" in text for code in (*SAID, "VALID", "GRACE", *verifier.Code.__args__))  # type: ignore[attr-defined]
