"""Templates of a channel follow what its provider lists and tells."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from psycopg import Connection

from application.bus import Bus
from application.channels import Channels
from application.ports.clock import Clock
from application.ports.messaging import ProviderTemplate, TemplateNotice, TemplatesUnavailable
from domain.channels.template import MissTemplate, NoteTemplate, SynchroniseTemplate, template_id_of
from domain.channels.template_sync import NoteTemplateSync, NoteTemplateSyncFailure, sync_day_of
from domain.event import Command
from domain.fact import Context
from domain.refusal import refuse
from projections import templates

TOGETHER = 50
"""Templates saved at once: what stands in the way of one is not in the way of thousands."""


@dataclass(frozen=True, slots=True)
class Synchronised:
    """What a synchronisation found, and the sequence at which a query shows it."""

    added: int
    changed: int
    missing: int
    unchanged: int
    sequence: int


def listed(channel_id: UUID, found: ProviderTemplate, at: datetime) -> SynchroniseTemplate:
    """The command of a template that the provider lists."""
    return SynchroniseTemplate(
        template_id=template_id_of(channel_id, found.key),
        channel_id=channel_id,
        reference=found.reference,
        template_name=found.name,
        language=found.language,
        category=found.category,
        status=found.status,
        reason=found.reason,
        quality=found.quality,
        wording=found.wording,
        at=at,
    )


def noted(channel_id: UUID, notice: TemplateNotice) -> NoteTemplate:
    """The command of what the provider tells of a template."""
    return NoteTemplate(
        template_id=template_id_of(channel_id, notice.key),
        channel_id=channel_id,
        template_name=notice.name,
        language=notice.language,
        status=notice.status,
        reason=notice.reason,
        category=notice.category,
        quality=notice.quality,
        changed=notice.changed,
        gone=notice.gone,
        at=notice.at,
    )


@dataclass(frozen=True, slots=True)
class Templates:
    """Asks providers for their templates. `reading` opens a session on the read models of one organisation."""

    bus: Bus
    channels: Channels
    clock: Clock
    reading: Callable[[UUID], AbstractContextManager[Connection[Any]]]

    def synchronise(self, context: Context, channel_id: UUID, run_id: UUID) -> Synchronised:
        """List the templates and follow what changed; what is no longer listed is gone. Safe to run twice, and at once.

        Raises `Refused` when the channel is unknown, or when the provider did not list them (which is noted).
        """
        in_use = self.channels.use(context.organisation_id, channel_id)
        if in_use is None:
            refuse("Ce canal n'existe pas.", code="CHANNEL_UNKNOWN")
        at = self.clock.now()  # before asking: what is told meanwhile is newer
        try:
            found = self.channels.providers[in_use.access.provider].templates(in_use.access)
        except TemplatesUnavailable as unavailable:
            self._note_failure(context, channel_id, run_id, unavailable)
            refuse(unavailable.failure.reason, code="TEMPLATES_UNAVAILABLE")
        with self.reading(context.organisation_id) as connection:
            known = templates.listed_ids(connection, channel_id)
        commands = [listed(channel_id, one, at) for one in found]
        missing = known - {command.template_id for command in commands}
        touched = self._follow(context, commands)
        gone = self._follow(
            context, [MissTemplate(template_id=one, channel_id=channel_id, at=at) for one in sorted(missing)]
        )
        counts: dict[str, Any] = {
            "added": len(touched - known),
            "changed": len(touched & known),
            "missing": len(gone),
            "unchanged": len(commands) - len(touched),
        }
        ended = self.bus.execute(context, NoteTemplateSync(**_run(channel_id, run_id, self.clock.now()), **counts))
        return Synchronised(**counts, sequence=ended.sequence)

    def _follow(self, context: Context, commands: Sequence[Command]) -> set[UUID]:
        """Run the commands. Gives the templates about which there was anything new."""
        touched: set[UUID] = set()
        for some in _slices(commands):
            touched |= {fact.stream_id for fact in self.bus.execute(context, *some).facts}
        return touched

    def _note_failure(
        self, context: Context, channel_id: UUID, run_id: UUID, unavailable: TemplatesUnavailable
    ) -> None:
        run = _run(channel_id, uuid5(run_id, "failed"), self.clock.now())
        failure = unavailable.failure
        self.bus.execute(context, NoteTemplateSyncFailure(**run, code=failure.code, reason=failure.reason))


def _run(channel_id: UUID, run_id: UUID, at: datetime) -> dict[str, Any]:
    return {"sync_day_id": sync_day_of(channel_id, at.date()), "channel_id": channel_id, "run_id": run_id, "at": at}


def _slices(commands: Sequence[Command]) -> Iterator[Sequence[Command]]:
    return (commands[start : start + TOGETHER] for start in range(0, len(commands), TOGETHER))
