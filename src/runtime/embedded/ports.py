"""TCP ports of this machine for the embedded servers, the same from one start to the next when possible."""

import json
import random
import socket
from collections.abc import Iterable
from pathlib import Path

# Below the ports the kernel gives to outgoing connections (from 32768): a client that retries a stopped
# server there can be given that very port, and then connects to itself.
RANGE = range(20_000, 32_000)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nothing listens on, picked at random so that two starts rarely pick the same."""
    return next(port for port in iter(lambda: random.choice(RANGE), None) if is_free(port))  # noqa: S311


def remembered(file: Path, names: Iterable[str]) -> dict[str, int]:
    """A port for each name: those of the last time that are still free, else others. The file remembers."""
    try:
        before = json.loads(file.read_text())
    except (OSError, ValueError):
        before = {}
    chosen = {name: before[name] if is_free(before.get(name, 0)) and name in before else free_port() for name in names}
    file.write_text(json.dumps(before | chosen))
    return chosen
