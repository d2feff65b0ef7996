"""The steps from each older shape of an event to the next, one module per context: they are all known to `lift`."""

from adapters.event_store.upcasting import lift
from domain.discovery import modules

__all__ = ["lift"]

modules(__name__)
