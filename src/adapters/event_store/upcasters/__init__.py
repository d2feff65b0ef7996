"""One module per event whose shape has changed. They are found by walking the package."""

import importlib
import pkgutil


def load() -> None:
    """Register every upcaster."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(module.name)
