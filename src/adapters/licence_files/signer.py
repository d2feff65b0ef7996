"""Signs licence files with Ed25519, by a key of each organisation that the master key gives and nothing keeps."""

import base64
import hashlib
from collections.abc import Mapping
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.licence_files.verifier import DOMAIN, armoured, canonical, hash_of_hwid
from adapters.secrets.master_key import MasterKey
from application.ports.licence_files import PublicKey


class Ed25519Licences:
    """The `LicenceSigner` port."""

    def __init__(self, master_key: MasterKey) -> None:
        self._master_key = master_key

    def public_key(self, organisation_id: UUID) -> PublicKey:
        """What the software of the customers checks files with."""
        raw = self._key(organisation_id).public_key().public_bytes_raw()
        return PublicKey(hashlib.sha256(raw).hexdigest()[:16], base64.b64encode(raw).decode())

    def sign(self, organisation_id: UUID, payload: Mapping[str, str | int]) -> bytes:
        """The file."""
        said = {**payload, "signed_by": self.public_key(organisation_id).key_id}
        return armoured(said, self._key(organisation_id).sign(DOMAIN + canonical(said)))

    def hash_of_hwid(self, hwid: str) -> str:
        """What a file says of a machine."""
        return hash_of_hwid(hwid)

    def _key(self, organisation_id: UUID) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._master_key.derive(f"licence-file:v1:{organisation_id}"))
