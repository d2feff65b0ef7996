"""Every policy, found by walking the package: there is no list to edit."""

import importlib
import pkgutil

from application import policies
from application.policy import Policy


def load() -> dict[str, Policy]:
    """Import every module of the package; gives the policies by name."""
    for module in pkgutil.iter_modules(policies.__path__, f"{policies.__name__}."):
        importlib.import_module(module.name)
    return dict(sorted(Policy.by_name.items()))
