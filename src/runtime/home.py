"""The folder of one installation: data, key, logs, and who is running it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from runtime import secret_files
from runtime.trouble import Trouble

# What a person, or a mounted disk, may have put in a home before its first start.
BROUGHT = {"master.key", "recovery.code", "lost+found"}


@dataclass(frozen=True)
class Running:
    """What a running installation tells the other commands, in a file for its owner only."""

    pid: int
    home: str
    dsn: str
    keys_dsn: str
    redis_url: str
    master_key_file: str
    url: str
    public_url: str = ""
    """The address that people use, when it is known."""

    def variables(self) -> dict[str, str]:
        """The environment in which a command works on the installation that runs."""
        public = {"PALABRE_PUBLIC_URL": self.public_url} if self.public_url else {}
        return public | {
            "PALABRE_HOME": self.home,
            "PALABRE_DSN": self.dsn,
            "PALABRE_KEYS_DSN": self.keys_dsn,
            "PALABRE_REDIS_URL": self.redis_url,
            "PALABRE_MASTER_KEY_FILE": self.master_key_file,
        }


def default_folder() -> Path:
    """PALABRE_HOME, else a folder of the person's own data."""
    chosen = os.environ.get("PALABRE_HOME")
    return Path(chosen) if chosen else Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share") / "palabre"


class Home:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.logs = folder / "logs"
        self.ports = folder / "ports.json"
        self.master_key = folder / "master.key"
        self._lock = folder / "lock"
        self._running = folder / "run.json"

    @classmethod
    def at(cls, folder: Path) -> Self:
        """The home in this folder, made if need be, readable by its owner only."""
        folder = folder.expanduser().absolute()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble(
                f"Le dossier {folder} ne peut pas être créé ({error.strerror}) : choisissez-en un autre avec --home."
            ) from None
        return cls(folder)

    @contextmanager
    def held(self) -> Iterator[Running | None]:
        """Be the only one to run this home; what ran here before, when it was killed before it could say goodbye.

        Raises Trouble when someone runs it already.
        """
        self._refuse_foreign()
        with self._lock.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Trouble(self._occupied()) from None
            killed = self._read()
            self._running.unlink(missing_ok=True)
            try:
                yield killed
            finally:
                self._running.unlink(missing_ok=True)

    def keep_master_key(self) -> Path:
        """The file of the master key, drawn at random the first time: 32 bytes, in base64."""
        secret_files.kept(self.master_key, secret_files.random_key)
        return self.master_key

    def tell(self, running: Running) -> None:
        """Let the other commands find what runs here, until it stops."""
        secret_files.write(self._running, json.dumps(asdict(running)))

    def running(self) -> Running | None:
        """What runs here now, if anything does and has got as far as telling."""
        with self._lock.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return self._read()
        return None

    def _refuse_foreign(self) -> None:
        """A folder named by mistake keeps what it holds to itself."""
        if not self._lock.exists() and (foreign := {place.name for place in self.folder.iterdir()} - BROUGHT):
            raise Trouble(
                f"Le dossier {self.folder} contient déjà autre chose ({min(foreign)}) : "
                "choisissez un dossier neuf avec --home."
            )

    def _read(self) -> Running | None:
        try:
            return Running(**json.loads(self._running.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def _occupied(self) -> str:
        running = self._read()
        where = f" (processus {running.pid}, {running.url})" if running else ""
        return (
            f"Palabre tourne déjà pour le dossier {self.folder}{where}. "
            "Arrêtez-le d'abord, ou donnez un autre dossier avec --home."
        )
