"""What the API says when it says no, in French: by status, and by kind of invalid value."""

from collections.abc import Mapping, Sequence
from typing import Any

TITLES: Mapping[int, str] = {
    400: "Requête illisible",
    401: "Connexion nécessaire",
    403: "Accès refusé",
    404: "Introuvable",
    405: "Méthode non autorisée",
    408: "Requête trop lente",
    409: "Action impossible",
    410: "Supprimé",
    413: "Requête trop volumineuse",
    415: "Format non pris en charge",
    422: "Valeur non valable",
    429: "Trop de requêtes",
    500: "Erreur interne",
    503: "Service momentanément indisponible",
    504: "Réponse trop lente",
}

OF_THE_FRAMEWORK: Mapping[int, tuple[str, str]] = {
    400: ("JSON_INVALID", "Le corps de la requête n'est pas du JSON valable."),
    404: ("ROUTE_UNKNOWN", "Cette adresse n'existe pas."),
    405: ("METHOD_NOT_ALLOWED", "Cette adresse ne répond pas à cette méthode."),
    408: ("BODY_TOO_SLOW", "La requête arrive trop lentement. Vérifiez votre connexion, puis réessayez."),
    413: ("BODY_TOO_LARGE", "La requête est trop volumineuse."),
    415: ("MEDIA_TYPE_UNSUPPORTED", "Envoyez du JSON, avec l'en-tête « Content-Type: application/json »."),
}
OTHERWISE = ("REQUEST_REFUSED", "La requête n'a pas pu être traitée.")

_INVALID: Mapping[str, str] = {
    "missing": "Ce champ est obligatoire.",
    "extra_forbidden": "Ce champ n'existe pas.",
    "string_type": "Un texte est attendu.",
    "string_too_short": "Au moins {min_length} caractère(s) : complétez.",
    "string_too_long": "Au plus {max_length} caractères : raccourcissez.",
    "string_pattern_mismatch": "Le format n'est pas celui attendu.",
    "string_unicode": "Ce texte contient des caractères qui n'existent pas.",
    "greater_than_equal": "Au moins {ge}.",
    "greater_than": "Plus de {gt}.",
    "less_than_equal": "Au plus {le}.",
    "less_than": "Moins de {lt}.",
    "too_long": "Au plus {max_length} éléments.",
    "too_short": "Au moins {min_length} élément(s).",
    "finite_number": "Un nombre fini est attendu.",
    "timezone_aware": "Donnez aussi le fuseau horaire.",
}
_OF_KIND: Mapping[str, str] = {
    "int": "Un nombre entier est attendu.",
    "float": "Un nombre est attendu.",
    "bool": "Vrai ou faux est attendu.",
    "uuid": "Un identifiant est attendu.",
    "date": "Une date est attendue, sous la forme AAAA-MM-JJ.",
    "datetime": "Une date et une heure sont attendues.",
    "list": "Une liste est attendue.",
    "tuple": "Une liste est attendue.",
    "dict": "Un objet est attendu.",
    "model": "Un objet est attendu.",
}
NOT_VALID = "Cette valeur n'est pas valable."


def of_invalid(error: Mapping[str, Any]) -> str:
    """The sentence for one error of pydantic. Sentences of our own validators pass as they are."""
    kind, details = str(error["type"]), error.get("ctx") or {}
    if kind == "value_error":
        return str(details.get("error", NOT_VALID))
    if kind in ("literal_error", "enum"):
        return f"Valeurs possibles : {str(details['expected']).replace(' or ', ' ou ')}."
    if kind in _INVALID:
        return _INVALID[kind].format(**details)
    return _OF_KIND.get(kind.partition("_")[0], NOT_VALID)


def field_path(location: Sequence[Any]) -> str:
    """``("body", "settings", "endpoint")`` → ``settings.endpoint``; empty for the body as a whole."""
    path = ".".join(str(part) for part in location[1:])
    # A stranger names the fields of an object: what cannot be written is replaced.
    return path.encode("utf-8", "replace").decode()[:200]
