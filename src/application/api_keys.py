"""API keys: issued by a member in charge, who alone sees the text, once; revoked for good.

The vault keeps the digest of the secret, and forgets it at the revocation. A plain SHA-256 is enough of a hash: the
secret is 32 bytes of chance, which no number of guesses finds, and it is asked for at each request, where a slow hash
would cost more than all the rest.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from application.bus import Bus
from application.members import InCharge
from application.ports.api_keys import KeyTexts
from application.ports.clock import Clock
from application.ports.secrets import Vault
from domain.fact import Context
from domain.refusal import Refused, refuse
from domain.tenancy.api_key import ApiKey, IssueApiKey, RevokeApiKey, api_keys, keys_of
from domain.tenancy.permissions import FOR_KEYS, PERMISSIONS

HINT = 4
"""Characters of its end by which people tell a key: they are of its checksum, and give nothing of the secret away."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key: the only time that its text is there."""

    text: str = field(repr=False)
    sequence: int


@dataclass(frozen=True, slots=True)
class IssuedKeys:
    """Issues and revokes keys."""

    bus: Bus
    vault: Vault
    texts: KeyTexts
    clock: Clock

    def issue(self, by: InCharge, key_id: UUID, name: str, scopes: Collection[str], ends_at: datetime | None) -> Issued:
        """A key with the scopes, each of which the issuer has. Raises `Refused`: of one that was issued before, too."""
        _refuse_not_held(by, scopes)
        here = by.context.organisation_id
        text = self.texts.make(here, key_id)
        digest = self.texts.read(text).digest
        assert digest is not None
        version = self.vault.add(here, secret_name(key_id), {"digest": digest})
        command = IssueApiKey(
            keys_id=keys_of(here),
            key_id=key_id,
            key_name=name,
            scopes=tuple(scopes),
            hint=text[-HINT:],
            secret_version=version,
            ends_at=ends_at,
            at=self.clock.now(),
        )
        try:
            return Issued(text, self.bus.execute(by.context, command).sequence)
        except Refused:
            self.vault.destroy(here, secret_name(key_id), version)
            raise

    def revoke(self, context: Context, key_id: UUID) -> int:
        """Its digest is forgotten too. Gives the sequence. Raises `Refused`."""
        here = context.organisation_id
        sequence = self.bus.execute(context, RevokeApiKey(keys_id=keys_of(here), key_id=key_id)).sequence
        self.vault.destroy(here, secret_name(key_id), self.key(here, key_id).secret_version)
        return sequence

    def key(self, organisation_id: UUID, key_id: UUID) -> ApiKey:
        """What is known of one that was issued."""
        key: ApiKey = self.bus.state(api_keys, (organisation_id, keys_of(organisation_id))).by_id[key_id]
        return key


def secret_name(key_id: UUID) -> str:
    """Where the vault has the digest of a key's secret."""
    return f"api-key:{key_id}"


def _refuse_not_held(by: InCharge, scopes: Collection[str]) -> None:
    for name in scopes:
        if name in FOR_KEYS and name not in by.permissions:
            label = PERMISSIONS[name].label
            refuse(f"Vous n'avez pas ce droit vous-même : {label}.", code="PERMISSION_NOT_YOURS", field="scopes")
