"""What became of a webhook, in French."""

from collections.abc import Mapping

_SHAPE = "Le fournisseur a envoyé une forme que Palabre ne sait pas lire : rejouez-le après une mise à jour."
_BUSY = "La base de données ne répondait pas, ou trop de choses changeaient à la fois : rejouez-le."
_CAUSES: Mapping[str, str] = {
    **dict.fromkeys(
        ("KeyError", "ValueError", "TypeError", "IndexError", "AttributeError", "LookupError", "AssertionError"), _SHAPE
    ),
    **dict.fromkeys(("ValidationError", "JSONDecodeError", "UnicodeDecodeError", "RecursionError"), _SHAPE),
    **dict.fromkeys(("Busy", "OperationalError", "InterfaceError", "PoolTimeout", "OutcomeUnknown"), _BUSY),
    "InvalidTag": "La clé du jour ne l'ouvre pas : il ne peut pas être lu.",
}
_OTHER = "Une erreur inattendue l'a arrêté : rejouez-le, et donnez son numéro au support si elle revient."

_KINDS: Mapping[str, str] = {
    "message": "Message",
    "reaction": "Réaction",
    "receipt:sent": "Statut « envoyé »",
    "receipt:delivered": "Statut « remis »",
    "receipt:read": "Statut « lu »",
    "receipt:failed": "Statut « échec »",
}
_RESULTS: Mapping[str, str] = {
    "new": "ajouté",
    "duplicate": "déjà connu",
    "held": "gardé, son message n'est pas connu ici",
    "ignored": "sans effet ici",
}


def why(error: str, state: str) -> str:
    """Why the webhook is not read, and what to do; ``error`` is ``KeyError, reading.py:88`` or empty."""
    if not error or state == "read":
        return ""
    if state == "received":
        return "La lecture a échoué ; un nouvel essai est prévu, sans rien faire."
    return _CAUSES.get(error.partition(",")[0], _OTHER)


def thing(kind: str, result: str) -> str:
    """``message``, ``new`` → ``Message : ajouté``"""
    if kind.startswith("refused:"):
        return f"Refusé par une règle ({kind.removeprefix('refused:')})"
    return f"{_KINDS.get(kind, 'Avis du fournisseur')} : {_RESULTS.get(result, result)}"
