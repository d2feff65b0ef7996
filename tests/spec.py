"""Specs of rules: given what happened, when this is asked, then these facts, this refusal, or silence.

given(licence, issued).when(revoke_it).then(revoked)
"""

from typing import Any

import pytest

from domain import catalogue
from domain.decider import Decider
from domain.event import Command, Event
from domain.refusal import Refused

catalogue.load()  # rules may stand beside the state that they are about


class When:
    def __init__(self, decider: Decider[Any], events: tuple[Event, ...], command: Command) -> None:
        self._decider = decider
        self._events = events
        self._command = command

    def then(self, *expected: Event) -> None:
        """Exactly these facts; none is silence. Deciding again on what follows adds nothing."""
        decided = self._decide(*self._events)
        assert decided == list(expected)

    def then_once(self, *expected: Event) -> None:
        """These facts, and silence the second time."""
        self.then(*expected)
        assert self._decide(*self._events, *expected) == []

    def refuses(self, code: str) -> None:
        """A sentence in French with this code."""
        with pytest.raises(Refused) as refused:
            self._decide(*self._events)
        assert refused.value.code == code
        assert refused.value.sentence.endswith((".", "?"))

    def _decide(self, *events: Event) -> list[Event]:
        return self._decider.decide(self._decider.fold(events), self._command)


class Given:
    def __init__(self, decider: Decider[Any], events: tuple[Event, ...]) -> None:
        self._decider = decider
        self._events = events

    def when(self, command: Command) -> When:
        return When(self._decider, self._events, command)


def given(decider: Decider[Any], *events: Event) -> Given:
    return Given(decider, events)
