"""What a check of a number of the Cloud API can find, and what Meta can forbid it: the words for people."""

from application.ports.connecting import Finding, table

_FULL = "Consultez la qualité du compte dans WhatsApp Manager et suivez ce que Meta y demande."

CHECKED = (
    Finding("TOKEN_VALID", "ok", "credentials", "Meta accepte le jeton d'accès."),
    Finding(
        "TOKEN_INVALID",
        "error",
        "credentials",
        "Meta refuse le jeton d'accès : il est expiré, révoqué ou mal copié.",
        "Créez un jeton permanent pour un utilisateur système dans les paramètres de l'entreprise chez Meta, puis"
        " remplacez les identifiants du canal.",
    ),
    Finding("TOKEN_RIGHTS", "ok", "credentials", "Le jeton a les droits d'envoyer et de gérer le compte."),
    Finding(
        "TOKEN_RIGHTS_MISSING",
        "error",
        "credentials",
        "Il manque au jeton le droit whatsapp_business_messaging ou whatsapp_business_management.",
        "Recréez le jeton de l'utilisateur système en cochant ces deux droits, puis remplacez les identifiants.",
    ),
    Finding(
        "TOKEN_RIGHTS_UNKNOWN",
        "warning",
        "credentials",
        "Meta ne dit pas quels droits a ce jeton.",
        "Vérifiez dans la console Meta qu'il a whatsapp_business_messaging et whatsapp_business_management.",
    ),
    Finding("NUMBER_FOUND", "ok", "number", "Le numéro existe et le jeton y a accès."),
    Finding(
        "NUMBER_UNKNOWN",
        "error",
        "number",
        "Meta ne trouve pas ce numéro, ou le jeton n'y a pas accès.",
        "Copiez l'identifiant du numéro (et non le numéro lui-même) depuis « Configuration de l'API », et donnez à"
        " l'utilisateur système l'accès au compte WhatsApp.",
    ),
    Finding("NUMBER_OF_ACCOUNT", "ok", "account", "Le numéro appartient bien à ce compte WhatsApp Business."),
    Finding(
        "NUMBER_OF_ANOTHER_ACCOUNT",
        "error",
        "account",
        "Le numéro n'est pas dans ce compte WhatsApp Business.",
        "Copiez l'identifiant du compte WhatsApp Business affiché à côté de celui du numéro.",
    ),
    Finding(
        "ACCOUNT_UNKNOWN",
        "error",
        "account",
        "Meta ne montre pas ce compte WhatsApp Business à ce jeton.",
        "Vérifiez l'identifiant du compte, et attribuez ce compte à l'utilisateur système.",
    ),
    Finding("NUMBER_CONNECTED", "ok", "number", "Le numéro est enregistré et en service."),
    Finding(
        "NUMBER_NOT_REGISTERED",
        "error",
        "number",
        "Le numéro n'est pas encore en service sur l'API Cloud.",
        "Terminez son enregistrement dans WhatsApp Manager (code reçu par SMS, puis code à six chiffres).",
    ),
    Finding(
        "NUMBER_BLOCKED",
        "error",
        "number",
        "Meta a bloqué, restreint ou retiré ce numéro.",
        _FULL,
    ),
    Finding(
        "NUMBER_NOT_VERIFIED",
        "warning",
        "number",
        "La vérification du numéro par code n'est pas faite, ou a expiré.",
        "Demandez un nouveau code dans WhatsApp Manager. Un numéro déjà en service continue d'envoyer.",
    ),
    Finding(
        "NUMBER_ON_PHONE",
        "error",
        "number",
        "Le numéro n'est pas hébergé par l'API Cloud.",
        "Migrez-le vers l'API Cloud dans WhatsApp Manager.",
    ),
    Finding(
        "NUMBER_IN_TEST",
        "warning",
        "number",
        "C'est un numéro de test : il n'écrit qu'aux destinataires inscrits dans la console Meta.",
        "Pour vos clients, ajoutez votre propre numéro, puis connectez-le comme un nouveau canal.",
    ),
    Finding("NAME_APPROVED", "ok", "number", "Le nom affiché est approuvé."),
    Finding(
        "NAME_IN_REVIEW",
        "warning",
        "number",
        "Le nom affiché est en cours d'examen chez Meta.",
        "Attendez la décision : jusque-là, vos clients voient le numéro, et la limite d'envoi reste basse.",
    ),
    Finding(
        "NAME_REFUSED",
        "warning",
        "number",
        "Meta a refusé le nom affiché.",
        "Proposez dans WhatsApp Manager un nom lié à votre activité.",
    ),
    Finding("ACCOUNT_SUBSCRIBED", "ok", "webhook", "Le compte envoie ses événements à votre application."),
    Finding(
        "ACCOUNT_NOT_SUBSCRIBED",
        "error",
        "webhook",
        "Le compte WhatsApp Business n'envoie ses événements à aucune application : rien n'arrivera.",
        "Abonnez votre application au compte (étape « Abonner le compte » du guide).",
    ),
    Finding(
        "ACCOUNT_SUBSCRIBED_ELSEWHERE",
        "error",
        "webhook",
        "Le compte envoie ses événements à une autre application que celle du jeton.",
        "Abonnez au compte l'application dont vous avez donné le secret (étape « Abonner le compte » du guide).",
    ),
    Finding(
        "WEBHOOK_ELSEWHERE",
        "error",
        "webhook",
        "Chez Meta, le compte envoie ses événements à une autre adresse que celle de cette installation.",
        "Retirez l'adresse particulière du compte, ou remplacez-la par l'adresse du guide.",
    ),
    Finding(
        "PROVIDER_UNREACHABLE",
        "error",
        "provider",
        "Meta ne répond pas, ou pas à temps.",
        "Réessayez dans quelques minutes. Si cela dure, vérifiez que ce serveur peut joindre graph.facebook.com.",
    ),
)

FORBIDDEN = (
    Finding(
        "RESTRICTED_BIZ_INITIATED_MESSAGING",
        "error",
        "account",
        "Meta interdit pour l'instant d'écrire en premier à un client.",
        f"Répondez seulement à ceux qui écrivent. {_FULL}",
    ),
    Finding(
        "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
        "error",
        "account",
        "Meta interdit pour l'instant de répondre aux clients.",
        _FULL,
    ),
    Finding(
        "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
        "warning",
        "account",
        "Meta interdit pour l'instant d'ajouter un numéro à ce compte.",
        _FULL,
    ),
    Finding(
        "RESTRICTED_UTILITY_TEMPLATES",
        "warning",
        "account",
        "Meta interdit pour l'instant les modèles utilitaires à ce compte.",
        _FULL,
    ),
    Finding(
        "ACCOUNT_DISABLED",
        "error",
        "account",
        "Meta a désactivé le compte WhatsApp Business.",
        "Faites appel dans WhatsApp Manager ; suspendez le canal en attendant.",
    ),
    Finding(
        "ACCOUNT_TO_BE_DISABLED",
        "warning",
        "account",
        "Meta va désactiver le compte WhatsApp Business.",
        "Faites appel dans WhatsApp Manager avant la date qui y est donnée.",
    ),
    Finding(
        "ACCOUNT_DELETED", "error", "account", "Le compte WhatsApp Business est supprimé.", "Connectez-en un autre."
    ),
    Finding("ACCOUNT_VIOLATION", "warning", "account", "Meta signale une infraction à ses règles.", _FULL),
    Finding(
        "NUMBER_FLAGGED",
        "warning",
        "number",
        "Meta signale le numéro : trop de clients le bloquent ou se plaignent.",
        "N'écrivez qu'à ceux qui l'ont accepté, et moins souvent. Sans nouvelle plainte, l'alerte tombe en sept jours.",
    ),
    Finding(
        "LIMIT_INCREASE_REFUSED",
        "warning",
        "account",
        "Meta n'augmente pas la limite de clients par jour pour l'instant.",
        "Envoyez 2 000 messages bien notés à des clients différents en trente jours, ou faites vérifier l'entreprise.",
    ),
)

FINDINGS = table(*CHECKED, *FORBIDDEN)
