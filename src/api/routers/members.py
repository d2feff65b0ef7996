"""The people of an organisation, their roles and their rights."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.asking import Caller, Reader, acts, reads
from api.problems import answers
from api.schemas import Done, Input, Listing, View
from api.security import Principal, allowed
from domain.tenancy.permissions import FOR_KEYS, NEVER_WITHDRAWN, PERMISSIONS, ROLE_LABELS, Role, held_by, roles_of
from projections import people

router = APIRouter(prefix="/api", tags=["Équipe"])

MOST_PERMISSIONS = 100


class TeamMember(View):
    """Un membre de l'équipe."""

    user_id: UUID
    name: str
    email: str
    role: Role
    granted: list[str] = Field(description="Les droits donnés en plus de ceux du rôle.")
    withdrawn: list[str] = Field(description="Les droits du rôle qui sont retirés.")
    suspended: str = Field(description="Pourquoi la personne ne peut pas se connecter ; vide si elle le peut.")
    second_factor: bool = Field(description="Vrai quand un code est demandé après son mot de passe.")


class PermissionView(View):
    """Un droit, et les rôles qui l'ont."""

    name: str
    label: str
    roles: list[Role]
    kept: bool = Field(description="Vrai quand il ne se retire à personne.")
    for_keys: bool = Field(description="Vrai quand une clé d'API peut l'avoir.")


class RoleView(View):
    """Un rôle de l'organisation."""

    name: Role
    label: str


class Permissions(View):
    """Les rôles de l'organisation, du plus élevé au moins élevé, et leurs droits."""

    roles: list[RoleView]
    permissions: list[PermissionView]


class NewRole(Input):
    """Un autre rôle."""

    role: Role


class NewPermissions(Input):
    """Les droits qui s'écartent du rôle : tous, à chaque fois."""

    granted: tuple[str, ...] = Field(default=(), max_length=MOST_PERMISSIONS)
    withdrawn: tuple[str, ...] = Field(default=(), max_length=MOST_PERMISSIONS)


class SuspensionReason(Input):
    """Pourquoi : les autres administrateurs le liront."""

    reason: str = Field(min_length=1, max_length=1000)


@router.get("/members", summary="Les membres de l'équipe")
def list_members(reader: Annotated[Reader, reads("members.read")]) -> Listing[TeamMember]:
    """Tous les membres, par nom."""
    with reader.session() as connection:
        return reader.all(TeamMember, people.members(connection))


@router.get("/permissions", summary="Les rôles et leurs droits")
def list_permissions(who: Annotated[Principal, allowed("permissions.read")]) -> Permissions:
    """Ce que chaque rôle de l'organisation peut faire."""
    roles = roles_of(operator=who.operator)
    held = {role: held_by(role, operator=who.operator) for role in roles}
    listed = [
        PermissionView(
            name=name,
            label=one.label,
            roles=[role for role in roles if name in held[role]],
            kept=name in NEVER_WITHDRAWN,
            for_keys=name in FOR_KEYS,
        )
        for name, one in PERMISSIONS.items()
    ]
    return Permissions(
        roles=[RoleView(name=role, label=ROLE_LABELS[role]) for role in roles],
        permissions=[one for one in listed if one.roles],
    )


@router.post("/members/{user_id}/role", summary="Changer un rôle", responses=answers(403, 404, 409))
def change_role(caller: Annotated[Caller, acts("members.update")], user_id: UUID, new: NewRole) -> Done:
    """Donne un autre rôle à un membre, au plus celui de qui le demande. Il reste toujours un administrateur."""
    return Done(sequence=caller.at(caller.services.members.change_role(caller.in_charge, user_id, new.role)))


@router.put("/members/{user_id}/permissions", summary="Changer des droits", responses=answers(403, 404, 409))
def change_permissions(caller: Annotated[Caller, acts("members.update")], user_id: UUID, new: NewPermissions) -> Done:
    """Donne ou retire des droits à un membre, en plus de son rôle. On ne donne que ce que l'on a."""
    members = caller.services.members
    return Done(sequence=caller.at(members.change_permissions(caller.in_charge, user_id, new.granted, new.withdrawn)))


@router.post("/members/{user_id}/suspend", summary="Suspendre un membre", responses=answers(403, 404, 409))
def suspend_member(caller: Annotated[Caller, acts("members.suspend")], user_id: UUID, why: SuspensionReason) -> Done:
    """Termine ses sessions et l'empêche de se connecter. Il reste toujours un administrateur."""
    return Done(sequence=caller.at(caller.services.members.suspend(caller.in_charge, user_id, why.reason)))


@router.post("/members/{user_id}/reactivate", summary="Réintégrer un membre", responses=answers(403, 404, 409))
def reactivate_member(caller: Annotated[Caller, acts("members.suspend")], user_id: UUID) -> Done:
    """Le laisse se connecter à nouveau, tant que la formule a une place pour qui répond."""
    return Done(sequence=caller.at(caller.services.members.reactivate(caller.in_charge, user_id)))
