"""Every projection, found by walking the package: there is no list to edit."""

import importlib
import pkgutil
from typing import Any

import projections
from projections.projection import Projection


def load() -> dict[str, Projection[Any]]:
    """Import every module of the package; gives the projections by name."""
    for module in pkgutil.walk_packages(projections.__path__, "projections."):
        importlib.import_module(module.name)
    return dict(sorted(Projection.by_name.items()))
