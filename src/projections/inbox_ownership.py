"""The inbox: what people and the assistant decide about a conversation, on its line."""

from domain.conversations.events import (
    ConversationAnswered,
    ConversationClosed,
    ConversationHandedBack,
    ConversationHandedOver,
    ConversationReopened,
    ConversationResolved,
    ConversationSeen,
    ConversationTakenOver,
)
from domain.conversations.ownership_events import (
    AnswerPlanned,
    ConversationAssigned,
    ConversationEscalated,
    ConversationMuted,
    ConversationSnoozed,
    ConversationUnassigned,
    ConversationUnmuted,
    ConversationWoken,
)
from domain.fact import Fact
from projections.inbox import InboxRow, inbox


@inbox.folds
def given(row: InboxRow | None, fact: Fact[ConversationTakenOver | ConversationAssigned]) -> InboxRow | None:
    """A person has it."""
    return row and row._replace(
        status="open", owner="person", user_id=fact.event.user_id, escalation="", sequence=fact.sequence
    )


@inbox.folds
def unassigned(row: InboxRow | None, fact: Fact[ConversationUnassigned]) -> InboxRow | None:
    """It waits for a person."""
    return row and row._replace(status="waiting", owner="nobody", user_id=None, escalation="", sequence=fact.sequence)


@inbox.folds
def handed_over(row: InboxRow | None, fact: Fact[ConversationHandedOver]) -> InboxRow | None:
    """It waits for a person, and why."""
    return row and row._replace(
        status="waiting", owner="nobody", user_id=None, escalation=fact.event.reason, sequence=fact.sequence
    )


@inbox.folds
def escalated(row: InboxRow | None, fact: Fact[ConversationEscalated]) -> InboxRow | None:
    """The person asked has it, or it waits for one, and why."""
    user_id = fact.event.user_id
    return row and row._replace(
        status="open" if user_id else "waiting",
        owner="person" if user_id else "nobody",
        user_id=user_id,
        escalation=fact.event.reason,
        sequence=fact.sequence,
    )


@inbox.folds
def handed_back(row: InboxRow | None, fact: Fact[ConversationHandedBack]) -> InboxRow | None:
    """The assistant has it."""
    return row and row._replace(
        status="open" if row.status == "waiting" else row.status,
        owner="assistant",
        user_id=None,
        escalation="",
        sequence=fact.sequence,
    )


@inbox.folds
def answered(row: InboxRow | None, fact: Fact[ConversationAnswered]) -> InboxRow | None:
    """Open."""
    return row and row._replace(status="open", sequence=fact.sequence)


@inbox.folds
def planned(row: InboxRow | None, fact: Fact[AnswerPlanned]) -> InboxRow | None:
    """Whoever sees this line has seen that the assistant answers."""
    return row and row._replace(sequence=fact.sequence)


@inbox.folds
def muted(row: InboxRow | None, fact: Fact[ConversationMuted]) -> InboxRow | None:
    """Nobody hears of it."""
    return row and row._replace(muted=True, sequence=fact.sequence)


@inbox.folds
def unmuted(row: InboxRow | None, fact: Fact[ConversationUnmuted]) -> InboxRow | None:
    """It is heard of again."""
    return row and row._replace(muted=False, sequence=fact.sequence)


@inbox.folds
def snoozed(row: InboxRow | None, fact: Fact[ConversationSnoozed]) -> InboxRow | None:
    """Out of the working list."""
    return row and row._replace(snoozed_until=fact.event.until, sequence=fact.sequence)


@inbox.folds
def woken(row: InboxRow | None, fact: Fact[ConversationWoken]) -> InboxRow | None:
    """Back in the working list."""
    return row and row._replace(snoozed_until=None, sequence=fact.sequence)


@inbox.folds
def resolved(row: InboxRow | None, fact: Fact[ConversationResolved]) -> InboxRow | None:
    """Dealt with."""
    return row and row._replace(status="resolved", snoozed_until=None, escalation="", sequence=fact.sequence)


@inbox.folds
def reopened(row: InboxRow | None, fact: Fact[ConversationReopened]) -> InboxRow | None:
    """Open again, for whoever the fact says."""
    return row and row._replace(
        status="open", owner=fact.event.owner, user_id=fact.event.user_id, sequence=fact.sequence
    )


@inbox.folds
def closed(row: InboxRow | None, fact: Fact[ConversationClosed]) -> InboxRow | None:
    """Over."""
    return row and row._replace(status="closed", sequence=fact.sequence)


@inbox.folds
def seen(row: InboxRow | None, fact: Fact[ConversationSeen]) -> InboxRow | None:
    """Nothing unread, if what was read is the last message."""
    return row and row._replace(
        unread=0 if row.last_message_id == fact.event.up_to else row.unread, sequence=fact.sequence
    )
