"""What people decide about a conversation: who has it, whether it is to be heard of, where its question stands.

Each act may say what the person had seen (`Palabre-Seen`); it is then refused when others acted since.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, ConfigDict, Field

from api.asking import Caller, Seen, acts
from api.schemas import Done, Input
from domain.conversations.conversation_commands import (
    AssignConversation,
    CloseConversation,
    Escalate,
    HandBack,
    MuteConversation,
    ReopenConversation,
    ResolveConversation,
    SeeConversation,
    SnoozeConversation,
    TakeOver,
    UnassignConversation,
    UnmuteConversation,
    WakeConversation,
)
from domain.conversations.message import Message, message
from domain.conversations.ownership_events import EscalationReason
from domain.refusal import refuse

router = APIRouter(prefix="/api/conversations/{conversation_id}", tags=["Conversations"])

Answering = Annotated[Caller, acts("conversations.answer")]
Managing = Annotated[Caller, acts("conversations.manage")]


class Assignment(Input):
    """À qui confier la conversation."""

    model_config = ConfigDict(json_schema_extra={"example": {"user_id": "7f1c1b6e-6c0f-4d8e-9d53-0a2c3a1e5b77"}})

    user_id: UUID = Field(description="Un membre de l'équipe (`/api/members`) qui peut répondre.")


class Escalation(Input):
    """Pourquoi quelqu'un d'autre est demandé, et qui, si c'est quelqu'un en particulier."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "expertise", "user_id": None}})

    reason: EscalationReason = "asked"
    user_id: UUID | None = None


class Snooze(Input):
    """Jusqu'à quand."""

    model_config = ConfigDict(json_schema_extra={"example": {"until": "2026-11-25T09:00:00+01:00"}})

    until: AwareDatetime = Field(description="Un moment à venir, d'ici un an, avec son fuseau.")


class Read(Input):
    """Le dernier message lu."""

    up_to: UUID = Field(description="L'identifiant du dernier message lu.")


@router.post("/take-over", summary="Prendre la conversation")
def take_over_conversation(conversation_id: UUID, caller: Answering, seen: Seen = None) -> Done:
    """La personne connectée répond désormais ; l'assistant se tait."""
    command = TakeOver(conversation_id=conversation_id, user_id=caller.member_id)
    return caller.decide(conversation_id, command, seen)


@router.post("/assign", summary="Confier la conversation à un membre")
def assign_conversation(conversation_id: UUID, assignment: Assignment, caller: Managing, seen: Seen = None) -> Done:
    """Le membre choisi répond désormais ; il est prévenu."""
    _check_member(caller, conversation_id, assignment.user_id)
    command = AssignConversation(conversation_id=conversation_id, user_id=assignment.user_id)
    return caller.decide(conversation_id, command, seen)


@router.post("/unassign", summary="Lâcher la conversation")
def unassign_conversation(conversation_id: UUID, caller: Managing, seen: Seen = None) -> Done:
    """Plus personne ne l'a en charge : elle attend un membre de l'équipe. L'assistant se tait toujours."""
    return caller.decide(conversation_id, UnassignConversation(conversation_id=conversation_id), seen)


@router.post("/hand-over", summary="Demander quelqu'un")
def hand_over_conversation(
    conversation_id: UUID, caller: Managing, escalation: Escalation | None = None, seen: Seen = None
) -> Done:
    """La conversation va au membre nommé, ou attend le premier qui la prendra ; qui est concerné est prévenu."""
    asked = escalation or Escalation()
    if asked.user_id is not None:
        _check_member(caller, conversation_id, asked.user_id)
    command = Escalate(conversation_id=conversation_id, reason=asked.reason, user_id=asked.user_id)
    return caller.decide(conversation_id, command, seen)


@router.post("/hand-back", summary="Rendre à l'assistant")
def hand_back_conversation(conversation_id: UUID, caller: Answering, seen: Seen = None) -> Done:
    """L'assistant répond désormais."""
    return caller.decide(conversation_id, HandBack(conversation_id=conversation_id), seen)


@router.post("/mute", summary="Mettre en sourdine")
def mute_conversation(conversation_id: UUID, caller: Managing, seen: Seen = None) -> Done:
    """Personne n'est plus prévenu et l'assistant se tait. Les messages sont toujours gardés et montrés."""
    return caller.decide(conversation_id, MuteConversation(conversation_id=conversation_id), seen)


@router.post("/unmute", summary="Lever la sourdine")
def unmute_conversation(conversation_id: UUID, caller: Managing, seen: Seen = None) -> Done:
    """On est prévenu à nouveau."""
    return caller.decide(conversation_id, UnmuteConversation(conversation_id=conversation_id), seen)


@router.post("/snooze", summary="Mettre en veille")
def snooze_conversation(conversation_id: UUID, snooze: Snooze, caller: Managing, seen: Seen = None) -> Done:
    """Hors de la liste de travail jusqu'à ce moment, ou jusqu'à ce que le client écrive."""
    command = SnoozeConversation(conversation_id=conversation_id, until=snooze.until, now=caller.services.clock.now())
    return caller.decide(conversation_id, command, seen)


@router.post("/unsnooze", summary="Sortir de veille")
def unsnooze_conversation(conversation_id: UUID, caller: Managing, seen: Seen = None) -> Done:
    """De retour dans la liste de travail."""
    command = WakeConversation(conversation_id=conversation_id, cause="person")
    return caller.decide(conversation_id, command, seen)


@router.post("/resolve", summary="Marquer comme résolue")
def resolve_conversation(conversation_id: UUID, caller: Managing, seen: Seen = None) -> Done:
    """La question est réglée."""
    return caller.decide(conversation_id, ResolveConversation(conversation_id=conversation_id), seen)


@router.post("/reopen", summary="Rouvrir")
def reopen_conversation(conversation_id: UUID, caller: Managing, seen: Seen = None) -> Done:
    """La question n'était pas réglée."""
    return caller.decide(conversation_id, ReopenConversation(conversation_id=conversation_id), seen)


@router.post("/close", summary="Fermer")
def close_conversation(conversation_id: UUID, caller: Managing, seen: Seen = None) -> Done:
    """On n'attend plus rien. Une conversation se ferme une fois résolue."""
    return caller.decide(conversation_id, CloseConversation(conversation_id=conversation_id), seen)


@router.post("/seen", summary="Marquer comme lue")
def see_conversation(conversation_id: UUID, read: Read, caller: Answering) -> Done:
    """La conversation est lue jusqu'à ce message, et ce dont la personne était prévenue est vu."""
    state: Message = caller.services.bus.state(message, (caller.who.organisation_id, read.up_to))
    if state.conversation_id != conversation_id:
        refuse("Ce message n'est pas de cette conversation.", code="MESSAGE_UNKNOWN")
    return caller.execute(SeeConversation(conversation_id=conversation_id, user_id=caller.member_id, up_to=read.up_to))


def _check_member(caller: Caller, conversation_id: UUID, user_id: UUID) -> None:
    caller.services.ownership.check_member(caller.who.organisation_id, conversation_id, user_id)
