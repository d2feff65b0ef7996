"""What people may do. A permission is a verb, `context.verb`; a role is what it holds of them.

Two scopes: the roles of an organisation, each holding all that the one below it holds; and those of the people who run
the platform, who hold the cells of a matrix. A person may be granted more, or have some withdrawn.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

OrganisationRole = Literal["admin", "manager", "agent", "viewer"]
StaffRole = Literal["super_admin", "admin", "support", "viewer"]
Role = Literal["admin", "manager", "agent", "viewer", "super_admin", "support"]

OWN = ""
"""The cell of what concerns nobody but oneself: everybody who is signed in has it."""

RANKS: Mapping[str, int] = {"viewer": 0, "agent": 1, "support": 1, "manager": 2, "admin": 3, "super_admin": 4}
ROLE_LABELS: Mapping[str, str] = {
    "super_admin": "Super-administrateur",
    "admin": "Administrateur",
    "manager": "Responsable",
    "support": "Support",
    "agent": "Agent",
    "viewer": "Lecteur",
}

_EVERYTHING = {
    "licences": ("create", "read", "update", "delete", "revoke"),
    "users": ("create", "read", "update", "delete"),
    "payments": ("read", "refund"),
    "support": ("read", "reply", "close"),
    "logs": ("read", "export"),
    "settings": ("read", "update"),
}
_CELLS = frozenset(f"{thing}.{verb}" for thing, verbs in _EVERYTHING.items() for verb in verbs)

MATRIX: Mapping[StaffRole, frozenset[str]] = {
    "super_admin": _CELLS,
    "admin": _CELLS,
    "support": frozenset(
        {"licences.read", "licences.update", "payments.read", "support.read", "support.reply", "support.close"}
        | {"logs.read"}
    ),
    "viewer": frozenset({"licences.read", "payments.read", "support.read", "logs.read"}),
}
"""What the people who run the platform may do. A super-administrator differs from an administrator by rank alone."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A verb, its French label, the lowest role of an organisation that holds it (None: of the platform only), and the
    cell of the matrix that it is for the people who run the platform."""

    name: str
    label: str
    least: OrganisationRole | None
    cell: str


_TABLE: tuple[tuple[str, str, OrganisationRole | None, str], ...] = (
    ("me.read", "Voir son compte", "viewer", OWN),
    ("sessions.read", "Voir où l'on est connecté", "viewer", OWN),
    ("sessions.end", "Terminer ses sessions", "viewer", OWN),
    ("sessions.prove", "Confirmer son identité", "viewer", OWN),
    ("password.change", "Changer son mot de passe", "viewer", OWN),
    ("second_factor.read", "Voir sa double authentification", "viewer", OWN),
    ("second_factor.manage", "Gérer sa double authentification", "viewer", OWN),
    ("live.read", "Suivre l'activité en direct", "viewer", OWN),
    ("notifications.read", "Lire ses notifications", "viewer", OWN),
    ("notifications.see", "Marquer ses notifications comme lues", "agent", OWN),
    ("stats.read", "Voir les chiffres", "viewer", "support.read"),
    ("members.read", "Voir l'équipe", "viewer", "support.read"),
    ("members.invite", "Inviter dans l'équipe", "admin", "users.create"),
    ("members.update", "Changer le rôle et les droits des membres", "admin", "users.update"),
    ("members.suspend", "Suspendre et réintégrer des membres", "admin", "users.delete"),
    ("plan.read", "Voir la formule et ce qu'il en reste", "viewer", "settings.read"),
    ("organisation.edit", "Changer le nom et le fuseau horaire de l'organisation", "admin", "settings.update"),
    ("organisation.secure", "Changer les règles de connexion", "admin", "settings.update"),
    ("keys.read", "Voir les clés d'API", "admin", "settings.read"),
    ("keys.manage", "Créer et révoquer des clés d'API", "admin", "settings.update"),
    ("permissions.read", "Voir les rôles et leurs droits", "viewer", OWN),
    ("conversations.read", "Lire les conversations", "viewer", "support.read"),
    ("conversations.answer", "Répondre aux clients", "agent", "support.reply"),
    ("conversations.manage", "Attribuer, mettre en pause et clore les conversations", "agent", "support.close"),
    ("messages.settle", "Régler un envoi incertain", "agent", "support.reply"),
    ("contacts.read", "Voir les clients", "viewer", "support.read"),
    ("contacts.withdraw_consent", "Retirer le consentement d'un client", "agent", "support.reply"),
    ("contacts.erase", "Supprimer un client", "agent", "users.delete"),
    ("licences.read", "Voir les licences", "viewer", "licences.read"),
    ("licences.create", "Créer et importer des licences", "manager", "licences.create"),
    ("licences.update", "Prolonger, renouveler et modifier des licences", "agent", "licences.update"),
    ("licences.revoke", "Révoquer des licences", "manager", "licences.revoke"),
    ("licences.undo", "Annuler un import de licences", "manager", "licences.delete"),
    ("licences.export", "Exporter les licences", "manager", "logs.export"),
    ("licences.configure", "Régler la vente des licences", "admin", "settings.update"),
    ("templates.read", "Voir les modèles de messages", "viewer", "support.read"),
    ("templates.synchronise", "Synchroniser les modèles de messages", "manager", "settings.update"),
    ("assistant.read", "Voir les réglages de l'assistant", "viewer", "settings.read"),
    ("assistant.try", "Essayer l'assistant", "agent", "settings.read"),
    ("assistant.configure", "Régler l'assistant et sa FAQ", "manager", "settings.update"),
    ("channels.read", "Voir les canaux", "viewer", "settings.read"),
    ("channels.manage", "Connecter et régler les canaux", "manager", "settings.update"),
    ("simulator.play", "Jouer un client au téléphone de démonstration", "agent", "support.reply"),
    ("supervision.read", "Voir le fonctionnement de la plateforme", "viewer", "logs.read"),
    ("supervision.replay", "Rejouer les messages reçus", "agent", "settings.update"),
    ("journal.read", "Lire le journal de l'organisation", "manager", "logs.read"),
    ("journal.export", "Exporter le journal", "admin", "logs.export"),
    ("mail.read", "Lire les courriels d'une démonstration", "admin", "users.read"),
    ("visits.read", "Voir les visites du support", "viewer", "support.read"),
    ("visits.end", "Mettre fin à une visite du support", "admin", "support.close"),
    ("visits.leave", "Terminer sa propre visite", "viewer", OWN),
    ("platform.organisations.read", "Voir les organisations de la plateforme", None, "support.read"),
    ("platform.organisations.enter", "Entrer dans une organisation pour l'aider", None, "support.reply"),
    ("platform.organisations.manage", "Suspendre une organisation, changer sa formule", None, "settings.update"),
    ("platform.webhooks.read", "Voir les webhooks refusés de toute la plateforme", None, "logs.read"),
)

PERMISSIONS: Mapping[str, Permission] = {row[0]: Permission(*row) for row in _TABLE}

NEVER_WITHDRAWN = frozenset(name for name, one in PERMISSIONS.items() if one.cell == OWN)
"""What concerns oneself: without it nobody could sign in and see who they are."""

ASKS_AGAIN = frozenset(
    {
        "contacts.erase",
        "journal.export",
        "keys.manage",
        "licences.revoke",
        "licences.undo",
        "organisation.secure",
        "platform.organisations.enter",
        "platform.organisations.manage",
    }
)
"""What cannot be undone, or opens doors: a session that was not proved a moment ago is asked to be, again."""

DOORS = frozenset({"members.invite", "members.update", "members.suspend", "mail.read", "visits.end"})
"""What says who may come in, or reads the links that let them: for the members of an organisation only."""
_FOR_PEOPLE = frozenset(
    {
        "keys.read",
        "channels.manage",
        "journal.read",
        "organisation.edit",
        "visits.read",
        "licences.configure",
    }
)
"""What tells which keys there are to steal, moves the secrets of channels; what no program
has to do with."""

_ABOUT_WHERE_ONE_IS = frozenset({"me.read", "permissions.read", "live.read", "visits.leave"})
FOR_VISITORS = _ABOUT_WHERE_ONE_IS | {
    name for name, one in PERMISSIONS.items() if one.least is not None and one.cell != OWN
} - (ASKS_AGAIN | DOORS)
"""What somebody of the platform may do, as far as their role does, in an organisation that they visit."""

FOR_KEYS = frozenset(
    name
    for name, one in PERMISSIONS.items()
    if one.least is not None and one.cell != OWN and name not in ASKS_AGAIN | DOORS | _FOR_PEOPLE
)
"""What a key of the API may be given: nothing that asks for a person, nor that would make more of a stolen one."""

OF_ANY_KEY = frozenset({"me.read"})
"""What each key has without being given it: to be told what it is."""


def roles_of(*, operator: bool) -> tuple[Role, ...]:
    """The roles of the organisation that runs the platform, or of any other, highest first."""
    return get_args(StaffRole if operator else OrganisationRole)


def held_by(role: str, *, operator: bool) -> frozenset[str]:
    """What a role holds, nothing when it is not a role there."""
    if role not in roles_of(operator=operator):
        return frozenset()
    return frozenset(name for name, one in PERMISSIONS.items() if _holds(role, one, operator))


def _holds(role: str, permission: Permission, operator: bool) -> bool:
    if operator:
        return permission.cell == OWN or any(permission.cell in cells for name, cells in MATRIX.items() if name == role)
    return permission.least is not None and RANKS[role] >= RANKS[permission.least]


def effective(role: str, granted: Collection[str], withdrawn: Collection[str], *, operator: bool) -> frozenset[str]:
    """What somebody may do: what their role holds, and what was granted, but for what was withdrawn."""
    allowed = PERMISSIONS.keys() if operator else {name for name, one in PERMISSIONS.items() if one.least is not None}
    return (held_by(role, operator=operator) | (frozenset(granted) & allowed)) - (
        frozenset(withdrawn) - NEVER_WITHDRAWN
    )
