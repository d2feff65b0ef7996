"""What a provider's refusal of a message says of its template.

Source: Meta, "Cloud API error codes" (2026-05-15); Twilio, "Error and warning dictionary".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.channels.template_events import TemplateStatus


@dataclass(frozen=True, slots=True)
class Fault:
    """The status that the code tells, or None: our copy of the template is out of date, and must be read again."""

    status: TemplateStatus | None = None
    reason: str = ""


STALE = Fault()

FAULTS: Mapping[str, Fault] = {
    **dict.fromkeys(("132000", "132001", "132012"), STALE),
    **dict.fromkeys(("63027", "63028"), STALE),
    "132015": Fault("paused", "Le fournisseur a refusé un envoi : modèle suspendu."),
    "132016": Fault("disabled", "Le fournisseur a refusé un envoi : modèle désactivé."),
}
"""By the code in `MessageFailed`. No code is shared by two providers."""
