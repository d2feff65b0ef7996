"""emmett-postgresql, an event store for Node.js, in a process of its own that stays for all rounds."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.appending.contestant import empty
from benchmarks.appending.work import Work

FOLDER = Path(__file__).parent.parent / "emmett"
OWN_NODE = FOLDER.parent.parent / ".node" / "bin"
"""where ./palabre keeps a Node.js when that of the system is missing or too old"""
CONNECTIONS = 32
"""the most it opens: its default is 10, and 90 were not faster"""


class Missing(Exception):
    """Why a contestant cannot take part, and what to do."""


class Emmett:
    """In the database of `dsn`. Appends `event` ({"type", "data"}), one at a time, to the streams of the work."""

    name = "emmett-postgresql"

    def __init__(self, dsn: str, event: Mapping[str, Any]) -> None:
        self._dsn = dsn
        variables = os.environ | {
            "PATH": f"{OWN_NODE}{os.pathsep}{os.environ['PATH']}",
            "BENCHMARK_DSN": dsn,
            "BENCHMARK_CONNECTIONS": str(CONNECTIONS),
            "BENCHMARK_EVENT": json.dumps(event),
        }
        _install(variables)
        node, pipe = str(shutil.which("node", path=variables["PATH"])), subprocess.PIPE
        self._node = subprocess.Popen(  # noqa: S603
            [node, "append.mjs"], cwd=FOLDER, env=variables, stdin=pipe, stdout=pipe, text=True
        )
        self._append([])  # its tables are there then

    def reset(self) -> None:
        empty(self._dsn, "emt_messages", "emt_streams")

    def append(self, work: Work) -> float:
        writers = [[(str(facts[0].stream_id), facts[0].version) for facts in saves] for saves in work.writers]
        return work.saves / self._append(writers)

    def close(self) -> None:
        self._node.communicate()

    def _append(self, writers: Sequence[Sequence[tuple[str, int]]]) -> float:
        """Gives how many seconds it took, by the clock of the other process."""
        assert self._node.stdin and self._node.stdout
        self._node.stdin.write(json.dumps(writers) + "\n")
        self._node.stdin.flush()
        return float(self._node.stdout.readline())


def _install(variables: Mapping[str, str]) -> None:
    """The locked packages, when they are not there yet."""
    npm = shutil.which("npm", path=variables["PATH"])
    if npm is None:
        raise Missing("left out: no Node.js 22.12 or newer; `./palabre check` puts one into .node")
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    mark = FOLDER / "node_modules" / ".locked"
    if mark.exists() and mark.read_text() == wanted:
        return
    command = [npm, "ci", "--no-audit", "--no-fund", "--loglevel", "error"]
    if subprocess.run(command, cwd=FOLDER, env=dict(variables), check=False).returncode:  # noqa: S603
        raise Missing("left out: `npm ci` in benchmarks/emmett failed")
    mark.write_text(wanted)
