"""Send a queued message: the attempt is committed, then the provider is called, then the outcome is committed.

A crash in between leaves the attempt without an outcome. It is then uncertain, and never sent again by
itself: a receipt of the provider settles it, or a person.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from application import turns
from application.bus import Outcome, Overtaken, follow
from application.channels import ChannelInUse
from application.effect import Done, Job, Later, NotYet, Result, Services, back_off, performs
from application.last_look import last_look
from application.pacing import route
from application.ports.ledger import Guard, Stream
from application.ports.messaging import (
    Accepted,
    Failure,
    Identifier,
    Messaging,
    NotSent,
    Outbound,
    Receipt,
    Retry,
    SendRefused,
    SendUncertain,
)
from application.ports.pace import Route
from application.receipts import report
from domain.channels.channel import SuspendChannel
from domain.conversations.alias import BindAlias
from domain.conversations.conversation import Conversation, Owner, conversation
from domain.conversations.events import AliasBound, ConversationStarted, MessageQueued, MessageSent
from domain.conversations.message import Message, Stage, message
from domain.conversations.message_commands import (
    AttemptSend,
    ConfirmSend,
    DiscardMessage,
    FailMessage,
    LeaveUncertain,
    PostponeSend,
)
from domain.event import Command, Event
from domain.fact import PROVIDER, SYSTEM, Actor, Context, Fact
from domain.personal import Erased, known

MOST_ATTEMPTS = 8
# Seconds before the second attempt.
WAITS = {Retry.SOON: 2.0, Retry.SLOWER: 2.0, Retry.RECIPIENT: 6.0, Retry.LATER: 60.0}

GONE = Failure("CHANNEL_UNKNOWN", "Ce canal n'existe plus.")
ERASED = Failure("CONTACT_ERASED", "Ce client a été supprimé.")
UNREACHABLE = Failure("PROVIDER_UNREACHABLE", "Le fournisseur est injoignable : nouvel essai automatique.")
REPLACED = Failure("CREDENTIALS_REPLACED", "Les identifiants du canal viennent d'être remplacés : nouvel essai.")
NOT_SENDABLE = Failure("CONTENT_NOT_SENDABLE", "Ce canal ne sait pas envoyer ce contenu : envoyez un texte.")


@performs("deliver_message")
def deliver(job: Job, services: Services) -> Result:
    """Bring the message one step further, from whatever stage it is at."""
    return _Delivery(job, services, job.id("message_id")).step()


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One run of the effect for one message. `read` are the streams as it knows them: read once, then written by it."""

    job: Job
    services: Services
    message_id: UUID
    read: dict[Stream, list[Fact[Any]]] = field(default_factory=dict)

    def step(self) -> Result:
        ours, talk = ((self.job.organisation_id, self.job.id(name)) for name in ("message_id", "conversation_id"))
        self.read.update(self.services.ledger.load([ours, talk]))
        facts = self.read[ours]
        state: Message = message.fold(fact.event for fact in facts)
        if state.stage is Stage.QUEUED:
            queued = next(fact.event for fact in facts if isinstance(fact.event, MessageQueued))
            in_use = self.services.channels.use(self.job.organisation_id, queued.channel_id)
            if in_use is None:
                return self._fail(GONE)
            return self._hindered(queued, in_use) or self._send(in_use, state, queued, self.read[talk])
        if state.stage is Stage.ATTEMPTED:  # a worker died between the attempt and its outcome
            return self._end(LeaveUncertain(message_id=self.message_id))
        for sent in (fact.event for fact in facts if isinstance(fact.event, MessageSent)):
            if provider_message_id := known(sent.provider_message_id, ""):  # none when a person settled it
                self._apply_held(state.channel_id, provider_message_id)
        return Done()

    def _hindered(self, queued: MessageQueued, in_use: ChannelInUse) -> Result | None:
        """It waited: the window may have closed, its template been paused."""
        found = last_look(self.job, self.services, queued, self._provider(in_use).window)
        return self._fail(found) if isinstance(found, Failure) else found

    def _send(self, in_use: ChannelInUse, state: Message, queued: MessageQueued, facts: list[Fact[Event]]) -> Result:
        to = _address(facts)
        if in_use.suspended:
            return self._fail(Failure("CHANNEL_SUSPENDED", f"Le canal est suspendu : {in_use.suspended}"))
        if to is None or isinstance(queued.content, Erased):
            return self._fail(ERASED)
        outbound = Outbound(self.message_id, to, queued.content, status_url=self._status_url(in_use))
        return self._leave(in_use, outbound, state, queued, facts)

    def _leave(
        self, in_use: ChannelInUse, outbound: Outbound, state: Message, queued: MessageQueued, facts: list[Fact[Event]]
    ) -> Result:
        """When its turn has come, and nothing has overtaken it while it waited."""
        way = route(in_use, outbound.to, self._provider(in_use).pace, self.services.indexes)
        if wait := self.services.pace.reserve(f"{self.message_id}:{state.attempts + 1}", way):
            return NotYet(wait.time, wait.alone)
        if stale := self._stale(queued, conversation.fold(fact.event for fact in facts)):
            return self._end(DiscardMessage(message_id=self.message_id, reason=stale))
        guard = Guard(self.job.organisation_id, state.conversation_id, version=len(facts))
        try:  # the guard: a person who takes over at this instant wins
            self._ask(AttemptSend(message_id=self.message_id), guards=[guard])
        except Overtaken:
            return Later(timedelta(), "the conversation has moved")
        return self._call(in_use, way, outbound)

    def _stale(self, queued: MessageQueued, state: Conversation) -> str:
        """Why an answer of the assistant must not leave, if it must not."""
        if queued.author != "assistant" or queued.answer is None:
            return ""
        if state.owner is Owner.PERSON:
            return "Un membre de l'équipe a pris la conversation."
        if state.muted:
            return "La conversation est en sourdine."
        with self.services.writing() as connection:
            leaves = turns.leave(
                connection,
                self.job.organisation_id,
                queued.conversation_id,
                queued.answer.turn_id,
                queued.answer.revision,
            )
        return "" if leaves else "Le client a écrit, corrigé ou supprimé un message."

    def _call(self, in_use: ChannelInUse, way: Route, outbound: Outbound) -> Result:
        try:
            with self.services.pace.calling(f"{self.message_id}", way):
                accepted = self._provider(in_use).send(in_use.access, outbound)
        except SendRefused as refused:
            return self._refused(in_use, way, refused)
        except NotSent:
            return self._postpone(UNREACHABLE, self._back_off(Retry.SOON))
        except SendUncertain:
            return self._end(LeaveUncertain(message_id=self.message_id))
        except ValueError:  # the adapter cannot say this in the provider's words
            return self._fail(NOT_SENDABLE)
        return self._confirm(in_use, accepted)

    def _confirm(self, in_use: ChannelInUse, accepted: Accepted) -> Result:
        id = accepted.provider_message_id
        outcome = self._ask(
            ConfirmSend(message_id=self.message_id, provider_message_id=id, at=self.services.clock.now()),
            BindAlias(alias_id=self.services.intake.aliases.id(in_use.channel_id, id), message_id=self.message_id),
            actor=PROVIDER,
        )
        if not any(isinstance(fact.event, AliasBound) and fact.version == 1 for fact in outcome.facts):
            self._apply_held(in_use.channel_id, id)  # the provider's id was heard of before
        return Done()

    def _refused(self, in_use: ChannelInUse, way: Route, refused: SendRefused) -> Result:
        if refused.retry in WAITS:
            return self._postpone(refused.failure, self._ease(way, refused))
        if refused.retry is Retry.CHANNEL:
            now = self.services.channels.use(self.job.organisation_id, in_use.channel_id)
            if now is not None and now.credentials_version != in_use.credentials_version:
                # Refused with those of a moment ago: the new ones have a try.
                return self._postpone(REPLACED, timedelta())
            suspend = SuspendChannel(
                channel_id=in_use.channel_id,
                reason=refused.failure.reason,
                credentials_version=in_use.credentials_version,
            )
            self._ask(suspend, actor=Actor("provider", in_use.channel_id))
        return self._fail(refused.failure)

    def _ease(self, way: Route, refused: SendRefused) -> timedelta:
        """Have others wait as well, as far as the refusal concerns them. Gives how long this one waits."""
        asked = timedelta(seconds=refused.retry_after)
        wait = max(self._back_off(refused.retry), asked)
        match refused.retry:
            case Retry.SLOWER:
                self.services.pace.slow(way.number)
                self.services.pace.hold(way.number, asked)
            case Retry.RECIPIENT:
                self.services.pace.hold(way.recipient, wait)
            case Retry.LATER:
                self.services.pace.hold(way.account, wait)
        return wait

    def _back_off(self, retry: Retry) -> timedelta:
        return back_off(self.job.attempt, first=WAITS[retry])

    def _postpone(self, failure: Failure, wait: timedelta) -> Result:
        if self.job.attempt >= MOST_ATTEMPTS:
            return self._fail(failure)
        until = self.services.clock.now() + wait
        self._ask(PostponeSend(message_id=self.message_id, code=failure.code, reason=failure.reason, until=until))
        return Later(wait, f"{failure.code}: {failure.reason}")

    def _fail(self, failure: Failure) -> Done:
        return self._end(FailMessage(message_id=self.message_id, code=failure.code, reason=failure.reason))

    def _end(self, command: Command) -> Done:
        self._ask(command)
        return Done()

    def _apply_held(self, channel_id: UUID, provider_message_id: str) -> None:
        """Receipts that came before their message was known are for it now."""
        alias = self.services.intake.aliases.known_as(self.job.organisation_id, channel_id, provider_message_id)
        for held in alias.held:
            failure = Failure(held.code, held.reason) if held.status == "failed" else None
            receipt = Receipt(provider_message_id, held.status, held.at, failure=failure)
            self._ask(report(self.message_id, channel_id, receipt, held.at), actor=PROVIDER)

    def _status_url(self, in_use: ChannelInUse) -> str:
        path = in_use.access.provider.replace("_", "-")
        return f"{self.services.public_url}/api/webhooks/{path}?message={self.message_id}"

    def _provider(self, in_use: ChannelInUse) -> Messaging:
        return self.services.channels.providers[in_use.access.provider]

    def _ask(self, *commands: Command, guards: list[Guard] | None = None, actor: Actor = SYSTEM) -> Outcome:
        context = Context(self.job.organisation_id, actor, correlation_id=self.message_id, causation=self.job.causation)
        outcome = self.services.bus.execute(context, *commands, guards=guards or [], known=self.read)
        follow(self.read, outcome.facts)
        return outcome


def _address(facts: list[Fact[Event]]) -> Identifier | None:
    """Where the customer of the conversation is written to, unless erased."""
    started = next((fact.event for fact in facts if isinstance(fact.event, ConversationStarted)), None)
    if started is None or isinstance(started.address, Erased):
        return None
    return Identifier(started.address_kind, started.address)
