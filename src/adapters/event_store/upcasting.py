"""Lift older shapes of events. An upcaster moves encrypted values without opening them.

@upcasts("licensing.LicenceIssued", 1)
def with_currency(payload: dict[str, Any]) -> dict[str, Any]: ...
"""

from collections.abc import Callable
from typing import Any

Payload = dict[str, Any]
Upcaster = Callable[[Payload], Payload]

_upcasters: dict[tuple[str, int], Upcaster] = {}


def upcasts(name: str, version: int) -> Callable[[Upcaster], Upcaster]:
    """Register the step from `version` to the next one of the event stored as `name`."""

    def register(upcaster: Upcaster) -> Upcaster:
        if (name, version) in _upcasters:
            raise ValueError(f"two upcasters lift {name} v{version}")
        _upcasters[name, version] = upcaster
        return upcaster

    return register


def lift(name: str, version: int, current: int, payload: Payload) -> Payload:
    """The payload in its current shape. Raises `KeyError` when a step is missing or the version is of the future."""
    if version > current:
        raise KeyError(f"{name} v{version} was written by a newer version of the program")
    for step in range(version, current):
        payload = _upcasters[name, step](payload)
    return payload
