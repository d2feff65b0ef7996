"""What a channel must hold: every setting and secret is named, there, and of the right form."""

import re
from collections.abc import Mapping

from application.ports.connecting import Field
from application.ports.messaging import Messaging
from domain.refusal import refuse


def examine(
    providers: Mapping[str, Messaging], provider: str, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> Messaging:
    """The adapter of the provider. Raises `Refused`, naming the field at fault."""
    adapter = providers.get(provider)
    if adapter is None:
        refuse("Ce fournisseur n'est pas pris en charge.", code="PROVIDER_UNKNOWN", field="provider")
    described = {field.name: field for field in adapter.fields}
    for name in adapter.settings:
        _examine(described.get(name), name, settings.get(name, ""), "settings")
    for name in adapter.secrets:
        _examine(described.get(name), name, secrets.get(name, ""), "secrets")
    return adapter


def examine_some(adapter: Messaging, secrets: Mapping[str, str]) -> None:
    """Some of the secrets, to replace those in use. Raises `Refused`, naming the field at fault."""
    if not secrets:
        refuse("Donnez au moins un identifiant à remplacer.", code="CHANNEL_SECRET_MISSING", field="secrets")
    described = {field.name: field for field in adapter.fields}
    for name, value in secrets.items():
        if name not in adapter.secrets:
            known = ", ".join(adapter.secrets)
            refuse(
                f"Ce fournisseur n'a pas cet identifiant. Possibles : {known}.",
                code="CHANNEL_SECRET_UNEXPECTED",
                field=f"secrets.{name}",
            )
        _examine(described.get(name), name, value, "secrets")


def _examine(field: Field | None, name: str, value: str, part: str) -> None:
    kind = "SETTING" if part == "settings" else "SECRET"
    label = field.label if field else name
    if not value.strip():
        refuse(f"Il manque « {label} ».", code=f"CHANNEL_{kind}_MISSING", field=f"{part}.{name}")
    if field and field.pattern and not re.fullmatch(field.pattern, value.strip()):
        refuse(
            f"« {label} » n'a pas la forme attendue. Exemple : {field.example}. {field.help}",
            code=f"CHANNEL_{kind}_INVALID",
            field=f"{part}.{name}",
        )
