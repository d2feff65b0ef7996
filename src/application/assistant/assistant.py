"""The assistant of an organisation: its settings, and all that an answer of it is made of."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from psycopg import Connection
from pydantic import TypeAdapter

from application.assistant.router import Asked
from application.bus import Bus
from application.ports.language import LanguageModel
from domain.assistant.prompt import Said
from domain.assistant.settings import AssistantSettings, assistant_settings
from domain.conversations.content import Content, preview
from domain.tenancy.organisation import Organisation, organisation
from projections import thread
from projections.faqs import search
from projections.thread import MessageRow

CANDIDATES = 5  # entries of the FAQ that are weighed, and that a model is told
REMEMBERED = 20  # messages before the turn that a model may be told
NOT_SAID = frozenset({"failed", "discarded"})
LONGEST_MESSAGE = 4096  # what one WhatsApp message can hold

_CONTENT: TypeAdapter[Any] = TypeAdapter(Content)


def assistant_id(organisation_id: UUID) -> UUID:
    """The stream of the assistant of an organisation: there is one."""
    return uuid5(organisation_id, "assistant")


@dataclass(frozen=True, slots=True)
class Assistant:
    """What every answer needs. `patience` is in seconds, `prompt_tokens` the room of a prompt."""

    bus: Bus
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]
    language: LanguageModel | None
    patience: float
    prompt_tokens: int

    def settings(self, organisation_id: UUID) -> AssistantSettings:
        """The settings of the organisation's assistant."""
        stream = (organisation_id, assistant_id(organisation_id))
        state: AssistantSettings = self.bus.state(assistant_settings, stream)
        return state

    def organisation(self, organisation_id: UUID) -> Organisation:
        """Whose assistant it is: its name, and its time zone."""
        state: Organisation = self.bus.state(organisation, (organisation_id, organisation_id))
        return state

    def asked(
        self,
        organisation_id: UUID,
        question: str,
        *,
        conversation_id: UUID | None = None,
        turn: Collection[UUID] = (),
        with_model: bool = True,
    ) -> Asked:
        """The question, with what the organisation knows of it and what was said before the messages of the turn."""
        language = self.language if with_model else None
        with self.reading(organisation_id) as connection:
            matches = search(connection, question, CANDIDATES) if question else []
            said = _said_before(connection, conversation_id, turn) if language and conversation_id else []
        return Asked(
            house=self.organisation(organisation_id).name,
            question=question,
            matches=matches,
            settings=self.settings(organisation_id),
            said=said,
            language=language,
            patience=self.patience,
            prompt_tokens=self.prompt_tokens,
        )


def signed(text: str, settings: AssistantSettings) -> str:
    """The text with the name of the assistant under it, where there is room for it."""
    with_name = f"{text}\n\n— {settings.signature}"
    return with_name if settings.signature and len(with_name) <= LONGEST_MESSAGE else text


def _said_before(connection: Connection[Any], conversation_id: UUID, turn: Collection[UUID]) -> Sequence[Said]:
    """What the customer, the assistant and the team said, oldest first."""
    rows = thread.messages(connection, conversation_id, limit=REMEMBERED + len(turn)).data
    before = [row for row in rows if row.message_id not in turn and row.status not in NOT_SAID]
    return [line for row in reversed(before) if (line := _line(row))]


def _line(row: MessageRow) -> Said | None:
    if row.content is None:  # erased
        return None
    text = preview(_CONTENT.validate_python(row.content))
    match row.author:
        case "contact" | "assistant" | "user" as speaker:
            return Said(speaker, text)
    return None
