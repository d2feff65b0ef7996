"""The steps from each older shape of an event to the next, one module per context: they are all known to `lift`."""

import importlib
import pkgutil

from adapters.event_store.upcasting import lift

__all__ = ["lift"]

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_module.name)
