"""Every policy, found by walking the package: there is no list to edit."""

import importlib
import pkgutil
from functools import cache

from application import policies
from application.policy import Policy


def load() -> dict[str, Policy]:
    """The policies by name."""
    _import_all()
    return dict(sorted(Policy.by_name.items()))


@cache
def _import_all() -> None:
    """Once: the walk reads the disk, and the runner asks at every round."""
    for module in pkgutil.iter_modules(policies.__path__, f"{policies.__name__}."):
        importlib.import_module(module.name)
