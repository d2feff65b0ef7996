"""The `license.key` file of a licence: what it says is read from the stream when it is asked for, and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.bus import Bus
from application.ports.clock import Clock
from application.ports.ledger import Ledger
from application.ports.licence_files import LicenceSigner, PublicKey
from domain.fact import Fact
from domain.licensing.licence import Licence, licence, refuse_unknown_licence
from domain.licensing.licence_events import LicenceIssued, LicenceTransferred
from domain.personal import Erased
from domain.refusal import refuse
from domain.tenancy.organisation import Organisation, organisation

FILE_NAME = "license.key"
MIME_TYPE = "application/octet-stream"
VERSION = 1


@dataclass(frozen=True, slots=True)
class LicenceFiles:
    """Makes them."""

    bus: Bus
    ledger: Ledger
    signer: LicenceSigner
    clock: Clock

    def of(self, organisation_id: UUID, licence_id: UUID) -> bytes:
        """The file, as the licence stands now. Refused when there is none, or it is revoked or erased."""
        stream = (organisation_id, licence_id)
        return self.made_of(organisation_id, self.ledger.load([stream])[stream])

    def made_of(self, organisation_id: UUID, facts: Sequence[Fact[Any]]) -> bytes:
        """The same, of the facts of the licence."""
        state: Licence = licence.fold(fact.event for fact in facts)
        if not state.issued:
            refuse_unknown_licence()
        if state.revoked:
            refuse("Cette licence est révoquée : elle n'a plus de fichier.", code="LICENCE_REVOKED")
        issued = next(fact.event for fact in facts if isinstance(fact.event, LicenceIssued))
        hwid = next(
            fact.event.hwid for fact in reversed(facts) if isinstance(fact.event, LicenceIssued | LicenceTransferred)
        )
        if isinstance(issued.key, Erased) or isinstance(hwid, Erased):
            refuse("Le client de cette licence a été supprimé.", code="LICENCE_ERASED")
        seller: Organisation = self.bus.state(organisation, (organisation_id, organisation_id))
        now = self.clock.now()
        return self.signer.sign(
            organisation_id,
            {
                "version": VERSION,
                "organisation_id": str(organisation_id),
                "organisation": seller.name,
                "licence_id": str(issued.licence_id),
                "key": issued.key,
                "plan": state.plan,
                "status": state.status(now),
                "issued_at": now.isoformat(),
                "expires_at": state.ends_at.isoformat(),
                "grace_ends_at": state.grace_ends_at.isoformat(),
                "hwid_hash": self.signer.hash_of_hwid(hwid),
                "position": facts[-1].sequence,
            },
        )

    def public_key(self, organisation_id: UUID) -> PublicKey:
        """What the files of the organisation are checked with."""
        return self.signer.public_key(organisation_id)
