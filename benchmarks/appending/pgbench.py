"""PostgreSQL itself: one row for each transaction, inserted by pgbench, in a table with the same primary key."""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping

import psycopg
from psycopg.conninfo import conninfo_to_dict

from benchmarks.appending.contestant import empty
from benchmarks.appending.work import Work
from runtime.embedded.binaries import postgres_program

TABLE = """
CREATE TABLE bare (
    organisation_id uuid NOT NULL, stream_id uuid NOT NULL, version bigint NOT NULL, name text NOT NULL,
    state bytea NOT NULL, PRIMARY KEY (organisation_id, stream_id, version)
)
"""
SCRIPT = """
INSERT INTO bare VALUES
    ('00000000-0000-0000-0000-0000000003e8', gen_random_uuid(), 1, 'conversations.MessageReceived', :state);
"""


class Pgbench:
    """In the database of `dsn`; each row has the bytes of `state`. It is the pgbench of the embedded server."""

    name = "pgbench"

    def __init__(self, dsn: str, state: bytes) -> None:
        self._dsn = dsn
        self._state = state
        with psycopg.connect(dsn) as admin:
            admin.execute(TABLE.encode())

    def reset(self) -> None:
        empty(self._dsn, "bare")

    def append(self, work: Work) -> float:
        """As many clients as there are writers, and as many rows as they save."""
        clients = len(work.writers)
        address = conninfo_to_dict(self._dsn)
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(SCRIPT)
            script.flush()
            command = [str(postgres_program("pgbench")), "--no-vacuum", "--protocol=prepared", f"--file={script.name}"]
            command += [f"--client={clients}", f"--jobs={min(clients, 2)}", f"--define=state=\\x{self._state.hex()}"]
            command += [f"--transactions={max(1, work.saves // clients)}", str(address["dbname"])]
            done = subprocess.run(  # noqa: S603
                command, env=_variables(address), check=False, capture_output=True, text=True
            )
        found = re.search(r"tps = ([\d.]+) \(without initial connection time\)", done.stdout)
        assert found, done.stderr
        return float(found[1])


def _variables(address: Mapping[str, object]) -> dict[str, str]:
    """Where the server is; the password is in no command line."""
    return os.environ | {
        "PGHOST": str(address["host"]),
        "PGPORT": str(address["port"]),
        "PGUSER": str(address["user"]),
        "PGPASSWORD": str(address["password"]),
    }
