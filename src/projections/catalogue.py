"""Every projection, found by walking the package: there is no list to edit."""

from typing import Any

from domain.discovery import modules
from projections.projection import Projection


def load() -> dict[str, Projection[Any]]:
    """The projections by name."""
    modules("projections")
    return dict(sorted(Projection.by_name.items()))
