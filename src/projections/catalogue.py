"""Every projection, found by walking the package: there is no list to edit."""

import importlib
import pkgutil
from functools import cache
from typing import Any

import projections
from projections.projection import Projection


def load() -> dict[str, Projection[Any]]:
    """The projections by name."""
    _import_all()
    return dict(sorted(Projection.by_name.items()))


@cache
def _import_all() -> None:
    """Once: the walk reads the disk, and runners ask at every round."""
    for module in pkgutil.walk_packages(projections.__path__, "projections."):
        importlib.import_module(module.name)
