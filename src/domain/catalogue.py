"""Every event and rule of the domain, found by walking the package: there is no list to edit."""

from domain.discovery import modules


def load() -> None:
    """Import every module of the domain, so that events are known by name and commands by rule."""
    modules("domain")
