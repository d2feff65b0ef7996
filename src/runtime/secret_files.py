"""Secrets that an installation makes once and keeps in a file of its own."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def random_key() -> str:
    """32 random bytes, in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def kept(path: Path, make: Callable[[], str]) -> str:
    """The secret in the file; made, and written whole (mode 0600), when the file is not there."""
    if not path.exists():
        write(path, make())
    return path.read_text().strip()


def write(path: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner only."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(descriptor)
    partial.rename(path)
