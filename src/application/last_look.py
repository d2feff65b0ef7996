"""The last look at a message before its provider is called: it may have waited, and what it stood on have changed."""

from datetime import timedelta

from application.effect import Job, Later, Services
from application.ports.messaging import OUT_OF_WINDOW, Failure
from application.template_sends import refuse_unwanted
from domain.channels.template import template
from domain.channels.template_status import refuse_unsendable
from domain.contacts.contact import contact
from domain.conversations.content import Template
from domain.conversations.events import MessageQueued
from domain.refusal import Refused
from projections import windows

CLOSED = Failure("WINDOW_CLOSED", OUT_OF_WINDOW)
BEHIND = Later(timedelta(seconds=1), "the inbox has not caught up with the message")


def last_look(job: Job, services: Services, queued: MessageQueued, window: timedelta | None) -> Failure | Later | None:
    """Why the message must not leave, if it must not, or not yet. `window` is its provider's."""
    if isinstance(queued.content, Template):
        return _of_template(job, services, queued, queued.content)
    return _of_window(job, services, queued, window) if window is not None else None


def _of_template(job: Job, services: Services, queued: MessageQueued, content: Template) -> Failure | None:
    state = services.bus.state(template, (job.organisation_id, content.template_id))
    try:
        refuse_unsendable(state)
        refuse_unwanted(services.bus.state(contact, (job.organisation_id, queued.contact_id)), state.category)
    except Refused as refused:
        return Failure(refused.code, refused.sentence)
    return None


def _of_window(job: Job, services: Services, queued: MessageQueued, window: timedelta) -> Failure | Later | None:
    now = services.clock.now()
    if queued.answer is not None and queued.answer.asked_at + window > now:
        return None  # the customer's own message is its proof, read by nobody else yet
    with services.reading(job.organisation_id) as connection:
        heard = windows.last_heard(connection, queued.conversation_id)
    if heard is not None and heard.inbound_at is not None and heard.inbound_at + window > now:
        return None
    # A row that shows this message, or a later one, has also taken in what came before it.
    return CLOSED if heard is not None and heard.at >= queued.queued_at else BEHIND
