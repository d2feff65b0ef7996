"""Ten thousand messages of one number, as fast as its provider takes them, while others go on talking."""

import argparse
import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from application.pacing import RATE
from benchmarks.machines import cpu_seconds, machines
from domain.conversations.answer import Answer
from domain.conversations.content import Text
from domain.conversations.conversation_commands import StartConversation
from domain.conversations.message_commands import QueueMessage, ReceiveMessage
from domain.fact import SYSTEM, Actor, Context
from domain.tenancy.organisation import FoundOrganisation
from domain.tenancy.plan_changes import ChangePlan
from runtime.composition import House, open_house
from runtime.settings import Settings

RESULTS = Path(__file__).parent / "results"
SECRETS = {"access_token": "t", "app_secret": "s", "verify_token": "v"}
REPLY_EVERY = 3.0  # seconds


@dataclass(frozen=True)
class Number:
    """A channel of an organisation."""

    house: House
    organisation_id: UUID
    channel_id: UUID

    @classmethod
    def connected(cls, house: House, phone_number_id: str, organisation_id: UUID, limit: int) -> "Number":
        channel_id = uuid4()
        settings = {"phone_number_id": phone_number_id, "waba_id": f"9{phone_number_id}", RATE: str(limit)}
        context = Context(organisation_id, SYSTEM)
        house.channels.connect(context, channel_id, "whatsapp_cloud", phone_number_id, settings, SECRETS)
        return cls(house, organisation_id, channel_id)

    def send(self, phone: str) -> UUID:
        """Queue a message to somebody who has just asked for it. Gives its id."""
        now = self.house.clock.now()
        asked = Answer(
            turn_id=uuid4(), revision=1, in_reply_to=(), asked_at=now, source="faq", score=1.0, confidence=1.0
        )
        return self._queue(phone, now, SYSTEM, asked)

    def reply(self, phone: str, person: Actor) -> UUID:
        """Somebody writes, and a person of the organisation answers. Gives the id of the answer."""
        return self._queue(phone, self.house.clock.now(), person, None)

    def _queue(self, phone: str, now: datetime, by: Actor, answer: Answer | None) -> UUID:
        message_id = uuid4()
        place = {"conversation_id": uuid4(), "contact_id": uuid4(), "channel_id": self.channel_id}
        heard = ReceiveMessage(
            message_id=uuid4(),
            content=Text(body="Est-ce que ma commande est prête ?"),
            provider_message_id=str(uuid4()),
            replies_to=None,
            sent_at=now,
            **place,
        )
        self.house.bus.execute(
            Context(self.organisation_id, by),
            StartConversation(address_kind="phone", address=phone, started_at=now, **place),
            *([] if answer else [heard]),
            QueueMessage(
                message_id=message_id,
                author="assistant" if answer else "user",
                content=Text(body="Bonjour, votre commande est prête."),
                content_index=uuid4(),
                queued_at=now,
                answer=answer,
                **place,
            ),
        )
        return message_id


def organisation(house: House, name: str) -> UUID:
    organisation_id = uuid4()
    founded = FoundOrganisation(organisation_id=organisation_id, organisation_name=name)
    subscribed = ChangePlan(organisation_id=organisation_id, plan="enterprise")
    house.bus.execute(Context(organisation_id, SYSTEM), founded, subscribed)
    return organisation_id


@dataclass(frozen=True)
class Figures:
    """What was measured. Times are seconds. The sustained rate is that of the first 99 %: the rest is what was refused,
    and waits for seconds to be tried again."""

    at: str
    processors: int
    load_before: float
    load_after: float
    workers: int
    sends: int
    limit_per_second: int
    seconds: float
    rate: float
    sustained_rate: float
    sustained_share_of_the_limit: float
    most_in_a_second: int
    refused: int
    sent_twice: int
    missing: int
    longest_pause: float
    reply_of_another_organisation: dict[str, float]
    reply_on_the_same_number: dict[str, float]
    cpu_seconds: dict[str, float]


class Burst:
    """The run: what is queued, and what the provider saw of it."""

    def __init__(self, house: House, sends: int, limit: int) -> None:
        busy = organisation(house, "Grande campagne")
        self.house = house
        self.sends = sends
        self.number = Number.connected(house, "100001", busy, limit)
        self.quiet = Number.connected(house, "100002", organisation(house, "Petite boutique"), limit)
        self.bulk: list[UUID] = []
        self.seen: list[dict[str, Any]] = []
        self.replies: dict[str, dict[UUID, datetime]] = {"another": {}, "same": {}}

    def queue(self) -> None:
        with ThreadPoolExecutor(16) as hands:
            self.bulk = list(hands.map(lambda n: self.number.send(f"+3363998{n:05}"), range(self.sends)))

    def talk_until_sent(self, url: str, patience: float) -> None:
        """People of both organisations answer somebody now and then, until all the bulk has left."""
        person = Actor("user", uuid4())
        deadline = time.monotonic() + patience
        wanted, phone = set(map(str, self.bulk)), 600_000_000
        while time.monotonic() < deadline and wanted:
            for kind, number in (("another", self.quiet), ("same", self.number)):
                phone += 1
                asked = datetime.now(UTC)
                self.replies[kind][number.reply(f"+33{phone}", person)] = asked
            time.sleep(REPLY_EVERY)
            self.look(url)
            wanted -= {one["our_id"] for one in accepted(self.seen)}
        time.sleep(2)
        self.look(url)

    def look(self, url: str) -> None:
        """See what the provider was asked since the last look: only that, for it answers nobody else meanwhile."""
        self.seen += httpx.get(f"{url}/calls", params={"after": len(self.seen)}, timeout=30).json()

    def latencies(self, kind: str, seen: Sequence[dict[str, Any]]) -> dict[str, float]:
        left = {one["our_id"]: datetime.fromisoformat(one["time"]) for one in seen}
        took = sorted(
            (left[str(id)] - asked).total_seconds() for id, asked in self.replies[kind].items() if str(id) in left
        )
        return {
            "count": len(took),
            "missing": len(self.replies[kind]) - len(took),
            "median": round(statistics.median(took), 3),
            "p95": round(took[int(len(took) * 0.95)], 3),
            "longest": round(took[-1], 3),
        }


def accepted(seen: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in seen if one["provider_id"]]


def times_of(ids: set[str], seen: Sequence[dict[str, Any]]) -> list[float]:
    return sorted(datetime.fromisoformat(one["time"]).timestamp() for one in seen if one["our_id"] in ids)


def rate_between(times: Sequence[float], first: float, last: float) -> float:
    return round(sum(first <= at <= last for at in times) / (last - first), 2)


def most_in_a_second(times: Sequence[float]) -> int:
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def measure(sends: int, workers: int, limit: int) -> Figures:
    """Queue, start, wait, look."""
    load_before = os.getloadavg()[0]
    stand_in = {"PER_SECOND": str(limit), "QUIET": "true"}
    with machines(stand_in, workers) as (supervisor, programs):
        url = f"http://127.0.0.1:{os.environ['PALABRE_STAND_IN_PORT']}"
        with open_house(Settings()) as house:
            burst = Burst(house, sends, limit)
            burst.queue()
            supervisor.start(*programs)
            supervisor.wait_ready()
            before = cpu_seconds()
            burst.talk_until_sent(url, patience=60 + 3 * sends / limit)
            spent = {name: round(seconds - before.get(name, 0), 1) for name, seconds in cpu_seconds().items()}
    seen = burst.seen
    taken = accepted(seen)
    bulk = set(map(str, burst.bulk))
    times = times_of(bulk, taken)
    on_number = bulk | {str(id) for id in burst.replies["same"]}
    number_times = sorted(
        datetime.fromisoformat(one["time"]).timestamp() for one in taken if one["our_id"] in on_number
    )
    sent = Counter(one["our_id"] for one in taken)
    seconds = times[-1] - times[0]
    sustained = rate_between(number_times, times[0], times[int(len(times) * 0.99)])
    return Figures(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        processors=os.cpu_count() or 0,
        load_before=round(load_before, 2),
        load_after=round(os.getloadavg()[0], 2),
        workers=workers,
        sends=sends,
        limit_per_second=limit,
        seconds=round(seconds, 1),
        rate=rate_between(number_times, times[0], times[-1]),
        sustained_rate=sustained,
        sustained_share_of_the_limit=round(sustained / limit, 3),
        most_in_a_second=most_in_a_second(number_times),
        refused=len(seen) - len(taken),
        sent_twice=sum(count > 1 for count in sent.values()),
        missing=len(bulk - sent.keys()),
        longest_pause=round(max(after - at for at, after in pairwise(times)), 3),
        reply_of_another_organisation=burst.latencies("another", taken),
        reply_on_the_same_number=burst.latencies("same", taken),
        cpu_seconds=spent,
    )


def table(figures: Figures) -> str:
    rows = [f"| {name.replace('_', ' ')} | {_shown(value)} |" for name, value in asdict(figures).items()]
    return "\n".join(["# Sending at the provider's pace", "", "| figure | value |", "|---|---|", *rows, ""])


def _shown(value: object) -> str:
    return ", ".join(f"{name} {one}" for name, one in value.items()) if isinstance(value, dict) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sends", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=int, default=80, help="messages a second that the provider takes")
    options = parser.parse_args()
    figures = measure(options.sends, options.workers, options.limit)
    RESULTS.mkdir(exist_ok=True)
    name = f"pace_{options.limit}_per_second"
    (RESULTS / f"{name}.json").write_text(json.dumps(asdict(figures), indent=2) + "\n")
    (RESULTS / f"{name}.md").write_text(table(figures))


if __name__ == "__main__":
    main()
