"""What the figures were measured on: the machine, the versions, the settings that matter."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import process_time
from timeit import repeat
from typing import Any

import psycopg

LIBRARIES = ("eventsourcing", "psycopg", "pydantic", "fastapi", "uvicorn", "dramatiq")
SETTINGS = ("fsync", "synchronous_commit", "shared_buffers", "max_wal_size", "wal_level", "jit")


def described(dsn: str = "") -> dict[str, Any]:
    """With an address, its server too."""
    told: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "yardstick_ms": _yardstick(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }
    return told | ({"postgresql": _server(dsn)} if dsn else {})


def _yardstick() -> float:
    """Milliseconds of CPU that a fixed loop of Python takes, the least of five: a shared machine is up to twice as slow
    in one hour as in another, and figures of two runs are of two hours."""
    loop = "for n in range(500_000): places[n % 97] = n"
    return round(1_000 * min(repeat(loop, "places = {}", timer=process_time, number=1, repeat=5)), 1)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _server(dsn: str) -> Mapping[str, str]:
    with psycopg.connect(dsn) as connection:
        found = connection.execute(
            "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            [["server_version", *SETTINGS]],
        ).fetchall()
    return dict(found)
