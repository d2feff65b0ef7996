"""Every event and rule of the domain, found by walking the package: there is no list to edit."""

import importlib
import pkgutil

import domain


def load() -> None:
    """Import every module of the domain, so that events are known by name and commands by rule."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        importlib.import_module(module.name)
