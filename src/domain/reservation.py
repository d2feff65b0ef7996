"""Uniqueness across streams: a value is reserved by a stream of its own, saved in the same transaction.

The stream's id is a keyed hash of the value, so the reservation tells nothing about it. Reservations
`everywhere` (e-mail, licence key, provider endpoint) are unique per installation, others per organisation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import refuse


class ReservationEvent(Event, context="reservations"):
    """Facts about reserved values."""


class ValueReserved(ReservationEvent):
    """Valeur réservée ({kind})"""

    reservation_id: UUID
    kind: str
    organisation_id: UUID
    holder_id: UUID


class ValueReleased(ReservationEvent):
    """Valeur libérée ({kind})"""

    reservation_id: UUID
    kind: str
    holder_id: UUID


class Reserve(Command):
    """Hold the value for one holder of one organisation."""

    reservation_id: UUID
    kind: str
    organisation_id: UUID
    holder_id: UUID
    everywhere: bool = False
    taken: str = "Cette valeur est déjà utilisée."


class Release(Command):
    """Let the value go, if this holder has it."""

    reservation_id: UUID
    holder_id: UUID
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """Who holds the value. `generation` counts how often it was let go: a new holder is a new person."""

    kind: str = ""
    organisation_id: UUID | None = None
    holder_id: UUID | None = None
    generation: int = 0


reservation = Decider(Reservation, identify="reservation_id")


@reservation.decides
def reserve(state: Reservation, command: Reserve) -> Iterator[Event]:
    """Refused when another holds the value."""
    if state.holder_id not in (None, command.holder_id):
        refuse(command.taken, code=f"{command.kind.upper()}_TAKEN", field=command.kind)
    if state.holder_id is None:
        yield ValueReserved(
            reservation_id=command.reservation_id,
            kind=command.kind,
            organisation_id=command.organisation_id,
            holder_id=command.holder_id,
        )


@reservation.decides
def release(state: Reservation, command: Release) -> Iterator[Event]:
    """Quiet unless this holder has the value."""
    if state.holder_id == command.holder_id:
        yield ValueReleased(reservation_id=command.reservation_id, kind=state.kind, holder_id=command.holder_id)


@reservation.evolves
def reserved(state: Reservation, event: ValueReserved) -> Reservation:
    """Held."""
    return replace(state, kind=event.kind, organisation_id=event.organisation_id, holder_id=event.holder_id)


@reservation.evolves
def released(state: Reservation, event: ValueReleased) -> Reservation:
    """Free, for the next generation."""
    return replace(state, organisation_id=None, holder_id=None, generation=state.generation + 1)
