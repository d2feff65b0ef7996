import stat
from pathlib import Path

import pytest

from runtime.embedded.binaries import reachable
from runtime.embedded.identity import Identity

NOBODY = Identity(65534, 65534)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package in an environment that only its owner can enter."""
    package = tmp_path / "environment" / "server"
    libraries = package.with_name("server.libs")
    for folder in (package / "bin", libraries):
        folder.mkdir(parents=True)
    (package / "bin" / "serve").write_text("program")
    (libraries / "lib.so").write_text("library")
    package.parent.chmod(0o700)
    return package


def test_who_we_are_uses_the_package_itself(package: Path, tmp_path: Path) -> None:
    assert reachable(package, "pytest", None, tmp_path / "cache") == package


def test_another_user_gets_a_copy_with_its_libraries_that_anyone_can_run(package: Path, tmp_path: Path) -> None:
    copy = reachable(package, "pytest", NOBODY, tmp_path / "cache")
    assert (copy / "bin" / "serve").read_text() == "program"
    assert (copy.with_name("server.libs") / "lib.so").read_text() == "library"
    assert all(stat.S_IMODE(place.stat().st_mode) == 0o755 for place in (copy, copy.parent, copy / "bin" / "serve"))


def test_the_copy_is_made_once_and_leaves_nothing_half_done(package: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = reachable(package, "pytest", NOBODY, cache)
    assert reachable(package, "pytest", NOBODY, cache) == first
    assert len(list(cache.iterdir())) == 1
