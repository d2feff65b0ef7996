"""The licence door: whatever comes together is looked at together, by one thread, and noted together by another.

A thousand programs that start at nine o'clock take no thread from the people who work, and few statements.
"""

from concurrent.futures import Future

from adapters.gathering import Gathered
from application.bus import Asked, Outcome
from application.licence_checks import LicenceChecks
from application.ports.licence_door import Presented, Seen

MOST_REMEMBERED = 20_000


class GatheringDoor:
    """The `LicenceDoor` port."""

    def __init__(self, checks: LicenceChecks) -> None:
        self._looks: Gathered[Presented, Seen] = Gathered(checks.look, name="licence-looks")
        self._notes: Gathered[Asked, Outcome] = Gathered(checks.note, name="licence-notes")
        self._proven: dict[int, None] = {}

    def look(self, presented: Presented) -> "Future[Seen]":
        """What it is."""
        looked = self._looks.ask(presented)
        looked.add_done_callback(lambda done: self._remember(presented, done))
        return looked

    def note(self, asked: Asked) -> "Future[Outcome]":
        """Execute a command."""
        return self._notes.ask(asked)

    def was_proven(self, presented: Presented) -> bool:
        """Whether this very pair was proven here lately."""
        return hash(presented) in self._proven

    def close(self) -> None:
        """Answer what was asked, note it, then stop."""
        self._looks.close()
        self._notes.close()

    def _remember(self, presented: Presented, done: "Future[Seen]") -> None:
        if done.exception() is None and done.result().proven:
            if len(self._proven) >= MOST_REMEMBERED:
                self._proven.clear()  # they are looked at once more, and remembered again
            self._proven[hash(presented)] = None
