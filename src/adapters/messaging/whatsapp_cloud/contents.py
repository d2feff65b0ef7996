"""What a message of the WhatsApp Cloud API says, in our kinds of content."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

from adapters.messaging.identifiers import e164
from adapters.messaging.untrusted import coordinates, filename, label, mapping, mappings, text
from domain.conversations.content import (
    Choice,
    Content,
    Location,
    Media,
    MediaKind,
    SharedContacts,
    Text,
    Unsupported,
)

Json = Mapping[str, Any]


def content(message: Json) -> Content:
    """The content of a message; what cannot be read, or is not known, is `Unsupported` under its own name."""
    kind = label(message.get("type")) or "unknown"
    reader = _READERS.get(kind)
    return (reader(message) if reader else None) or Unsupported(type=kind, detail=_why(message))


def _text(message: Json) -> Content | None:
    body = text(mapping(message.get("text")).get("body"))
    return Text(body=body) if body else None


def _media(message: Json) -> Content | None:
    kind = text(message.get("type"))
    file = mapping(message.get(kind))
    reference = text(file.get("id")) or text(file.get("url"))
    if not reference:
        return None
    return Media(
        media=cast(MediaKind, kind),
        mime_type=text(file.get("mime_type")) or "application/octet-stream",
        reference=reference,
        caption=text(file.get("caption")),
        filename=filename(file.get("filename")),
        sha256=text(file.get("sha256")),
    )


def _location(message: Json) -> Content | None:
    place = mapping(message.get("location"))
    point = coordinates(place.get("latitude"), place.get("longitude"))
    if point is None:
        return None
    return Location(
        latitude=point[0], longitude=point[1], name=text(place.get("name")), address=text(place.get("address"))
    )


def _interactive(message: Json) -> Content | None:
    answer = mapping(message.get("interactive"))
    kind = label(answer.get("type"))
    picked = mapping(answer.get(kind))
    match kind if picked else "":
        case "":
            return None
        case "button_reply":
            return _choice("button", picked.get("id"), picked.get("title"))
        case "list_reply":
            return _choice("list", picked.get("id"), picked.get("title"), picked.get("description"))
        case _:  # nfm_reply is a filled form: what the customer filled in is a document of its own
            return Unsupported(type=kind, detail=text(picked.get("response_json")) or text(picked.get("body")))


def _quick_reply(message: Json) -> Content | None:
    button = mapping(message.get("button"))
    return _choice("quick_reply", button.get("payload"), button.get("text"))


def _choice(
    choice: Literal["button", "quick_reply", "list"], id: object, title: object, description: object = None
) -> Choice | None:
    ours, shown = text(id), text(title) or text(id)
    return Choice(choice=choice, id=ours, title=shown, description=text(description)) if shown else None


def _contacts(message: Json) -> Content | None:
    cards = mappings(message.get("contacts"))
    names = tuple(filter(None, map(_card_name, cards)))
    phones = tuple(filter(None, (_phone(phone) for card in cards for phone in mappings(card.get("phones")))))
    return SharedContacts(names=names or phones, phones=phones) if names or phones else None


def _card_name(card: Json) -> str:
    name = mapping(card.get("name"))
    parts = (text(name.get("first_name")), text(name.get("last_name")))
    return text(name.get("formatted_name")) or " ".join(filter(None, parts))


def _phone(phone: Json) -> str:
    """The number as WhatsApp knows it, else as it was written: without a country code nobody can tell."""
    known, written = text(phone.get("wa_id")), text(phone.get("phone"))
    if known or written.startswith("+"):
        return e164(known or written)
    return written


def _order(message: Json) -> Content:
    lines = [
        f"{text(item.get('quantity'))} × {text(item.get('product_retailer_id'))}"
        for item in mappings(mapping(message.get("order")).get("product_items"))
    ]
    return Unsupported(type="order", detail="Commande : " + ", ".join(lines))


def _why(message: Json) -> str:
    """What WhatsApp says of a message that it could not pass on."""
    named = text(mapping(message.get("unsupported")).get("type"))
    errors = [text(mapping(error.get("error_data")).get("details")) for error in mappings(message.get("errors"))]
    return " : ".join(filter(None, [named, *errors]))


_READERS: Mapping[str, Callable[[Json], Content | None]] = {
    "text": _text,
    **dict.fromkeys(("image", "audio", "video", "document", "sticker"), _media),
    "location": _location,
    "interactive": _interactive,
    "button": _quick_reply,
    "contacts": _contacts,
    "order": _order,
}
