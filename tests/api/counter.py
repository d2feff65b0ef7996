"""The licence desk of a team, and a clock that a test moves: what is sold there, and how the API shows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from application.ports.clock import Clock
from domain.fact import Fact
from domain.licensing.licence_events import LicenceDelivered
from tests.api.stage import Response, Stage, Team


@dataclass
class Moved:
    """The clock, some time from now."""

    clock: Clock
    by: timedelta = timedelta()

    def now(self) -> datetime:
        return self.clock.now() + self.by


@contextmanager
def moving(stage: Stage) -> Iterator[Moved]:
    """The whole API lives by a clock that can be moved; sessions and tokens stay in the present."""
    clock, before = Moved(stage.services.clock), stage.client
    stage.client = stage.with_services(clock=clock, licences=replace(stage.services.licences, clock=clock))
    try:
        yield clock
    finally:
        stage.client = before


def facts_of(team: Team) -> list[Fact[Any]]:
    """All that the ledger has of an organisation."""
    return [
        one for one in team.stage.drive.house.ledger.page(0, 100_000) if one.organisation_id == team.organisation_id
    ]


@dataclass
class Counter:
    """Where a team sells licences."""

    team: Team

    def asks(
        self, path: str, body: Any = None, *, key: str = "", role: Any = "admin", method: str = "POST"
    ) -> Response:
        headers = {"Idempotency-Key": key or uuid4().hex}
        answer = self.team.person(role).request(method, f"/api/licences{path}", json=body, headers=headers)
        self.team.stage.run()
        return answer

    def tries(self, key: str = "", **changes: Any) -> Response:
        """Somebody asks for a licence."""
        body = {"email": "awa@exemple.fr", "hwid": f"HW-{uuid4().hex}", "plan": "premium", "payment_method": "stripe"}
        return self.asks("", body | changes, key=key)

    def sells(self, **changes: Any) -> dict[str, Any]:
        """A licence is sold. Gives what the desk answers."""
        answer = self.tries(**changes)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def does(self, sold: dict[str, Any], verb: str, body: Any = None, *, key: str = "") -> Response:
        """Something is asked of a licence."""
        return self.asks(f"/{sold['licence_id']}/{verb}", body, key=key)

    def shown(self, sold: dict[str, Any]) -> dict[str, Any]:
        """The sheet of a licence."""
        found: dict[str, Any] = self.get(f"/{sold['licence_id']}")
        return found

    def listed(self, **asked: Any) -> list[str]:
        """The addresses of the licences of a list."""
        return [one["email"] for one in self.get("", **asked)["data"]]

    def get(self, path: str, **asked: Any) -> Any:
        answer = self.team.person("viewer").get(f"/api/licences{path}", **asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def facts(self, licence_id: str) -> list[str]:
        """The names of the facts of a licence, but for the letters that carry it."""
        stream = (self.team.organisation_id, UUID(licence_id))
        facts = self.team.stage.drive.house.ledger.load([stream])[stream]
        return [fact.event.name for fact in facts if not isinstance(fact.event, LicenceDelivered)]
