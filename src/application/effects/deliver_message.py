"""Send a queued message: the attempt is committed, then the provider is called, then the outcome is committed.

A crash in between leaves the attempt without an outcome. It is then uncertain, and never sent again by
itself: a receipt of the provider settles it, or a person.
"""

from datetime import timedelta
from uuid import UUID

from application import turns
from application.bus import Overtaken
from application.channels import ChannelInUse
from application.effect import Done, Job, Later, Result, Services, back_off, performs
from application.intake import report
from application.ports.ledger import Guard
from application.ports.messaging import (
    Failure,
    Identifier,
    NotSent,
    Outbound,
    Receipt,
    Retry,
    SendRefused,
    SendUncertain,
)
from domain.channels.channel import SuspendChannel
from domain.conversations.alias import BindAlias
from domain.conversations.conversation import Conversation, Owner, conversation
from domain.conversations.events import ConversationStarted, MessageQueued, MessageSent
from domain.conversations.message import (
    AttemptSend,
    ConfirmSend,
    DiscardMessage,
    FailMessage,
    LeaveUncertain,
    Message,
    PostponeSend,
    Stage,
    message,
)
from domain.fact import PROVIDER, SYSTEM, Actor, Context
from domain.personal import Erased, known

MOST_ATTEMPTS = 8
WAITS = {Retry.SOON: 2.0, Retry.RECIPIENT: 6.0, Retry.LATER: 60.0}


@performs("deliver_message")
def deliver(job: Job, services: Services) -> Result:
    """Bring the message one step further, from whatever stage it is at."""
    message_id = job.id("message_id")
    state: Message = services.bus.state(message, (job.organisation_id, message_id))
    context = Context(job.organisation_id, SYSTEM, correlation_id=message_id, causation=job.causation)
    if state.stage is Stage.ATTEMPTED:  # a worker died between the attempt and its outcome
        services.bus.execute(context, LeaveUncertain(message_id=message_id))
        return Done()
    if state.stage is not Stage.QUEUED:
        if provider_message_id := _sent_as(services, job.organisation_id, message_id):
            _apply_held(services, job.organisation_id, state.channel_id, message_id, provider_message_id)
        return Done()
    return _send(job, services, context, message_id, state)


def _send(job: Job, services: Services, context: Context, message_id: UUID, state: Message) -> Result:
    queued, conversation_state, version, to = _load(job, services, message_id, state)
    in_use = services.channels.use(job.organisation_id, state.channel_id)
    refusal = _why_not(queued, in_use, to)
    if refusal is not None or in_use is None or to is None or isinstance(queued.content, Erased):
        failure = refusal or Failure("CHANNEL_UNKNOWN", "Ce canal n'existe plus.")
        services.bus.execute(context, FailMessage(message_id=message_id, code=failure.code, reason=failure.reason))
        return Done()
    if stale := _stale(job, services, queued, conversation_state):
        services.bus.execute(context, DiscardMessage(message_id=message_id, reason=stale))
        return Done()
    try:  # the guard: a person who takes over at this instant wins
        services.bus.execute(
            context,
            AttemptSend(message_id=message_id),
            guards=[Guard(job.organisation_id, state.conversation_id, version)],
        )
    except Overtaken:
        return Later(timedelta(), "the conversation has moved")
    outbound = Outbound(message_id, to, queued.content, status_url=_status_url(services, in_use, message_id))
    return _call(job, services, context, in_use, outbound)


def _load(
    job: Job, services: Services, message_id: UUID, state: Message
) -> tuple[MessageQueued, Conversation, int, Identifier | None]:
    own, parent = (job.organisation_id, message_id), (job.organisation_id, state.conversation_id)
    facts = services.ledger.load([own, parent])
    queued = next(fact.event for fact in facts[own] if isinstance(fact.event, MessageQueued))
    started = next((fact.event for fact in facts[parent] if isinstance(fact.event, ConversationStarted)), None)
    to = None
    if started is not None and not isinstance(started.address, Erased):
        to = Identifier(started.address_kind, started.address)
    return queued, conversation.fold(fact.event for fact in facts[parent]), len(facts[parent]), to


def _why_not(queued: MessageQueued, in_use: ChannelInUse | None, to: Identifier | None) -> Failure | None:
    if in_use is None:
        return Failure("CHANNEL_UNKNOWN", "Ce canal n'existe plus.")
    if in_use.suspended:
        return Failure("CHANNEL_SUSPENDED", f"Le canal est suspendu : {in_use.suspended}")
    if to is None or isinstance(queued.content, Erased):
        return Failure("CONTACT_ERASED", "Ce client a été supprimé.")
    return None


def _stale(job: Job, services: Services, queued: MessageQueued, state: Conversation) -> str:
    """Why an answer of the assistant must not leave, if it must not."""
    if queued.author != "assistant" or queued.answer is None:
        return ""
    if state.owner is Owner.PERSON:
        return "Un membre de l'équipe a pris la conversation."
    with services.writing() as connection:
        leaves = turns.leave(
            connection, job.organisation_id, queued.conversation_id, queued.answer.turn_id, queued.answer.revision
        )
    return "" if leaves else "Le client a écrit un nouveau message."


def _call(job: Job, services: Services, context: Context, in_use: ChannelInUse, outbound: Outbound) -> Result:
    provider = services.channels.providers[in_use.access.provider]
    message_id = outbound.message_id
    try:
        accepted = provider.send(in_use.access, outbound)
    except SendRefused as refused:
        return _refused(job, services, context, in_use, message_id, refused)
    except NotSent:
        return _postpone(
            job,
            services,
            context,
            message_id,
            Failure("PROVIDER_UNREACHABLE", "Le fournisseur est injoignable : nouvel essai automatique."),
            WAITS[Retry.SOON],
        )
    except SendUncertain:
        services.bus.execute(context, LeaveUncertain(message_id=message_id))
        return Done()
    except ValueError:  # the adapter cannot say this in the provider's words
        services.bus.execute(
            context, FailMessage(message_id=message_id, code="CONTENT_NOT_SENDABLE", reason="Ce canal ne sait pas envoyer ce contenu : envoyez un texte.")
        )
        return Done()
    services.bus.execute(
        Context(job.organisation_id, PROVIDER, correlation_id=message_id, causation=job.causation),
        ConfirmSend(
            message_id=message_id,
            provider_message_id=accepted.provider_message_id,
            at=services.clock.now(),
        ),
        BindAlias(
            alias_id=services.intake.alias_id(in_use.channel_id, accepted.provider_message_id), message_id=message_id
        ),
    )
    _apply_held(services, job.organisation_id, in_use.channel_id, message_id, accepted.provider_message_id)
    return Done()


def _refused(
    job: Job, services: Services, context: Context, in_use: ChannelInUse, message_id: UUID, refused: SendRefused
) -> Result:
    if refused.retry in WAITS:
        return _postpone(job, services, context, message_id, refused.failure, WAITS[refused.retry])
    services.bus.execute(
        context, FailMessage(message_id=message_id, code=refused.failure.code, reason=refused.failure.reason)
    )
    if refused.retry is Retry.CHANNEL:
        services.bus.execute(
            Context(job.organisation_id, Actor("provider", in_use.channel_id), correlation_id=message_id),
            SuspendChannel(channel_id=in_use.channel_id, reason=refused.failure.reason),
        )
        services.channels.forget()
    return Done()


def _postpone(
    job: Job, services: Services, context: Context, message_id: UUID, failure: Failure, first: float
) -> Result:
    if job.attempt >= MOST_ATTEMPTS:
        services.bus.execute(context, FailMessage(message_id=message_id, code=failure.code, reason=failure.reason))
        return Done()
    wait = back_off(job.attempt, first=first)
    services.bus.execute(
        context,
        PostponeSend(
            message_id=message_id, code=failure.code, reason=failure.reason, until=services.clock.now() + wait
        ),
    )
    return Later(wait, f"{failure.code}: {failure.reason}")


def _sent_as(services: Services, organisation_id: UUID, message_id: UUID) -> str:
    """The provider's id of a message, empty while it has none."""
    stream = (organisation_id, message_id)
    sent = [fact.event for fact in services.ledger.load([stream])[stream] if isinstance(fact.event, MessageSent)]
    return known(sent[0].provider_message_id, "") if sent else ""


def _apply_held(
    services: Services, organisation_id: UUID, channel_id: UUID, message_id: UUID, provider_message_id: str
) -> None:
    """Receipts that came before their message was known are for it now."""
    alias = services.intake.known_as(organisation_id, channel_id, provider_message_id)
    for held in alias.held:
        failure = Failure(held.code, held.reason) if held.status == "failed" else None
        receipt = Receipt(provider_message_id, held.status, held.at, failure=failure)
        services.bus.execute(
            Context(organisation_id, PROVIDER, correlation_id=message_id),
            report(message_id, channel_id, receipt, held.at),
        )


def _status_url(services: Services, in_use: ChannelInUse, message_id: UUID) -> str:
    path = in_use.access.provider.replace("_", "-")
    return f"{services.public_url}/api/webhooks/{path}?message={message_id}"
