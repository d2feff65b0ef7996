"""What the journal of an organisation is about: which facts are in it, and which ones an auditor looks at first."""

from collections.abc import Collection
from datetime import datetime

from domain.event import Event
from domain.refusal import refuse

BY_THEMSELVES = frozenset({"contact", "provider", "assistant", "system"})
"""Actors that are no member, key or support of the platform: what they do is in the timelines of customers."""

_SENSITIVE_CONTEXTS = frozenset({"tenancy", "audit"})
_ROUTINE = frozenset({"tenancy.SessionRefreshed"})
_SENSITIVE = frozenset(
    {
        "assistant.AssistantConfigured",
        "channels.ChannelConnected",
        "channels.ChannelCredentialsRetired",
        "channels.ChannelCredentialsRotated",
        "channels.ChannelResumed",
        "channels.ChannelSuspended",
        "channels.WebhooksReplayOrdered",
        "contacts.ContactErased",
        "licensing.LicenceRevoked",
        "licensing.LicenceSettingsChanged",
        "licensing.LicencesExported",
    }
)


def is_sensitive(name: str) -> bool:
    """Whether a fact is about access, exports, erasures or settings: all of a context that is, but its routine."""
    return name in _SENSITIVE or (_context(name) in _SENSITIVE_CONTEXTS and name not in _ROUTINE)


def is_told(actor: str, event: Event) -> bool:
    """Whether a fact is in the journal: what people and their programs do, and all that is sensitive, whoever did it.

    What one member only is told of is not.
    """
    return not event.told_to and (actor not in BY_THEMSELVES or is_sensitive(event.name))


def names_of(kinds: Collection[str], *, sensitive: bool = False) -> frozenset[str] | None:
    """The names of the facts of these kinds, each a context or a name; None for those of any kind.

    `sensitive`: only those that are. Raises `Refused` for a kind that no fact has.
    """
    contexts = {_context(name) for name in Event.by_name}
    for kind in kinds:
        if kind not in contexts and kind not in Event.by_name:
            refuse("Ce genre de fait n'existe pas dans le journal.", code="KIND_UNKNOWN", field="kinds")
    if not kinds and not sensitive:
        return None
    return frozenset(
        name
        for name in Event.by_name
        if (not kinds or name in kinds or _context(name) in kinds) and (not sensitive or is_sensitive(name))
    )


def check_period(since: datetime | None, until: datetime | None) -> None:
    """Refuse instants without a zone, and a period that ends before it begins."""
    for field, instant in (("since", since), ("until", until)):
        if instant is not None and instant.tzinfo is None:
            refuse("Donnez le fuseau horaire, par exemple « Z ».", code="INSTANT_INVALID", field=field)
    if since and until and until <= since:
        refuse("La fin de la période vient avant son début.", code="PERIOD_INVALID", field="until")


def _context(name: str) -> str:
    return name.partition(".")[0]
