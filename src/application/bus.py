"""The bus: load the streams, let the rules decide, save what they yield. Nothing else writes facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from application.ports.ledger import Conflict, Guard, Ledger, OutcomeUnknown, Save, Saving, Stream
from domain.decider import Decider
from domain.event import Command
from domain.fact import INSTALLATION, Context, Fact
from domain.refusal import Refused
from domain.reservation import Release, Reserve

ATTEMPTS = 10
NOTHING: Mapping[Stream, Sequence[Fact[Any]]] = MappingProxyType({})


class Overtaken(Exception):
    """A guarded stream has moved: what was decided on its state does not hold any more."""


class Busy(Exception):
    """Others kept writing on the same streams. Nothing was saved; asking again is safe."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command gave. `sequence` is where a query must be at least, to show it (0: nothing was ever there)."""

    facts: Sequence[Fact[Any]]
    sequence: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, and in whose ledger."""

    context: Context
    command: Command


@dataclass(frozen=True, slots=True)
class Request:
    """Commands that are decided and saved together or not at all."""

    context: Context
    commands: Sequence[Command]

    @property
    def asked(self) -> list[Asked]:
        """Each of them."""
        return [Asked(self.context, command) for command in self.commands]


@dataclass(slots=True)
class _Loaded:
    decider: Decider[Any]
    state: Any
    version: int
    sequence: int


class Draft:
    """Decides one thing after another in memory, each on what those before it gave; `Bus.save` keeps it all together.

    What is refused leaves nothing in it. Streams are read once, as many at a time as one asks for.
    """

    def __init__(self, ledger: Ledger, known: Mapping[Stream, Sequence[Fact[Any]]] = NOTHING) -> None:
        self._ledger = ledger
        self._known = dict(known)
        self._loaded: dict[Stream, _Loaded] = {}
        self.facts: list[Fact[Any]] = []

    def read(self, streams: Iterable[Stream]) -> Mapping[Stream, Sequence[Fact[Any]]]:
        """What was recorded in the streams, those of earlier calls too, when they were first asked for."""
        unknown = [stream for stream in dict.fromkeys(streams) if stream not in self._known]
        if unknown:
            self._known |= self._ledger.load(unknown)
        return self._known

    def read_for(self, context: Context, commands: Iterable[Command]) -> None:
        """Read what the commands will be decided on."""
        self.read(_stream(Asked(context, command)) for command in commands)

    def state(self, decider: Decider[Any], stream: Stream) -> Any:
        """The state of a stream, with what was drafted."""
        if stream in self._loaded:
            return self._loaded[stream].state
        return decider.fold(fact.event for fact in self.read([stream])[stream])

    def execute(self, context: Context, *commands: Command) -> Sequence[Fact[Any]]:
        """Decide, all together or nothing. Raises `Refused`."""
        asked = [Asked(context, command) for command in commands]
        streams = list(map(_stream, asked))
        self.read(streams)
        before = {stream: replace(self._loaded[stream]) for stream in streams if stream in self._loaded}
        try:
            new = _run_all(asked, self._known, self._loaded)
        except Refused:
            for stream in streams:
                self._loaded.pop(stream, None)
            self._loaded |= before
            raise
        self.facts += new
        return new


@dataclass(frozen=True, slots=True)
class _Saving:
    """A save that was asked for, None when there was nothing to save; `sequence` is that of the last fact before."""

    recorded: Saving | None
    sequence: int


class Bus:
    """Executes commands. Safe from any thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def state(self, decider: Decider[Any], stream: Stream) -> Any:
        """The state of a stream, as its rules see it."""
        return decider.fold(fact.event for fact in self._ledger.load([stream])[stream])

    def execute(
        self,
        context: Context,
        *commands: Command,
        guards: Sequence[Guard] = (),
        known: Mapping[Stream, Sequence[Fact[Any]]] = NOTHING,
        noted: Sequence[Asked] = (),
    ) -> Outcome:
        """Decide and save, all together or nothing. Retried when another save came first.

        `noted` is what other organisations keep of it, when it yields anything. `known` are whole streams that the
        caller has read a moment ago: they are read again only when they have moved.
        Raises `Refused` (a rule said no), `Overtaken` (a guard does not hold), `Busy`.
        """
        for attempt in range(ATTEMPTS):
            decided = self._decide(context, commands, guards, NOTHING if attempt else known, noted)
            if not decided.facts:
                return decided
            try:
                recorded = self._ledger.submit(Save(decided.facts, guards)).result()
            except (Conflict, OutcomeUnknown):
                continue
            return Outcome(recorded, max(_sequences(recorded, context), default=decided.sequence))
        raise Busy

    def save(self, draft: Draft) -> Sequence[Fact[Any]]:
        """Save what was drafted. Raises `Overtaken` when a stream has moved, or nobody knows: read and decide again."""
        try:
            return self._ledger.submit(Save(draft.facts)).result()
        except (Conflict, OutcomeUnknown) as lost:
            raise Overtaken from lost

    def execute_each(
        self, requests: Sequence[Request], known: Mapping[Stream, Sequence[Fact[Any]]] = NOTHING
    ) -> list[Outcome | Refused | Busy]:
        """Decide and save each request by itself, many at once: they are read together and committed together, and what
        becomes of one is nothing to the others. In the order they were asked. `known` as in `execute`."""
        streams = dict.fromkeys(_stream(one) for request in requests for one in request.asked)
        unknown = [stream for stream in streams if stream not in known]
        facts = {**known, **(self._ledger.load(unknown) if unknown else {})}
        begun = [self._begin(request, facts) for request in requests]
        return [self._end(request, first) for request, first in zip(requests, begun, strict=True)]

    def _begin(self, request: Request, facts: Mapping[Stream, Sequence[Fact[Any]]]) -> Refused | _Saving:
        loaded: dict[Stream, _Loaded] = {}
        try:
            new = _run_all(request.asked, facts, loaded)
        except Refused as refused:
            return refused
        sequence = max((one.sequence for one in loaded.values()), default=0)
        return _Saving(self._ledger.submit(Save(new)) if new else None, sequence)

    def _end(self, request: Request, begun: Refused | _Saving) -> Outcome | Refused | Busy:
        if isinstance(begun, Refused):
            return begun
        try:
            recorded = begun.recorded.result() if begun.recorded else []
            return Outcome(recorded, max(_sequences(recorded, request.context), default=begun.sequence))
        except (Conflict, OutcomeUnknown):
            pass
        try:  # another of them, or somebody else, wrote on the stream
            return self.execute(request.context, *request.commands)
        except (Refused, Busy) as refused:
            return refused

    def _decide(
        self,
        context: Context,
        commands: Sequence[Command],
        guards: Sequence[Guard],
        known: Mapping[Stream, Sequence[Fact[Any]]],
        noted: Sequence[Asked],
    ) -> Outcome:
        mine = [Asked(context, command) for command in commands]
        streams = [_stream(one) for one in (*mine, *noted)]
        guarded = [(guard.organisation_id, guard.stream_id) for guard in guards]
        unknown = [stream for stream in (*streams, *guarded) if stream not in known]
        facts = {**known, **(self._ledger.load(unknown) if unknown else {})}
        for guard, stream in zip(guards, guarded, strict=True):
            if len(facts[stream]) != guard.version:
                raise Overtaken
        loaded: dict[Stream, _Loaded] = {}
        new = _run_all(mine, facts, loaded)
        sequence = max((one.sequence for one in loaded.values()), default=0)
        return Outcome(new + _run_all(noted, facts, loaded) if new else new, sequence)


def follow(known: dict[Stream, list[Fact[Any]]], saved: Sequence[Fact[Any]]) -> None:
    """Keep what is known of streams true after facts were saved. One that others wrote on meanwhile is forgotten."""
    for fact in saved:
        stream = fact.organisation_id, fact.stream_id
        before = known.get(stream)
        if before is not None and fact.version == len(before) + 1:
            before.append(fact)
        else:
            known.pop(stream, None)


def _fold(decider: Decider[Any], facts: Sequence[Fact[Any]]) -> _Loaded:
    return _Loaded(
        decider=decider,
        state=decider.fold(fact.event for fact in facts),
        version=facts[-1].version if facts else 0,
        sequence=facts[-1].sequence if facts else 0,
    )


def _run_all(
    asked: Sequence[Asked], facts: Mapping[Stream, Sequence[Fact[Any]]], loaded: dict[Stream, _Loaded]
) -> list[Fact[Any]]:
    new: list[Fact[Any]] = []
    for one in asked:
        stream = _stream(one)
        if (known := loaded.get(stream)) is None:
            known = loaded[stream] = _fold(Decider.of_command[type(one.command)], facts[stream])
        new += _run(known, stream, one.command, one.context)
    return new


def _run(loaded: _Loaded, stream: Stream, command: Command, context: Context) -> list[Fact[Any]]:
    organisation_id, stream_id = stream
    if organisation_id != context.organisation_id:  # the installation's own: no address, no place of another ledger
        context = Context(organisation_id, context.actor, context.correlation_id)
    facts = []
    for event in loaded.decider.decide(loaded.state, command):
        loaded.version += 1
        loaded.state = loaded.decider.evolve(loaded.state, event)
        facts.append(Fact(stream_id, loaded.version, event, context))
    return facts


def _stream(asked: Asked) -> Stream:
    command = asked.command
    everywhere = isinstance(command, Reserve | Release) and command.everywhere
    organisation_id = INSTALLATION if everywhere else asked.context.organisation_id
    return organisation_id, Decider.of_command[type(command)].stream_of(command)


def _sequences(facts: Sequence[Fact[Any]], context: Context) -> list[int]:
    return [fact.sequence for fact in facts if fact.organisation_id == context.organisation_id]
