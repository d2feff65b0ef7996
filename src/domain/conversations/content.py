"""What a message says: the kinds of content that every provider is translated into."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Content):
    """Plain text."""

    kind: Literal["text"] = "text"
    body: str


MediaKind = Literal["image", "audio", "video", "document", "sticker"]


class Media(_Content):
    """A file. `reference` is the provider's id or address of it, good for minutes; `size` is in bytes."""

    kind: Literal["media"] = "media"
    media: MediaKind
    mime_type: str
    reference: str
    caption: str = ""
    filename: str = ""
    sha256: str = ""


class Location(_Content):
    """A point on the map, in degrees (WGS 84)."""

    kind: Literal["location"] = "location"
    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


class Choice(_Content):
    """A button, quick reply or list row that the customer picked. `id` is ours, `title` what was shown."""

    kind: Literal["choice"] = "choice"
    choice: Literal["button", "quick_reply", "list"]
    id: str
    title: str
    description: str = ""


class SharedContacts(_Content):
    """Contact cards that were shared, reduced to a name and its numbers."""

    kind: Literal["contacts"] = "contacts"
    names: tuple[str, ...]
    phones: tuple[str, ...] = ()


class Parameter(_Content):
    """A blank of a template, filled in. `name` is the provider's; `button` the place of its button, from 0."""

    part: Literal["header", "body", "button", "all"]
    name: str
    value: str
    button: int | None = None
    button_kind: str = ""


class Template(_Content):
    """An approved template, filled in. `reference` is the provider's id; the texts are what the customer reads."""

    kind: Literal["template"] = "template"
    template_id: UUID
    name: str
    language: str
    reference: str
    parameters: tuple[Parameter, ...] = ()
    header: str = ""
    body: str
    footer: str = ""
    buttons: tuple[str, ...] = ()


class Unsupported(_Content):
    """A kind we do not know (or the provider could not pass on): kept as it came, and shown as such."""

    kind: Literal["unsupported"] = "unsupported"
    type: str
    detail: str = ""


AnyContent = Text | Media | Location | Choice | SharedContacts | Template | Unsupported
Content = Annotated[AnyContent, Field(discriminator="kind")]
"""Any content, told apart by `kind`."""


def words(content: AnyContent) -> str:
    """What the customer said in words, or nothing."""
    match content:
        case Text() | Template():
            return content.body
        case Media():
            return content.caption
        case Choice():
            return content.title
        case _:
            return ""


def preview(content: AnyContent) -> str:
    """One line that stands for the content in a list, in French."""
    labels = {
        "image": "Photo",
        "audio": "Message vocal",
        "video": "Vidéo",
        "document": "Document",
        "sticker": "Sticker",
    }
    match content:
        case Text() | Template():
            return content.body
        case Media():
            label = labels[content.media]
            return f"{label} : {content.caption or content.filename}" if content.caption or content.filename else label
        case Location():
            return f"Position : {content.name or content.address}" if content.name or content.address else "Position"
        case Choice():
            return content.title
        case SharedContacts():
            return "Contact : " + ", ".join(content.names)
        case Unsupported():
            return f"Message non pris en charge ({content.type})"
