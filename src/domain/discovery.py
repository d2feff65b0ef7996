"""What stands in a package is found by walking it: there is no list to edit."""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def modules(package: str) -> tuple[ModuleType, ...]:
    """Every module below the package of this full name, imported: by name, a package before what is in it.

    The disk is read once per process and package: what answers a turn asks every time. Raises what an import raises.
    """
    walk = pkgutil.walk_packages(import_module(package).__path__, f"{package}.")
    return tuple(import_module(found.name) for found in walk)
