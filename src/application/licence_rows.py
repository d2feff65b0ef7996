"""What a batch does with each of its rows: the streams it reads, the commands it asks for, the verdict that follows.

Rows are decided many at a time on what was read at once. The rules are those of a single act: what one row is refused
is its own verdict, and the next row goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID, uuid5

from application.bus import Draft
from application.licence_sheet import Sheet
from application.licensing import LicenceDesk, NewLicence, Selling, ending
from application.ports.ledger import Stream
from domain.event import Command
from domain.fact import Context, Fact
from domain.licensing.batch_events import BatchKind, RowVerdict, Verdict
from domain.licensing.licence import Licence, licence
from domain.licensing.licence_commands import ChangeLicencePlan, ExtendLicence, RevokeLicence
from domain.licensing.licence_events import (
    LicenceAmended,
    LicenceExtended,
    LicencePlanChanged,
    LicenceReinstated,
    LicenceRenewed,
    LicenceRevoked,
    LicenceSuspended,
    LicenceTransferred,
    RevocationReason,
)
from domain.licensing.terms import Plan
from domain.refusal import Refused
from domain.reservation import Reservation, reservation

TAKEN = "HWID_TAKEN"
TWICE = "HWID_TWICE"
"""The machine is that of another row of the same file."""
TOUCHED = "LICENCE_TOUCHED"
BY_PEOPLE = (
    LicenceRenewed,
    LicenceExtended,
    LicencePlanChanged,
    LicenceAmended,
    LicenceSuspended,
    LicenceReinstated,
    LicenceTransferred,
    LicenceRevoked,
)
"""What makes a licence somebody's work: an import that is undone leaves it. Clocks, letters and check-ins do not."""


class Work(Protocol):
    """What is done with the rows of a batch, counted from 1."""

    rows: int

    def decide(self, draft: Draft, context: Context, numbers: Sequence[int]) -> list[RowVerdict]:
        """Draft what the rows give, and say what becomes of each."""
        ...


def licence_of(batch_id: UUID, row: int) -> UUID:
    """The licence that a row of an import makes."""
    return uuid5(batch_id, str(row))


@dataclass(slots=True)
class Issuing:
    """The rows of a sheet become licences."""

    desk: LicenceDesk
    selling: Selling
    batch_id: UUID
    sheet: Sheet
    rows: int = field(init=False)
    _ids: list[UUID] = field(init=False)
    _made_here: frozenset[UUID] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = len(self.sheet.cells)
        self._ids = [licence_of(self.batch_id, number) for number in range(1, self.rows + 1)]
        self._made_here = frozenset(self._ids)

    def decide(self, draft: Draft, context: Context, numbers: Sequence[int]) -> list[RowVerdict]:
        """A licence for each row, in the order of the file."""
        verdicts: dict[int, RowVerdict] = {}
        new: dict[int, NewLicence] = {}
        for number in numbers:
            try:
                new[number] = self._new(number)
            except Refused as refusal:
                verdicts[number] = _refused(number, "invalid", refusal)
        known = draft.read(stream for number, one in new.items() for stream in self._streams(number, one))
        commands: dict[int, Sequence[Command]] = {}
        for number, one in new.items():
            try:
                commands[number] = self.desk.issuing_by(self.selling, known, self._licence(number), one)
            except Refused as refusal:
                verdicts[number] = _refused(number, "invalid", refusal)
        draft.read_for(context, (command for asked in commands.values() for command in asked))
        for number, asked in commands.items():
            verdicts[number] = self._made(draft, context, number, asked, new[number])
        return [verdicts[number] for number in numbers]

    def _new(self, number: int) -> NewLicence:
        row = self.sheet.row(number)
        return NewLicence(row.email, row.hwid, row.plan, notes=row.notes, import_id=self.batch_id)

    def _licence(self, number: int) -> UUID:
        return self._ids[number - 1]

    def _streams(self, number: int, new: NewLicence) -> list[Stream]:
        return self.desk.streams_of(self.selling.organisation_id, self._licence(number), new)

    def _made(
        self, draft: Draft, context: Context, number: int, commands: Sequence[Command], new: NewLicence
    ) -> RowVerdict:
        try:
            draft.execute(context, *commands)
        except Refused as refusal:
            if refusal.code != TAKEN:
                return _refused(number, "invalid", refusal)
            index = self.desk.hwid_index(self.selling.organisation_id, new.hwid)
            held: Reservation = draft.state(reservation, (self.selling.organisation_id, index))
            code = TWICE if held.holder_id in self._made_here else TAKEN
            return RowVerdict(row=number, verdict="duplicate", code=code, field="hwid", licence_id=held.holder_id)
        return RowVerdict(row=number, verdict="created", licence_id=self._licence(number))


@dataclass(frozen=True, slots=True)
class Act:
    """What to do with each licence of a selection. `words` is the reason of an extension, or the note of a
    revocation."""

    kind: BatchKind
    days: int | None = None
    plan: Plan | None = None
    revocation: RevocationReason | None = None
    words: str = ""


@dataclass(slots=True)
class Acting:
    """The act on each licence of a selection."""

    selling: Selling
    batch_id: UUID
    licence_ids: Sequence[UUID]
    act: Act
    rows: int = field(init=False)

    def __post_init__(self) -> None:
        self.rows = len(self.licence_ids)

    def decide(self, draft: Draft, context: Context, numbers: Sequence[int]) -> list[RowVerdict]:
        """The act on each licence."""
        ids = {number: self.licence_ids[number - 1] for number in numbers}
        draft.read((self.selling.organisation_id, licence_id) for licence_id in ids.values())
        states = {number: _state(draft, self.selling.organisation_id, one) for number, one in ids.items()}
        commands = {number: self._commands(ids[number], state) for number, state in states.items()}
        draft.read_for(context, (command for asked in commands.values() for command in asked))
        return [self._done(draft, context, number, ids[number], asked) for number, asked in commands.items()]

    def _done(
        self, draft: Draft, context: Context, number: int, licence_id: UUID, commands: Sequence[Command]
    ) -> RowVerdict:
        try:
            facts = draft.execute(context, *commands)
        except Refused as refusal:
            return _refused(number, "refused", refusal, licence_id)
        return RowVerdict(row=number, verdict="changed" if facts else "unchanged", licence_id=licence_id)

    def _commands(self, licence_id: UUID, state: Licence) -> list[Command]:
        now, zone, act = self.selling.now, self.selling.zone, self.act
        if act.kind == "extend":
            act_id, days = uuid5(self.batch_id, str(licence_id)), act.days or 0
            return [ExtendLicence(licence_id=licence_id, at=now, act_id=act_id, days=days, reason=act.words, zone=zone)]
        if act.kind == "change_plan":
            plan: Plan = act.plan or "starter"
            terms = self.selling.settings.of(plan)
            return [ChangeLicencePlan(licence_id=licence_id, at=now, plan=plan, terms=terms, zone=zone)]
        reason: RevocationReason = act.revocation or "other"
        revoke = RevokeLicence(licence_id=licence_id, at=now, reason=reason, note=act.words)
        return ending(state, revoke) if state.issued else [revoke]


@dataclass(slots=True)
class Undoing:
    """The licences that an import made are revoked, but for those that somebody has acted on since."""

    selling: Selling
    batch_id: UUID
    rows: int

    def decide(self, draft: Draft, context: Context, numbers: Sequence[int]) -> list[RowVerdict]:
        """A verdict for each licence that there is: rows that made none have nothing to undo."""
        streams = {number: (self.selling.organisation_id, licence_of(self.batch_id, number)) for number in numbers}
        known = draft.read(streams.values())
        made = {number: known[stream] for number, stream in streams.items() if known[stream]}
        commands = {number: self._commands(facts) for number, facts in made.items()}
        draft.read_for(context, (command for asked in commands.values() for command in asked))
        return [self._undone(draft, context, number, made[number], asked) for number, asked in commands.items()]

    def _commands(self, facts: Sequence[Fact[Any]]) -> list[Command]:
        state: Licence = licence.fold(fact.event for fact in facts)
        revoke = RevokeLicence(licence_id=facts[0].stream_id, at=self.selling.now, reason="import_undone", note="")
        return ending(state, revoke)

    def _undone(
        self, draft: Draft, context: Context, number: int, facts: Sequence[Fact[Any]], commands: Sequence[Command]
    ) -> RowVerdict:
        licence_id = facts[0].stream_id
        changes = tuple(dict.fromkeys(fact.event.name for fact in facts if isinstance(fact.event, BY_PEOPLE)))
        if changes:
            return RowVerdict(row=number, verdict="conflict", code=TOUCHED, licence_id=licence_id, changes=changes)
        draft.execute(context, *commands)
        return RowVerdict(row=number, verdict="undone", licence_id=licence_id)


def _refused(number: int, verdict: Verdict, refusal: Refused, licence_id: UUID | None = None) -> RowVerdict:
    return RowVerdict(row=number, verdict=verdict, code=refusal.code, field=refusal.field or "", licence_id=licence_id)


def _state(draft: Draft, organisation_id: UUID, licence_id: UUID) -> Licence:
    state: Licence = draft.state(licence, (organisation_id, licence_id))
    return state
