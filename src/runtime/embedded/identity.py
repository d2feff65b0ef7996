"""Who the embedded servers run as: us, or `nobody` when we are root (PostgreSQL refuses root)."""

import os
import pwd
import sys
from pathlib import Path
from typing import NamedTuple

from runtime.trouble import Trouble


class Identity(NamedTuple):
    uid: int
    gid: int


def unprivileged() -> Identity | None:
    """The user to become, or None to stay who we are."""
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Trouble("Il n'y a pas d'utilisateur « nobody » : lancez Palabre sous un autre compte que root.") from None
    return Identity(nobody.pw_uid, nobody.pw_gid)


def private_folder(path: Path, identity: Identity | None) -> Path:
    """The folder, made if need be, for its owner only; with all it holds it belongs to the identity."""
    path.mkdir(mode=0o700, exist_ok=True)
    if identity and path.stat().st_uid != identity.uid:
        for place in (path, *path.rglob("*")):
            os.chown(place, *identity, follow_symlinks=False)
    return path


def named_from_inside(folder: Path, identity: Identity | None) -> str:
    """How a program that starts in the folder names it.

    Another user than root may be unable to walk down to it (/root is closed); the kernel's own link
    to the current folder needs no such walk.
    """
    return "/proc/self/cwd" if identity and sys.platform == "linux" else str(folder)
