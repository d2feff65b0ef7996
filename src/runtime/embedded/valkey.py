"""The Valkey of one home: its folder, its settings, how to start it and to tell that it serves."""

import os
import secrets
import socket
from pathlib import Path

from runtime import secret_files
from runtime.embedded import binaries
from runtime.embedded.identity import private_folder, unprivileged
from runtime.program import Program

PROBE_TIMEOUT = 0.2  # seconds


class Valkey:
    """A server whose append-only file is in `folder`. With `durable=False` nothing is written, for tests only."""

    def __init__(self, folder: Path, port: int, *, durable: bool = True) -> None:
        self.folder = folder
        self.port = port
        self.durable = durable
        self.identity = unprivileged()

    def url(self, database: int = 0) -> str:
        """The address of one of its logical databases."""
        return f"redis://:{self._password()}@127.0.0.1:{self.port}/{database}"

    def initialise(self) -> None:
        """Make its folder when there is none."""
        private_folder(self.folder, self.identity)

    def program(self) -> Program:
        """How to run it. Its settings come by standard input, where no list of processes shows the password."""
        return Program(
            name="valkey",
            label="Valkey",
            command=(str(binaries.valkey_server(self.identity)), "-"),
            environment={"PATH": os.defpath, "LC_ALL": "C"},
            folder=self.folder,
            identity=self.identity,
            feed=self._settings().encode(),
            lock=self.folder / "lock",
            probe=self.is_ready,
        )

    def is_ready(self) -> bool:
        """Whether it answers, which it does once its file is loaded."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), PROBE_TIMEOUT) as connection:
                connection.sendall(f"AUTH {self._password()}\r\nPING\r\n".encode())
                return connection.makefile("rb").read(len(b"+OK\r\n+PONG\r\n")) == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    def _settings(self) -> str:
        return "\n".join(
            (
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self._password()}",
                f"appendonly {'yes' if self.durable else 'no'}",
                "appendfsync everysec",
                'save ""',
                "maxmemory-policy noeviction",  # an eviction would drop queued messages
                "databases 64",
                "tcp-backlog 128",
                "",
            )
        )

    def _password(self) -> str:
        return secret_files.kept(self.folder / "password", lambda: secrets.token_urlsafe(32))
