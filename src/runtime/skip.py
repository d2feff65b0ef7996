"""Order one read model to pass over one fact. The order and its reason are kept; nothing is skipped without one."""

import psycopg

from adapters.postgres.roles import Roles
from adapters.secrets.master_key import MasterKey
from projections import catalogue
from runtime.settings import Settings


def skip(settings: Settings, name: str, position: int, reason: str) -> None:
    """Give the order, once. Raises `KeyError` for an unknown read model."""
    known = catalogue.load()[name]
    roles = Roles(settings.role_prefix, MasterKey.from_file(settings.key_file))
    with psycopg.connect(roles.dsn(settings.dsn, "owner"), autocommit=True) as owner:
        owner.execute(
            "INSERT INTO read.skips (name, position, reason) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [known.name, position, reason],
        )
        owner.execute("NOTIFY ledger")
