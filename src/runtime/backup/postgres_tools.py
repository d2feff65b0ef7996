"""pg_dump and pg_restore as streams of bytes. Passwords go by the environment, not on the command line."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from runtime.embedded import binaries
from runtime.trouble import Trouble

PIECE = 256 * 1024  # bytes


def dump(dsn: str, *options: str) -> Iterator[bytes]:
    """The database in PostgreSQL's custom format. Raises Trouble when it could not be read to its end."""
    command = [_tool("pg_dump", dsn), "--format=custom", *options, f"--dbname={_without_password(dsn)}"]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, env=_environment(dsn), stdout=subprocess.PIPE, stderr=errors) as process,  # noqa: S603
    ):
        while process.stdout and (piece := process.stdout.read(PIECE)):
            yield piece
        _check(process, errors, "La base n'a pas pu être lue en entier")


def load(dsn: str, dumped: Iterable[bytes]) -> None:
    """Fill an empty database, wholly or not at all. Raises Trouble when PostgreSQL refuses."""
    command = [
        _tool("pg_restore", dsn),
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={_without_password(dsn)}",
    ]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, env=_environment(dsn), stdin=subprocess.PIPE, stderr=errors) as process,  # noqa: S603
    ):
        try:
            _feed(process, dumped)
        except BaseException:
            process.kill()  # before its input ends, which it could take for the end of the dump
            raise
        _check(process, errors, "La base n'a pas pu être remplie")


def _feed(process: subprocess.Popen[bytes], dumped: Iterable[bytes]) -> None:
    if process.stdin:
        with suppress(BrokenPipeError):  # the reason is among its errors
            for piece in dumped:
                process.stdin.write(piece)
        with suppress(BrokenPipeError):
            process.stdin.close()


def _check(process: subprocess.Popen[bytes], errors: IO[bytes], failure: str) -> None:
    if process.wait() != 0:
        errors.seek(0)
        raise Trouble(f"{failure} :\n{errors.read().decode(errors='replace').strip()}")


def _tool(name: str, dsn: str) -> str:
    """The system's program or ours, the first that is not older than the server (ours speaks no TLS)."""
    wanted = server_version(dsn) // 10000
    for candidate in (shutil.which(name), str(binaries.postgres_program(name))):
        if candidate and _major(candidate) >= wanted:
            return candidate
    raise Trouble(f"Le serveur est un PostgreSQL {wanted} : installez postgresql-client-{wanted}, pour {name}.")


def server_version(dsn: str) -> int:
    """As PostgreSQL numbers it: 180006 is 18.6."""
    with psycopg.connect(dsn) as connection:
        return connection.info.server_version


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"(\d+)(\.\d+|devel|beta\d+|rc\d+)", said.stdout)
    return int(found[1]) if found else 0


def _without_password(dsn: str) -> str:
    parameters = {name: str(value) for name, value in conninfo_to_dict(dsn).items() if name != "password"}
    return make_conninfo("", **parameters)


def _environment(dsn: str) -> dict[str, str]:
    password = conninfo_to_dict(dsn).get("password")
    return dict(os.environ) | ({"PGPASSWORD": str(password)} if password else {})
