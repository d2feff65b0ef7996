"""What a message of Twilio says, in our kinds of content."""

from collections.abc import Sequence
from typing import Literal

from adapters.messaging.twilio.forms import Form
from adapters.messaging.untrusted import coordinates, label, number
from domain.conversations.content import Choice, Content, Location, Media, MediaKind, Text, Unsupported

_FILES = 10
_WORDS = {"", "text", "button", "interactive", "image", "audio", "video", "document", "sticker", "location"}
"""Types whose `Body` are the customer's own words. A type nobody has seen may be an edit or a deletion."""


def contents(form: Form) -> Sequence[Content]:
    """The contents of one message: one per file, the first with the words as its caption; else exactly one."""
    return _media(form) or [_location(form) or _choice(form) or _text(form)]


def _media(form: Form) -> list[Content]:
    announced = min(int(number(form.first("NumMedia")) or 0), _FILES)
    found = [position for position in range(announced) if form.first(f"MediaUrl{position}")]
    return [_file(form, position, form.first("Body") if position == found[0] else "") for position in found]


def _file(form: Form, position: int, caption: str) -> Media:
    mime_type = form.first(f"MediaContentType{position}") or "application/octet-stream"
    return Media(
        media=_kind(mime_type, form.first("MessageType")),
        mime_type=mime_type,
        reference=form.first(f"MediaUrl{position}"),
        caption=caption,
    )


def _kind(mime_type: str, message_type: str) -> MediaKind:
    if message_type == "sticker":
        return "sticker"
    match mime_type.partition("/")[0].lower():
        case "image":
            return "image"
        case "audio":
            return "audio"
        case "video":
            return "video"
        case _:
            return "document"


def _location(form: Form) -> Location | None:
    point = coordinates(form.first("Latitude"), form.first("Longitude"))
    if point is None:
        return None
    return Location(latitude=point[0], longitude=point[1], name=form.first("Label"), address=form.first("Address"))


def _choice(form: Form) -> Choice | None:
    """A picked list row, or a button: the answer to a template unless Twilio says that it was interactive."""
    if form.first("ListId") or form.first("ListTitle"):
        title = form.first("ListTitle") or form.first("Body")
        return Choice(choice="list", id=form.first("ListId"), title=title, description=form.first("ListDescription"))
    if form.first("ButtonPayload") or form.first("ButtonText"):
        title = form.first("ButtonText") or form.first("Body")
        kind: Literal["button", "quick_reply"] = (
            "button" if form.first("MessageType") == "interactive" else "quick_reply"
        )
        return Choice(choice=kind, id=form.first("ButtonPayload"), title=title)
    return None


def _text(form: Form) -> Text | Unsupported:
    kind, body = label(form.first("MessageType")), form.first("Body")
    if body and kind in _WORDS:
        return Text(body=body)
    return Unsupported(type=kind or "unknown", detail=body)
