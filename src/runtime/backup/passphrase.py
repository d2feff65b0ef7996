"""The secret that opens a backup, and the keys that it gives."""

import base64
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from runtime import console, secret_files
from runtime.home import Home
from runtime.trouble import Trouble

VARIABLE = "PALABRE_BACKUP_PASSPHRASE"
SALT = 16  # bytes
# 128 MiB and about half a second for one guess. Fixed for the format, never read from a file.
SCRYPT = {"n": 2**17, "r": 8, "p": 1}


@dataclass(frozen=True)
class Keys:
    """Three keys of 32 bytes: to wrap the keys of files, to sign the manifest, to recognise the passphrase."""

    wrapping: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    proof: bytes = field(repr=False)


def derive(passphrase: str, salt: bytes) -> Keys:
    """The keys of one backup, by scrypt (RFC 7914) then HKDF (RFC 5869)."""
    root = Scrypt(salt=salt, length=32, **SCRYPT).derive(passphrase.encode())
    return Keys(*(HKDF(SHA256(), 32, salt, f"palabre backup {use}".encode()).derive(root) for use in ("w", "s", "p")))


def to_seal(home: Home, file: Path | None) -> str:
    """The passphrase given, else the recovery code of the home, drawn (160 bits) and shown the first time."""
    if given := _given(file):
        return given
    code = home.folder / "recovery.code"
    if not code.exists():
        secret_files.write(code, _draw())
        console.complain(
            f"Code de récupération, à garder ailleurs que sur cette machine : {code.read_text().strip()}\n"
            f"Sans lui, les sauvegardes de cette installation ne s'ouvrent pas. Il est aussi dans {code}."
        )
    return code.read_text().strip()


def to_open(home: Home, file: Path | None) -> str:
    """The passphrase given, else the recovery code of the home. Raises Trouble when there is neither."""
    code = home.folder / "recovery.code"
    if passphrase := _given(file) or (code.read_text().strip() if code.exists() else ""):
        return passphrase
    raise Trouble(
        "Il faut la phrase secrète ou le code de récupération de la sauvegarde : "
        f"donnez-le avec --passphrase-file, ou dans {VARIABLE}."
    )


def _given(file: Path | None) -> str:
    if not file:
        return os.environ.get(VARIABLE, "").strip()
    try:
        passphrase = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"Le fichier de la phrase secrète, {file}, ne peut pas être lu : {error}.") from None
    if not passphrase:
        raise Trouble(f"Le fichier de la phrase secrète, {file}, est vide.")
    return passphrase


def _draw() -> str:
    """Eight groups of four letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(20)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
