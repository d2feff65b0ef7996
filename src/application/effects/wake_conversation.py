"""The moment until which a conversation was set aside has come."""

from datetime import datetime

from application.effect import Done, Job, Result, Services, performs
from domain.conversations.conversation_commands import WakeConversation
from domain.fact import SYSTEM, Context


@performs("wake_conversation")
def wake(job: Job, services: Services) -> Result:
    """Propose to wake it. A stale timer is silence."""
    until = datetime.fromisoformat(job.refs["until"])
    command = WakeConversation(conversation_id=job.id("conversation_id"), cause="due", until=until)
    services.bus.execute(Context(job.organisation_id, SYSTEM, causation=job.causation), command)
    return Done()
