"""Error codes of Twilio for WhatsApp: why, for a person, and what to do next.

Source: Twilio, "Error and warning dictionary". Most of the 63xxx come in the status callback, not in the answer.
"""

from adapters.messaging.refusals import Codes
from application.ports.messaging import OUT_OF_WINDOW, Retry

_CREDENTIALS = "Twilio refuse nos identifiants. Vérifiez le SID du compte et son jeton d'authentification."
_INACTIVE = "Le compte Twilio est suspendu ou fermé. Rétablissez-le dans la console Twilio."
_SENDER = "Ce numéro n'est pas un expéditeur WhatsApp de ce compte Twilio. Vérifiez les réglages du canal."
_RECIPIENT = "Ce numéro n'est pas valable. Corrigez-le, avec son indicatif de pays."
_UNREACHABLE = "Ce client n'est pas joignable sur WhatsApp à ce numéro. Vérifiez le numéro."
_CONTENT = "WhatsApp n'accepte pas ce contenu. Vérifiez le texte et le fichier."
_FILE = "Twilio n'a pas pu lire le fichier. Vérifiez son adresse, son format et sa taille (16 Mo au plus)."
_DISABLED = "Meta a bloqué ce compte WhatsApp Business. Consultez-le dans WhatsApp Manager."
_TEMPLATE = "Le modèle ne correspond pas à sa version approuvée. Resynchronisez les modèles, puis réessayez."

TWILIO = Codes(
    "Twilio",
    {
        **dict.fromkeys((20003, 20404), (_CREDENTIALS, Retry.CHANNEL)),
        **dict.fromkeys((10001, 20005), (_INACTIVE, Retry.CHANNEL)),
        **dict.fromkeys((21212, 21603, 21606, 21659, 21660, 63007, 63020), (_SENDER, Retry.CHANNEL)),
        **dict.fromkeys((63051, 63112), (_DISABLED, Retry.CHANNEL)),
        20429: ("Trop de messages d'un coup pour Twilio. L'envoi reprend dans quelques secondes.", Retry.SLOWER),
        63018: ("Débit maximal du numéro atteint. L'envoi reprend dans quelques secondes.", Retry.SLOWER),
        **dict.fromkeys((63010, 63012), ("WhatsApp est momentanément indisponible. Un nouvel essai suit.", Retry.SOON)),
        30001: ("La file d'attente de Twilio est pleine. L'envoi reprend dans quelques minutes.", Retry.LATER),
        63038: ("Limite quotidienne de messages atteinte. Demandez à Twilio de l'augmenter.", Retry.LATER),
        **dict.fromkeys((21211, 21604, 21614), (_RECIPIENT, Retry.NEVER)),
        **dict.fromkeys((63003, 63024), (_UNREACHABLE, Retry.NEVER)),
        **dict.fromkeys((21602, 21619, 63005, 63021), (_CONTENT, Retry.NEVER)),
        **dict.fromkeys((11200, 12300, 21620, 63019), (_FILE, Retry.NEVER)),
        **dict.fromkeys((21655, 21656, 63027, 63028), (_TEMPLATE, Retry.NEVER)),
        21610: ("Ce client s'est désabonné (STOP). Attendez qu'il réécrive.", Retry.NEVER),
        21617: ("Le message dépasse 1 600 caractères. Raccourcissez-le.", Retry.NEVER),
        30007: ("Le message a été filtré comme indésirable. Reformulez-le.", Retry.NEVER),
        30008: ("Échec chez l'opérateur, sans explication. Réessayez plus tard.", Retry.NEVER),
        63013: ("Le message enfreint les règles de WhatsApp. Modifiez-le.", Retry.NEVER),
        63015: ("Bac à sable : le client doit d'abord y envoyer « join » et son code.", Retry.NEVER),
        63016: (OUT_OF_WINDOW, Retry.NEVER),
        63032: ("WhatsApp ne remet pas ce message à ce client, limité ou en test chez Meta.", Retry.NEVER),
        63033: ("Ce client a bloqué votre numéro. Contactez-le autrement.", Retry.NEVER),
        63049: ("WhatsApp protège ce client de trop de messages commerciaux. Réessayez un autre jour.", Retry.NEVER),
    },
)
