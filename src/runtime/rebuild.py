"""Rebuild read models from the ledger: a new table beside the old one; the running projector fills and shows it."""

import psycopg

from adapters.postgres.roles import Roles
from adapters.projector.generations import add_generation
from adapters.secrets.master_key import MasterKey
from projections import catalogue
from runtime.settings import Settings


def rebuild(settings: Settings, names: list[str]) -> None:
    """Ask for a rebuild of the read models named (all when none is). Raises `KeyError` for an unknown name."""
    known = catalogue.load()
    roles = Roles(settings.role_prefix, MasterKey.from_file(settings.key_file))
    with psycopg.connect(roles.dsn(settings.dsn, "owner"), autocommit=True) as owner:
        for name in names or known:
            add_generation(owner, known[name], settings.role_prefix)
        owner.execute("NOTIFY ledger")
