"""What a backup holds, signed: nothing of a backup is used before its manifest and its files agree with it."""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self
from uuid import uuid4

from pydantic import Base64Bytes, BaseModel, ValidationError

from runtime.backup import passphrase
from runtime.backup.passphrase import Keys, derive
from runtime.trouble import Trouble

NAME = "manifest.json"
MAIN, KEYS = "main.sealed", "keys.sealed"


class Sealed(BaseModel, frozen=True):
    """A file of the backup: its size in bytes and its SHA-256, in hexadecimal."""

    size: int
    sha256: str


class Manifest(BaseModel, frozen=True):
    """`schema_name` is the last migration of the databases, `made_at` an ISO 8601 instant, `salt` base64."""

    id: str
    made_at: str
    postgres: str
    schema_name: str
    salt: Base64Bytes
    files: dict[str, Sealed]

    @classmethod
    def begin(cls, postgres: str, schema_name: str) -> Self:
        """The manifest of a new backup, before its files."""
        return cls(
            id=str(uuid4()),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            postgres=postgres,
            schema_name=schema_name,
            salt=base64.b64encode(os.urandom(passphrase.SALT)),
            files={},
        )

    def keys(self, secret: str) -> Keys:
        """The keys that this passphrase gives for this backup."""
        return derive(secret, self.salt)

    def context(self, name: str) -> str:
        """What ties a file to this backup and to its place in it."""
        return f"{self.id}/{name}"


class SignedManifest(BaseModel, frozen=True):
    """What is in the file. `proof` tells a wrong passphrase from a changed manifest."""

    format: Literal[1] = 1
    manifest: Manifest
    proof: str
    signature: str

    @classmethod
    def of(cls, manifest: Manifest, keys: Keys) -> Self:
        return cls(
            manifest=manifest,
            proof=_mac(keys.proof, "proof"),
            signature=_mac(keys.signing, manifest.model_dump_json()),
        )


def write_manifest(folder: Path, manifest: Manifest, keys: Keys) -> None:
    """Sign and write it."""
    write_file(folder / NAME, [SignedManifest.of(manifest, keys).model_dump_json(indent=2).encode()])


def open_backup(folder: Path, secret: str) -> tuple[Manifest, Keys]:
    """The manifest and the keys of a backup all of whose files are whole.

    Raises Trouble, in a sentence, when the folder is no backup, when the passphrase is wrong, or when anything
    in it was changed, cut short, exchanged or removed.
    """
    found = _read(folder / NAME)
    keys = found.manifest.keys(secret)
    expected = SignedManifest.of(found.manifest, keys)
    if not hmac.compare_digest(found.proof.encode(), expected.proof.encode()):
        raise Trouble("Ce n'est pas la phrase secrète (ou le code de récupération) de cette sauvegarde.")
    if not hmac.compare_digest(found.signature.encode(), expected.signature.encode()):
        raise Trouble(f"{folder / NAME} a été modifié depuis la sauvegarde : elle ne peut pas être utilisée.")
    for name in (MAIN, KEYS):
        _check(folder / name, found.manifest.files.get(name))
    return found.manifest, keys


def write_file(path: Path, content: Iterable[bytes]) -> Sealed:
    """Write a file to the disk, for its owner only, and say what was written."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in content:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(descriptor)
    return Sealed(size=size, sha256=digest.hexdigest())


def _read(file: Path) -> SignedManifest:
    try:
        return SignedManifest.model_validate_json(file.read_bytes())
    except OSError:
        raise Trouble(f"{file.parent} n'est pas une sauvegarde de Palabre : {file.name} n'y est pas.") from None
    except ValidationError:
        raise Trouble(f"{file} est abîmé, ou d'un format que cette version ne connaît pas.") from None


def _check(path: Path, told: Sealed | None) -> None:
    if told is None or not path.exists():
        raise Trouble(f"Il manque {path.name} : cette sauvegarde n'est pas complète.")
    if path.stat().st_size != told.size:
        raise Trouble(f"{path} n'a pas sa taille d'origine : la sauvegarde est incomplète ou a été modifiée.")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != told.sha256:
            raise Trouble(f"{path} a été modifié depuis la sauvegarde : il ne peut pas être utilisé.")


def _mac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), "sha256").hexdigest()
