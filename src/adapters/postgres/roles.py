"""The four roles of the database, and how a process connects as one of them."""

from dataclasses import dataclass
from typing import Literal

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.secrets.master_key import MasterKey

Role = Literal["owner", "writer", "projector", "app"]
ROLES: tuple[Role, ...] = ("owner", "writer", "projector", "app")

# A writer waits for the lock of the ledger; nobody waits for ever (0 would mean that). Its statements are few and
# their plans do not depend on the values: planning each anew took half of the look at the versions (360 → 185 µs).
SETTINGS: dict[Role, dict[str, str]] = {
    "owner": {"lock_timeout": "60s"},
    "writer": {
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "30s",
        "statement_timeout": "30s",
        "plan_cache_mode": "force_generic_plan",
    },
    "projector": {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"},
    "app": {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s", "statement_timeout": "10s"},
}


@dataclass(frozen=True)
class Roles:
    """The names of the roles under a prefix, and their addresses."""

    prefix: str
    master_key: MasterKey

    def name(self, role: Role) -> str:
        """``palabre_writer``"""
        return f"{self.prefix}_{role}"

    def password(self, role: Role) -> str:
        """Derived from the master key."""
        return self.master_key.password_of_role(self.name(role))

    def dsn(self, admin_dsn: str, role: Role) -> str:
        """The administrator's address, with the role's name and password in their place."""
        address = conninfo_to_dict(admin_dsn) | {
            "user": self.name(role),
            "password": self.password(role),
            "application_name": f"palabre {role}",
        }
        return make_conninfo(**{name: str(value) for name, value in address.items() if value is not None})
