"""Runs a supervisor over actors, as `up` does over the real programs: ``python fleet.py FOLDER NAME=COMMAND…``."""

import json
import os
import sys
from pathlib import Path

from runtime import console
from runtime.program import Program
from runtime.supervisor import Supervisor
from runtime.trouble import Trouble

folder = Path(sys.argv[1])
commands: dict[str, list[str]] = json.loads(sys.argv[2])
try:
    with Supervisor.at_work(folder / "logs") as supervisor:
        for name, command in commands.items():
            supervisor.start(Program(name, name, (sys.executable, *command), dict(os.environ), stop_within=5))
        supervisor.wait_ready()
        console.answer("ready")
        supervisor.watch()
except Trouble as trouble:
    console.complain(str(trouble))
    sys.exit(1)
