"""Who wrote: the phone when it is shown, and the business-scoped user id that stays when it is not."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.messaging.identifiers import identifier
from adapters.messaging.untrusted import mapping, mappings, text
from application.ports.messaging import Identifier

Json = Mapping[str, Any]


class Cards:
    """The cards of people that came along with messages. A lone card beside a lone message is its author's."""

    def __init__(self, value: Json) -> None:
        cards = mappings(value.get("contacts"))
        alone = len(cards) == 1 and len(mappings(value.get("messages"))) == 1
        self._else: Json = cards[0] if alone else {}
        self._known: dict[str, Json] = {}
        for card in cards:
            self._known.setdefault(text(card.get("wa_id")), card)
            self._known.setdefault(text(card.get("user_id")), card)

    def of(self, message: Json) -> Json:
        """The card of the author of a message."""
        for name in (text(message.get("from")), text(message.get("from_user_id"))):
            if name and name in self._known:
                return self._known[name]
        return self._else


def sender(message: Json, card: Json) -> Sequence[Identifier]:
    """The identifiers of the author, the one to answer to first. Empty when nobody is named.

    `from` and `wa_id` are absent for people with a username. Source: Meta, "Business-scoped user IDs" (2026-05-28).
    """
    phone = text(message.get("from")) or text(card.get("wa_id"))
    user = text(message.get("from_user_id")) or text(card.get("user_id"))
    found = [identifier(phone)] if phone else []
    if user and user != phone:
        found.append(Identifier("bsuid", user))
    return found


def name(card: Json) -> str:
    """The name that somebody gave to WhatsApp, or the username."""
    profile = mapping(card.get("profile"))
    return text(profile.get("name")) or text(profile.get("username"))
