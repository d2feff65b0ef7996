"""A licence moves by itself when its term is over, and again when its grace is."""

from collections.abc import Iterator
from datetime import datetime

from application.policy import BULK, Consequence, Desk, Effect, Policy
from domain.fact import Fact
from domain.licensing.licence_events import LicenceExtended, LicenceIssued, LicencePlanChanged, LicenceRenewed

licence_terms = Policy("licence_terms")


@licence_terms.hears
def begin(fact: Fact[LicenceIssued | LicenceRenewed | LicenceExtended], desk: Desk) -> Iterator[Consequence]:
    """Two timers. By then the term may be another: the rule decides."""
    yield _timer(fact, fact.event.ends_at)
    if fact.event.grace_ends_at != fact.event.ends_at:
        yield _timer(fact, fact.event.grace_ends_at)


@licence_terms.hears
def change(fact: Fact[LicencePlanChanged], desk: Desk) -> Iterator[Consequence]:
    """Another plan, another grace."""
    yield _timer(fact, fact.event.grace_ends_at)


def _timer(
    fact: Fact[LicenceIssued | LicenceRenewed | LicenceExtended] | Fact[LicencePlanChanged], due: datetime
) -> Effect:
    """Nobody waits for it: who asks is answered by the clock."""
    refs = {"licence_id": str(fact.event.licence_id), "due": due.isoformat()}
    key = f"term:{fact.event.licence_id}:{fact.sequence}:{due.isoformat()}"
    return Effect("move_licence", key, refs, due_in=due - fact.at, priority=BULK)
