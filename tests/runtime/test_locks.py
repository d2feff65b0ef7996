"""What every installation rests on: the lock files."""

import re
import tomllib

import pytest

from tests.runtime.watching import ROOT

LOCKS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(name: str) -> set[str]:
    """``package==version`` of each package of a lock."""
    return set(re.findall(r"^([\w.-]+==\S+)", (LOCKS / f"{name}.txt").read_text(), re.MULTILINE))


def asked(dependencies: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~!]", dependency)[0].strip().lower() for dependency in dependencies}


def names(pinned: set[str]) -> set[str]:
    return {pin.split("==")[0] for pin in pinned}


def test_the_environment_of_the_tests_holds_what_runs_in_production() -> None:
    assert pins("run") <= pins("test")


def test_the_locks_hold_what_the_project_asks_for() -> None:
    assert asked(PROJECT["project"]["dependencies"]) <= names(pins("run"))
    assert asked(PROJECT["dependency-groups"]["test"]) <= names(pins("test"))


@pytest.mark.parametrize("lock", ["run", "test", "uv"])
def test_every_package_has_its_digests_and_no_address(lock: str) -> None:
    text = (LOCKS / f"{lock}.txt").read_text()
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
