"""Error codes of the WhatsApp Cloud API: why, for a person, and what to do next.

Source: Meta, "Cloud API error codes" (2026-05-15): decide on `code`, never on the HTTP status or the title.
"""

from collections.abc import Mapping
from typing import Any

from adapters.messaging.refusals import Codes
from adapters.messaging.untrusted import number
from application.ports.messaging import OUT_OF_WINDOW, Retry

_ACCESS = "Le jeton d'accès Meta n'est plus valable. Créez-en un nouveau et mettez le canal à jour."
_PERMISSION = "Le jeton Meta n'a pas le droit d'envoyer. Accordez-lui whatsapp_business_messaging."
_LOCKED = "Meta a bloqué ce compte WhatsApp Business. Consultez la qualité du compte dans WhatsApp Manager."
_TRANSIENT = "WhatsApp est momentanément indisponible. Un nouvel essai suit."
_BUSY = "Limite d'appels du compte Meta atteinte. L'envoi reprend dans quelques minutes."
_PARAMETER = "WhatsApp ne comprend pas ce message. Vérifiez son contenu et le numéro du destinataire."
_TEMPLATE = "Le modèle ne correspond pas à sa version approuvée. Resynchronisez les modèles, puis réessayez."

CLOUD = Codes(
    "WhatsApp",
    {
        0: (_ACCESS, Retry.CHANNEL),
        190: (_ACCESS, Retry.CHANNEL),
        **dict.fromkeys((3, 10, 131005, *range(200, 300)), (_PERMISSION, Retry.CHANNEL)),
        **dict.fromkeys((368, 131031), (_LOCKED, Retry.CHANNEL)),
        131037: ("Le nom affiché du numéro n'est pas approuvé par Meta. Faites-le approuver.", Retry.CHANNEL),
        131042: ("Le moyen de paiement du compte Meta pose problème. Corrigez-le chez Meta.", Retry.NEVER),
        **dict.fromkeys(
            (131045, 133010),
            ("Le numéro n'est pas enregistré auprès de WhatsApp. Enregistrez-le dans WhatsApp Manager.", Retry.CHANNEL),
        ),
        **dict.fromkeys((4, 80007), (_BUSY, Retry.LATER)),
        131057: ("Le compte WhatsApp est en maintenance chez Meta. L'envoi reprend tout seul.", Retry.LATER),
        133016: (_TRANSIENT, Retry.LATER),
        **dict.fromkeys((1, 2, 131000, 131016, 133004), (_TRANSIENT, Retry.SOON)),
        130429: ("Débit maximal du numéro atteint. L'envoi reprend dans quelques secondes.", Retry.SLOWER),
        131056: ("Trop de messages de suite à ce client. L'envoi reprend pour lui un peu plus tard.", Retry.RECIPIENT),
        131047: (OUT_OF_WINDOW, Retry.NEVER),
        131048: ("WhatsApp limite ce numéro, signalé comme indésirable. Attendez avant d'écrire encore.", Retry.NEVER),
        131049: ("WhatsApp protège ce client de trop de messages commerciaux. Réessayez un autre jour.", Retry.NEVER),
        131050: ("Ce client ne veut plus de messages commerciaux. Ne lui en envoyez plus.", Retry.NEVER),
        130472: ("WhatsApp ne remet pas ce message : le client fait partie d'un test de Meta.", Retry.NEVER),
        130497: ("Meta interdit à ce compte d'écrire dans le pays du client.", Retry.NEVER),
        131021: ("Le destinataire est le numéro lui-même. Choisissez un autre destinataire.", Retry.NEVER),
        131026: ("Ce numéro ne peut pas recevoir ce message. Vérifiez qu'il est bien sur WhatsApp.", Retry.NEVER),
        131030: ("Numéro absent de la liste de test. Ajoutez-le dans la console Meta.", Retry.NEVER),
        131051: ("WhatsApp ne prend pas en charge ce type de message. Envoyez un texte.", Retry.NEVER),
        131052: ("WhatsApp n'a pas pu lire le fichier du client. Demandez-lui de le renvoyer.", Retry.NEVER),
        131053: ("WhatsApp n'accepte pas ce fichier. Vérifiez son format et sa taille.", Retry.NEVER),
        131062: ("Ce message exige un numéro de téléphone, que ce client cache. Demandez-le-lui.", Retry.NEVER),
        **dict.fromkeys((33, 100, 131008, 131009), (_PARAMETER, Retry.NEVER)),
        **dict.fromkeys((132000, 132012), (_TEMPLATE, Retry.NEVER)),
        132001: ("Ce modèle n'existe pas dans cette langue. Resynchronisez les modèles, puis réessayez.", Retry.NEVER),
        132005: ("Le modèle rempli est trop long. Raccourcissez les valeurs.", Retry.NEVER),
        132007: ("Le contenu du modèle enfreint les règles de WhatsApp. Modifiez-le.", Retry.NEVER),
        132015: ("Le modèle est suspendu, car mal noté par les clients. Prenez-en un autre.", Retry.NEVER),
        132016: ("Le modèle a été désactivé par Meta. Prenez-en un autre.", Retry.NEVER),
    },
)


def code(error: Mapping[str, Any]) -> int | None:
    """The code of an error, when it has one."""
    found = number(error.get("code"))
    return int(found) if found is not None else None
