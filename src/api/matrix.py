"""Which role may call which route, as a table: what `docs/roles.md` holds."""

from collections.abc import Sequence

from fastapi.routing import APIRoute

from api.routers import routes
from api.security import permission_of
from domain.tenancy.permissions import MATRIX, PERMISSIONS, ROLE_LABELS, held_by, roles_of

_SCOPES = (("An organisation", False), ("Those who run the platform", True))


def document() -> str:
    """The page: the matrix of the platform, then every route by every role of both scopes."""
    cells = sorted(MATRIX["admin"])
    agreed = [[f"`{cell}`", *(_mark(cell in held) for held in MATRIX.values())] for cell in cells]
    parts = [
        "# Who may do what",
        "Made from the code (`api.matrix`), and tested against it by `tests/api/test_roles.py`. A person may be granted"
        " more than their role holds, or have some withdrawn; another organisation's things do not exist for anybody.",
        "## The matrix of those who run the platform",
        _table(["what", *MATRIX], agreed),
        "A super-administrator differs from an administrator by rank: nobody changes somebody above them, or gives a"
        " role above their own.",
    ]
    for title, operator in _SCOPES:
        roles = roles_of(operator=operator)
        rows = [_row(route, roles, operator) for route in sorted(routes(), key=_place)]
        labels = [ROLE_LABELS[role] for role in roles]
        parts += [f"## {title}", _table(["route", "permission", *labels], rows)]
    return "\n\n".join(parts) + "\n"


def _place(route: APIRoute) -> tuple[str, str]:
    return route.path, _method(route)


def _method(route: APIRoute) -> str:
    return "/".join(sorted(route.methods or ()))


def _row(route: APIRoute, roles: Sequence[str], operator: bool) -> list[str]:
    permission = permission_of(route) or ""
    named = f"`{_method(route)} {route.path}`"
    if permission not in PERMISSIONS:
        return [named, "open to everybody", *("●" for _ in roles)]
    return [named, f"`{permission}`", *(_mark(permission in held_by(role, operator=operator)) for role in roles)]


def _mark(held: bool) -> str:
    return "●" if held else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
