"""Where the servers of an installation are: its own, embedded in its home, or those it was given."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from runtime import console
from runtime.embedded import ports
from runtime.embedded.postgres import Postgres
from runtime.embedded.valkey import Valkey
from runtime.home import Home
from runtime.program import Program
from runtime.trouble import Trouble

DATABASE = "palabre"


@dataclass(frozen=True)
class Installation:
    """A home and its servers. Each server is embedded, or an address."""

    home: Home
    postgres: Postgres | str
    valkey: Valkey | str

    @classmethod
    def of(cls, home: Home, dsn: str | None = None, redis_url: str | None = None) -> Self:
        """An address given here, else in PALABRE_DSN or PALABRE_REDIS_URL, takes the place of the embedded server."""
        chosen = ports.remembered(home.ports, ("postgres", "valkey"))
        return cls(
            home,
            dsn or os.environ.get("PALABRE_DSN") or Postgres(home.folder / "postgres", chosen["postgres"]),
            redis_url or os.environ.get("PALABRE_REDIS_URL") or Valkey(home.folder / "valkey", chosen["valkey"]),
        )

    def initialise(self) -> Iterator[Program]:
        """Create what the embedded servers need the first time, and yield each as soon as it can be started."""
        if isinstance(self.postgres, Postgres):
            if self.is_new:
                console.progress("PostgreSQL crée sa base, une fois pour toutes…")
            self.postgres.initialise()
            yield self.postgres.program()
        if isinstance(self.valkey, Valkey):
            self.valkey.initialise()
            yield self.valkey.program()

    @property
    def is_new(self) -> bool:
        """Whether it has never been started."""
        return isinstance(self.postgres, Postgres) and not self.postgres.data.exists()

    @property
    def dsn(self) -> str:
        return self.postgres.dsn(DATABASE) if isinstance(self.postgres, Postgres) else self.postgres

    @property
    def keys_dsn(self) -> str:
        """PALABRE_KEYS_DSN, else the database beside the main one, named after it."""
        return os.environ.get("PALABRE_KEYS_DSN") or beside(self.dsn, "_keys")

    @property
    def redis_url(self) -> str:
        return self.valkey.url() if isinstance(self.valkey, Valkey) else self.valkey

    def variables(self) -> dict[str, str]:
        """The environment that gives the home and its servers to every process. Call it once initialised."""
        return {
            "PALABRE_HOME": str(self.home.folder),
            "PALABRE_DSN": self.dsn,
            "PALABRE_KEYS_DSN": self.keys_dsn,
            "PALABRE_REDIS_URL": self.redis_url,
            "PALABRE_MASTER_KEY_FILE": os.environ.get("PALABRE_MASTER_KEY_FILE") or str(self.home.master_key),
        }


def beside(dsn: str, suffix: str) -> str:
    """The address of another database of the same server, whose name ends so."""
    name = conninfo_to_dict(dsn).get("dbname")
    if not name:
        raise Trouble("L'adresse de la base doit nommer une base, par exemple postgresql://…/palabre.")
    if "://" in dsn:
        return urlsplit(dsn)._replace(path=f"/{name}{suffix}").geturl()
    return make_conninfo(dsn, dbname=f"{name}{suffix}")
