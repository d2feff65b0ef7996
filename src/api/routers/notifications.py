"""What the signed-in member was told. Nobody reads another's."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.asking import Caller, Reader, acts, reads
from api.schemas import Cursor, Done, Limit, Listing, View
from domain.notifications.notification import SeeNotification
from projections import notifications

router = APIRouter(prefix="/api/notifications", tags=["Notifications"])


class NotificationView(View):
    """De quoi la personne connectée est prévenue."""

    notification_id: UUID
    sequence: int
    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    reason: Literal["message", "late_message", "assigned", "escalated", "woken"]
    message_id: UUID | None
    at: datetime
    seen_at: datetime | None


class Notifications(Listing[NotificationView]):
    """Une page de notifications, et combien n'ont pas été vues."""

    unseen: int = Field(description="Combien la personne n'a pas vues, toutes pages confondues.")


@router.get("", summary="Mes notifications")
def list_notifications(
    reader: Annotated[Reader, reads("notifications.read")], cursor: Cursor = None, limit: Limit = 20
) -> Notifications:
    """Celles de la personne connectée : les non vues d'abord, puis la dernière d'abord."""
    with reader.session() as connection:
        found = notifications.of_member(connection, reader.who.user_id, cursor=cursor, limit=limit)
        unseen = notifications.unseen(connection, reader.who.user_id)
    data = [NotificationView.model_validate(row) for row in found.data]
    return Notifications(data=data, next_cursor=found.next_cursor, stale=reader.stale, unseen=unseen)


@router.post("/{notification_id}/seen", summary="Marquer une notification comme vue")
def see_notification(notification_id: UUID, caller: Annotated[Caller, acts("notifications.see")]) -> Done:
    """La personne connectée l'a vue."""
    return caller.execute(SeeNotification(notification_id=notification_id, user_id=caller.who.user_id))
