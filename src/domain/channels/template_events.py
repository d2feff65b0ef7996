"""The facts of templates: messages that the provider approved, the only ones that leave once the window is closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.event import Event

TemplateStatus = Literal[
    "approved",
    "flagged",
    "pending",
    "in_appeal",
    "rejected",
    "paused",
    "disabled",
    "limit_exceeded",
    "archived",
    "pending_deletion",
    "unsubmitted",
    "unknown",
]
"""As the provider holds it. `flagged` is approved, badly rated, and still leaves."""

HeaderKind = Literal["none", "text", "image", "video", "document", "location", "other"]
ButtonKind = Literal["quick_reply", "url", "phone", "copy_code", "other"]
Part = Literal["header", "body", "button", "all"]
Obstacle = Literal["none", "media_header", "location_header", "component"]
"""What of the template nobody here can fill in: it is shown, and never sent."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Variable(_Value):
    """A blank to fill in. `name` is what stands between the braces of its `part` (``all``: of every part); `key` is
    what people call it, unique in the template. `button` is the place of the button, from 0."""

    key: str
    name: str
    part: Part = "body"
    button: int | None = None
    example: str = ""


class Button(_Value):
    """A button under the message. `target` is the address, number or code behind it, if any."""

    kind: ButtonKind
    text: str
    target: str = ""


class Wording(_Value):
    """What a template says, with its blanks."""

    body: str
    header_kind: HeaderKind = "none"
    header: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    variables: tuple[Variable, ...] = ()
    obstacle: Obstacle = "none"


class TemplateEvent(Event, context="channels"):
    """Facts about a template of a channel. `told_at` is when the provider said so, or when it was asked."""

    template_id: UUID
    channel_id: UUID
    told_at: datetime


class TemplateSynchronised(TemplateEvent):
    """Modèle synchronisé : {template_name} ({language})"""

    reference: str
    template_name: str
    language: str
    category: str
    status: TemplateStatus
    reason: str
    quality: str
    wording: Wording


class TemplateStatusChanged(TemplateEvent):
    """Statut d'un modèle : {status}"""

    in_words: ClassVar[Mapping[str, str]] = {
        "approved": "approuvé",
        "flagged": "signalé",
        "pending": "en attente",
        "in_appeal": "en appel",
        "rejected": "refusé",
        "paused": "en pause",
        "disabled": "désactivé",
        "limit_exceeded": "limite dépassée",
        "archived": "archivé",
        "pending_deletion": "bientôt supprimé",
        "unsubmitted": "pas soumis",
        "unknown": "inconnu",
    }

    status: TemplateStatus
    reason: str


class TemplateRecategorised(TemplateEvent):
    """Catégorie d'un modèle : {category}"""

    category: str


class TemplateQualityChanged(TemplateEvent):
    """Qualité d'un modèle : {quality}"""

    quality: str


class TemplateGone(TemplateEvent):
    """Modèle disparu chez le fournisseur"""


class TemplateAnnounced(TemplateEvent):
    """Le fournisseur annonce un nouveau texte : {template_name} ({language})"""

    template_name: str
    language: str
