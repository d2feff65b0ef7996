"""Why a row of a batch is not done, in French, by the code that is kept of it."""

from collections.abc import Mapping, Sequence

WHY: Mapping[str, str] = {
    "ROW_EMPTY": "Cette ligne est vide.",
    "ROW_LONG": "Cette ligne a plus de valeurs que de colonnes : mettez-les entre guillemets.",
    "EMAIL_INVALID": "Cette adresse e-mail n'est pas valable.",
    "HWID_INVALID": "L'identifiant de la machine manque, ou il n'est pas valable.",
    "PLAN_INVALID": "Cette formule n'existe pas : écrivez starter, premium ou enterprise.",
    "NOTES_LONG": "Les notes dépassent 2000 caractères.",
    "HWID_TAKEN": "Cette machine a déjà une licence.",
    "HWID_TWICE": "Cette machine est déjà plus haut dans le fichier.",
    "CONTACT_ERASED": "Ce client vient d'être supprimé : importez la ligne à nouveau pour le créer.",
    "LICENCE_UNKNOWN": "Cette licence n'existe pas.",
    "LICENCE_REVOKED": "Cette licence est révoquée : rien ne la rend.",
    "LICENCE_EXPIRED": "Cette licence est expirée : renouvelez-la d'abord.",
    "LICENCE_TERM_FAR": "Cette licence finirait dans plus de dix ans.",
    "LICENCE_TOUCHED": "Quelqu'un a agi sur cette licence depuis l'import : {changes}.",
    "FILE_ERASED": "Le fichier a été supprimé après 30 jours : le reste ne peut plus être fait.",
}
OTHERWISE = "Cette ligne n'a pas pu être traitée."

CHANGES: Mapping[str, str] = {
    "licensing.LicenceRenewed": "renouvelée",
    "licensing.LicenceExtended": "prolongée",
    "licensing.LicencePlanChanged": "changée de formule",
    "licensing.LicenceAmended": "modifiée",
    "licensing.LicenceSuspended": "suspendue",
    "licensing.LicenceReinstated": "rétablie",
    "licensing.LicenceTransferred": "passée sur une autre machine",
    "licensing.LicenceRevoked": "révoquée",
}


def why(code: str, changes: Sequence[str] = ()) -> str:
    """The sentence of a code, empty for none."""
    if not code:
        return ""
    return WHY.get(code, OTHERWISE).format(changes=", ".join(CHANGES.get(one, "modifiée") for one in changes))
