"""What a channel of the Cloud API must hold, and how it is set up, step by step."""

from collections.abc import Sequence

from application.ports.connecting import Field, SetupStep

WEBHOOK_FIELDS = (
    "messages",
    "message_template_status_update",
    "message_template_quality_update",
    "template_category_update",
    "phone_number_quality_update",
    "account_update",
    "account_alerts",
    "business_capability_update",
)

FIELDS = (
    Field(
        "phone_number_id",
        "Identifiant du numéro",
        "Console Meta, « WhatsApp », « Configuration de l'API ». Ce n'est pas le numéro de téléphone.",
        "106540352242922",
        pattern="[0-9]{1,25}",
    ),
    Field(
        "waba_id",
        "Identifiant du compte WhatsApp Business",
        "Affiché au même endroit, sous l'identifiant du numéro.",
        "102290129340398",
        pattern="[0-9]{1,25}",
    ),
    Field(
        "access_token",
        "Jeton d'accès permanent",
        "Celui d'un utilisateur système, avec les droits whatsapp_business_messaging et whatsapp_business_management."
        " Le jeton temporaire de la console meurt en 24 heures.",
        "EAAG…",
        secret=True,
        pattern="[!-~]+",
    ),
    Field(
        "app_secret",
        "Clé secrète de l'application",
        "Console Meta, « Paramètres de l'application », « Général ». Elle prouve que les webhooks viennent de Meta.",
        "32 caractères, chiffres et lettres de a à f",
        secret=True,
    ),
    Field(
        "verify_token",
        "Jeton de vérification",
        "Un mot de passe que vous choisissez, à recopier chez Meta avec l'adresse du webhook.",
        "une longue suite de lettres et de chiffres",
        secret=True,
    ),
)


def steps(webhook_url: str, verify_token: str) -> Sequence[SetupStep]:
    """The steps, with the address of this installation and a verify token to use."""
    return (
        SetupStep(
            "APP",
            "Créer l'application",
            "Sur la console des développeurs de Meta, créez une application de type « Business », ajoutez-lui le"
            " produit « WhatsApp » et rattachez-la à votre compte WhatsApp Business. Un numéro de test est offert.",
        ),
        SetupStep(
            "IDS",
            "Relever les identifiants",
            "Dans « WhatsApp », « Configuration de l'API », copiez l'identifiant du numéro et celui du compte"
            " WhatsApp Business.",
            done_when=("NUMBER_FOUND", "NUMBER_OF_ACCOUNT"),
        ),
        SetupStep(
            "TOKEN",
            "Créer le jeton permanent",
            "Dans les paramètres de l'entreprise, créez un utilisateur système, attribuez-lui l'application et le"
            " compte WhatsApp, puis générez un jeton sans expiration avec les deux droits.",
            (("Droits", "whatsapp_business_messaging, whatsapp_business_management"),),
            ("TOKEN_VALID",),
        ),
        SetupStep(
            "SECRET",
            "Copier la clé secrète",
            "Dans « Paramètres de l'application », « Général », affichez et copiez la clé secrète.",
            done_when=("WEBHOOK_SIGNED",),
        ),
        SetupStep(
            "CONNECT",
            "Connecter le canal ici",
            "Vérifiez, puis connectez le canal avec ces valeurs. Choisissez le jeton de vérification, ou prenez"
            " celui-ci.",
            (("Jeton de vérification", verify_token),),
            ("CONNECTED",),
        ),
        SetupStep(
            "WEBHOOK",
            "Déclarer le webhook",
            "Dans « WhatsApp », « Configuration », donnez l'adresse et le jeton de vérification, puis « Vérifier et"
            " enregistrer ». Cochez ensuite chacun des champs.",
            (
                ("Adresse de rappel", webhook_url),
                ("Jeton de vérification", verify_token),
                ("Champs", ", ".join(WEBHOOK_FIELDS)),
            ),
        ),
        SetupStep(
            "SUBSCRIBE",
            "Abonner le compte",
            "Abonnez votre application au compte WhatsApp Business : sans cela, le webhook déclaré ne reçoit rien. La"
            " console le fait pour le numéro de test ; sinon, envoyez la requête avec le jeton permanent.",
            (("Requête", "POST /{identifiant du compte}/subscribed_apps"),),
            ("ACCOUNT_SUBSCRIBED",),
        ),
        SetupStep(
            "MESSAGE",
            "Écrire un premier message",
            "Depuis un téléphone, écrivez au numéro. Le message apparaît dans la boîte de réception et prouve la clé"
            " secrète.",
            done_when=("WEBHOOK_SIGNED",),
        ),
        SetupStep(
            "LIVE",
            "Passer en production",
            "Ajoutez votre propre numéro, faites approuver son nom, vérifiez l'entreprise et enregistrez un moyen de"
            " paiement chez Meta. Passez l'application en mode « En direct ».",
            done_when=("NUMBER_CONNECTED", "NAME_APPROVED"),
        ),
    )
