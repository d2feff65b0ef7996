"""Our ledger: its committer gathers what the writers ask for."""

from application.ports.ledger import Save
from benchmarks.appending.contestant import empty, in_threads
from benchmarks.appending.work import Facts, Work
from runtime.composition import House


class Ours:
    name = "Palabre"

    def __init__(self, house: House) -> None:
        self._house = house

    def reset(self) -> None:
        empty(self._house.settings.dsn, "ledger.facts", "ledger.heads")

    def append(self, work: Work) -> float:
        """As the bus does it: a thread that waits for its save."""
        self._house.keyring.ensure(work.people)
        return in_threads(work.writers, self._save)

    def _save(self, facts: Facts) -> None:
        self._house.ledger.submit(Save(facts)).result()
