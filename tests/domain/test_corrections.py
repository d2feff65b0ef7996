"""A customer corrects a message, or takes it back."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.conversations.alias import BindAlias, HoldRetraction, alias
from domain.conversations.content import Text
from domain.conversations.corrections import (
    EditMessage,
    MessageEdited,
    MessageRetracted,
    RetractMessage,
    says_now,
)
from domain.conversations.events import AliasBound, MessageQueued, MessageReceived, RetractionHeld
from domain.conversations.message import message
from domain.event import Command
from domain.personal import Erased
from tests.spec import given

NOTE, TALK, ADA, BOB, PHONE, FIRST, SECOND, ALIAS = (UUID(int=n) for n in range(1, 9))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=30)
IDS: dict[str, Any] = {"message_id": NOTE, "conversation_id": TALK, "contact_id": ADA}
TUESDAY, THURSDAY = Text(body="Mardi"), Text(body="Jeudi")

RECEIVED = MessageReceived(
    **IDS, channel_id=PHONE, kind="text", content=Text(body="Lundi"), provider_message_id="in-1", sent_at=NOON
)
EDITED = MessageEdited(**IDS, kind="text", content=TUESDAY, content_index=FIRST, edited_at=LATER)
RETRACTED = MessageRetracted(**IDS, retracted_at=LATER)
EDIT = EditMessage(message_id=NOTE, contact_id=ADA, content=TUESDAY, content_index=FIRST, edited_at=LATER)
RETRACT = RetractMessage(message_id=NOTE, contact_id=ADA, retracted_at=LATER)


def again(at: datetime) -> EditMessage:
    return EDIT.model_copy(update={"content": THURSDAY, "content_index": SECOND, "edited_at": at})


def test_a_message_is_corrected_once() -> None:
    given(message, RECEIVED).when(EDIT).then_once(EDITED)


def test_the_last_correction_wins_whatever_comes_first() -> None:
    newer = EDITED.model_copy(update={"content": THURSDAY, "content_index": SECOND, "edited_at": LATER})
    given(message, RECEIVED, EDITED).when(again(LATER - timedelta(seconds=1))).then()
    given(message, RECEIVED, EDITED).when(again(LATER)).then_once(newer)


def test_a_message_is_taken_back_once() -> None:
    given(message, RECEIVED, EDITED).when(RETRACT).then_once(RETRACTED)


def test_what_was_taken_back_is_not_corrected() -> None:
    given(message, RECEIVED, RETRACTED).when(again(LATER + timedelta(seconds=1))).then()


@pytest.mark.parametrize("command", [EDIT, RETRACT])
def test_only_the_author_touches_a_message(command: Command) -> None:
    by_bob = command.model_copy(update={"contact_id": BOB})
    given(message, RECEIVED).when(by_bob).refuses("MESSAGE_OF_ANOTHER")
    ours = MessageQueued(**IDS, channel_id=PHONE, author="user", content=TUESDAY, content_index=SECOND, queued_at=NOON)
    given(message, ours).when(command).refuses("MESSAGE_OF_ANOTHER")
    given(message).when(command).refuses("MESSAGE_UNKNOWN")


def test_a_deletion_waits_once_for_a_message_not_known_yet() -> None:
    held = RetractionHeld(alias_id=ALIAS, contact_id=ADA, retracted_at=LATER)
    hold = HoldRetraction(alias_id=ALIAS, contact_id=ADA, retracted_at=LATER)
    given(alias).when(hold).then_once(held)
    given(alias, AliasBound(alias_id=ALIAS, message_id=NOTE)).when(hold).then()
    given(alias, held).when(BindAlias(alias_id=ALIAS, message_id=NOTE)).then(
        AliasBound(alias_id=ALIAS, message_id=NOTE)
    )


def test_a_message_says_what_it_was_corrected_into_and_nothing_once_taken_back() -> None:
    assert says_now([RECEIVED]) == Text(body="Lundi")
    assert says_now([RECEIVED, EDITED]) == TUESDAY
    assert says_now([RECEIVED, EDITED, RETRACTED]) is None
    assert says_now([RECEIVED.model_copy(update={"content": Erased()})]) is None
