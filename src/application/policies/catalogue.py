"""Every policy, found by walking the package: there is no list to edit."""

from application.policy import Policy
from domain.discovery import modules


def load() -> dict[str, Policy]:
    """The policies by name."""
    modules("application.policies")
    return dict(sorted(Policy.by_name.items()))
