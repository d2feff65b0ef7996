"""A thousand programs that check in at once, and what the people at the desk feel of it meanwhile."""

import argparse
import asyncio
import http.client
import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID, uuid4

import httpx

from adapters.secrets.passwords import Argon2Passwords
from application.licensing import LicenceDesk, NewLicence
from application.sign_in import register_user
from benchmarks.machines import cpu_seconds, machines
from domain.fact import SYSTEM, Context
from domain.tenancy.organisation import FoundOrganisation
from runtime.composition import House, open_house
from runtime.embedded import ports
from runtime.settings import Settings
from runtime.up import process
from runtime.waiting import wait_until

RESULTS = Path(__file__).parent / "results"
EMAIL, PASSWORD = "laura@example.org", "correct horse battery staple"
LOOK_EVERY = 0.02  # seconds, at the desk
QUIET = 5.0  # seconds at the desk before anything comes


@dataclass(frozen=True)
class Figures:
    """What was measured. Times are milliseconds, but for `seconds`: until the last of a wave had its answer."""

    at: str
    processors: int
    load_before: float
    load_after: float
    licences: int
    waves: int
    list_looked_at: str
    refused_or_lost: int
    noted: int
    seconds: list[float]
    check_in: dict[str, float]
    list_in_quiet: dict[str, float]
    list_meanwhile: dict[str, float]
    cpu_seconds: dict[str, float]


def summary(took: Sequence[float]) -> dict[str, float]:
    """Of seconds, in milliseconds."""
    found = sorted(took)
    return {
        "count": len(found),
        "median": round(statistics.median(found) * 1000, 1),
        "p95": round(found[int(len(found) * 0.95)] * 1000, 1),
        "longest": round(found[-1] * 1000, 1),
    }


def sell(house: House, organisation_id: UUID, licences: int) -> list[dict[str, str]]:
    """Licences, as their software presents them."""
    desk = LicenceDesk(house.bus, house.ledger, house.master_key, house.clock)

    def one(n: int) -> dict[str, str]:
        new = NewLicence(f"client{n}@example.org", f"HW-{n}", "premium")
        outcome = desk.issue(Context(organisation_id, SYSTEM), uuid4(), new)
        return {"key": str(outcome.facts[-1].event.key), "hwid": f"HW-{n}"}

    with ThreadPoolExecutor(16) as hands:
        return list(hands.map(one, range(licences)))


def look_at_the_desk(port: int, token: str, path: str, told: Connection) -> None:
    """In a process of its own: look at a list again and again, until told to say how long each look took, and when."""
    headers = {"Authorization": f"Bearer {token}"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    looks: list[tuple[float, float]] = []
    while not told.poll(LOOK_EVERY):
        start = time.monotonic()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        looks.append((start, time.monotonic() - start))
    told.send(looks)


async def check_in(port: int, body: dict[str, str], go: asyncio.Event) -> tuple[float, int]:
    """One program, connected already. Gives how long its answer took, and the status."""
    content = json.dumps(body).encode()
    request = (
        b"POST /api/client/check-in HTTP/1.1\r\nHost: palabre\r\nContent-Type: application/json\r\n"
        b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(content), content)
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await go.wait()
    start = time.monotonic()
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return time.monotonic() - start, int(answer.split(b" ", 2)[1])


async def wave(port: int, bodies: Sequence[dict[str, str]]) -> tuple[float, list[tuple[float, int]]]:
    """All at once. Gives how long until the last answer, and each."""
    go = asyncio.Event()
    programs = [asyncio.create_task(check_in(port, body, go)) for body in bodies]
    await asyncio.sleep(1)  # all are connected
    start = time.monotonic()
    go.set()
    answers = await asyncio.gather(*programs)
    return time.monotonic() - start, answers


def measure(licences: int, waves: int, path: str) -> Figures:
    """Sell, look, check in, look."""
    load_before = os.getloadavg()[0]
    port = ports.free_port()
    os.environ.update({"PALABRE_PORT": str(port), "PALABRE_PERSON_PER_MINUTE": "1000000"})
    with machines({}, workers=1) as (supervisor, programs):
        organisation_id = uuid4()
        with open_house(Settings(), pool_size=16) as house:
            founded = FoundOrganisation(organisation_id=organisation_id, organisation_name="Institut Lumière")
            house.bus.execute(Context(organisation_id, SYSTEM), founded)
            register_user(
                bus=house.bus,
                vault=house.vault,
                passwords=Argon2Passwords(),
                indexes=house.master_key,
                context=Context(organisation_id, SYSTEM),
                user_id=uuid4(),
                email=EMAIL,
                name="Laura Petit",
                role="admin",
                password=PASSWORD,
            )
            sold = sell(house, organisation_id, licences)
            supervisor.start(*programs, process("web", "web"))
            supervisor.wait_ready()
            url = f"http://127.0.0.1:{port}"
            settle(house)
            signed_in = httpx.post(f"{url}/auth/login", json={"email": EMAIL, "password": PASSWORD}, timeout=60).json()
            before = cpu_seconds()
            ours, theirs = multiprocessing.Pipe()
            desk = multiprocessing.Process(target=look_at_the_desk, args=[port, signed_in["token"], path, theirs])
            desk.start()
            time.sleep(QUIET)
            began = time.monotonic()
            seconds, answers, times = [], [], []
            for n in range(waves):
                bodies = [one | {"version": f"1.{n}", "os": "Windows 11 23H2"} for one in sold]
                started = time.monotonic()
                took, answered = asyncio.run(wave(port, bodies))
                seconds.append(round(took, 2))
                times.append((started + 1, started + 1 + took))
                answers += answered
            ours.send("say")
            looks = ours.recv()
            desk.join()
            spent = {name: round(used - before.get(name, 0), 1) for name, used in cpu_seconds().items()}
            noted = sum(
                fact.event.name == "licensing.LicenceCheckedIn"
                for after in range(0, house.ledger.head(), 10_000)
                for fact in house.ledger.page(after, 10_000)
            )
    meanwhile = [took for at, took in looks if any(first - took < at < last for first, last in times)]
    return Figures(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        processors=os.cpu_count() or 0,
        load_before=round(load_before, 2),
        load_after=round(os.getloadavg()[0], 2),
        licences=licences,
        waves=waves,
        list_looked_at=path,
        refused_or_lost=sum(status != 200 for _, status in answers),
        noted=noted,
        seconds=seconds,
        check_in=summary([took for took, _ in answers]),
        list_in_quiet=summary([took for at, took in looks if at < began - 1]),
        list_meanwhile=summary(meanwhile),
        cpu_seconds=spent,
    )


def settle(house: House) -> None:
    """Until the letters have left and the read models have caught up."""

    def is_quiet() -> bool:
        with house.pool.connection() as connection:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM outbox.effects WHERE state <> 'done' AND due_at <= clock_timestamp())"
                " + (SELECT count(*) FROM read.generations WHERE state = 'live' AND position <"
                "    (SELECT max(position) FROM ledger.facts))"
            ).fetchone()
        return row == (0,)

    assert wait_until(is_quiet, 600)


def table(figures: Figures) -> str:
    rows = [f"| {name.replace('_', ' ')} | {_shown(value)} |" for name, value in asdict(figures).items()]
    return "\n".join(["# A thousand licences check in at once", "", "| figure | value |", "|---|---|", *rows, ""])


def _shown(value: object) -> str:
    return ", ".join(f"{name} {one}" for name, one in value.items()) if isinstance(value, dict) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--licences", type=int, default=1_000)
    parser.add_argument("--waves", type=int, default=5)
    parser.add_argument("--list", default="/api/contacts?limit=20", help="what the desk looks at meanwhile")
    options = parser.parse_args()
    figures = measure(options.licences, options.waves, options.list)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "check_ins.json").write_text(json.dumps(asdict(figures), indent=2) + "\n")
    (RESULTS / "check_ins.md").write_text(table(figures))


if __name__ == "__main__":
    main()
