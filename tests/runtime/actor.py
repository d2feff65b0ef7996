"""A small program for the supervisor to keep: listens on a port, says ready, notes in a shared file what it does.

``python actor.py NAME JOURNAL PORT [CHILD_PORT]``: with CHILD_PORT it leaves a child of its own listening there.
"""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

from runtime.readiness import announce

NAME, JOURNAL, PORT, *CHILD_PORT = sys.argv[1:]


def note(event: str) -> None:
    with Path(JOURNAL).open("a") as journal:
        journal.write(f"{NAME} {event}\n")


def end(number: int, frame: FrameType | None) -> None:
    note("stopped")
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
listener = socket.create_server(("127.0.0.1", int(PORT)))
note("started")
announce()
if CHILD_PORT:
    child = subprocess.Popen([sys.executable, __file__, f"{NAME}'s child", JOURNAL, CHILD_PORT[0]])
while True:
    listener.accept()[0].close()
