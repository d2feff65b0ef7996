"""What a channel of Twilio must hold, and how it is set up, step by step."""

from collections.abc import Sequence

from application.ports.connecting import Field, SetupStep

FIELDS = (
    Field(
        "account_sid",
        "SID du compte",
        "Accueil de la console Twilio, « Account Info ».",
        "AC suivi de 32 chiffres et lettres de a à f",
        pattern=r"AC[0-9a-fA-F]{32}|\*",
    ),
    Field(
        "number",
        "Numéro WhatsApp",
        "Au format international, avec le signe + et l'indicatif. Celui du bac à sable est +14155238886.",
        "+33612345678",
        pattern=r"(whatsapp:)?\+[1-9][0-9 ]{5,20}",
    ),
    Field(
        "auth_token",
        "Jeton d'authentification",
        "Au même endroit. Il envoie les messages et prouve que les webhooks viennent de Twilio : une clé d'API ne"
        " suffit pas.",
        "32 caractères, chiffres et lettres de a à f",
        secret=True,
    ),
)


def steps(webhook_url: str) -> Sequence[SetupStep]:
    """The steps, with the address of this installation."""
    return (
        SetupStep(
            "ACCOUNT",
            "Ouvrir un compte Twilio",
            "Créez le compte et vérifiez votre adresse. Un compte d'essai suffit pour le bac à sable.",
            done_when=("ACCOUNT_ACTIVE",),
        ),
        SetupStep(
            "IDS",
            "Relever les identifiants",
            "À l'accueil de la console, « Account Info », copiez le SID du compte et le jeton d'authentification.",
            done_when=("ACCOUNT_ACTIVE",),
        ),
        SetupStep(
            "NUMBER",
            "Choisir le numéro",
            "Pour essayer, prenez le bac à sable (« Messaging », « Try it out », « Send a WhatsApp message ») et"
            " envoyez « join » et son code depuis votre téléphone. Pour vos clients, enregistrez votre numéro dans"
            " « WhatsApp senders ».",
            (("Numéro du bac à sable", "+14155238886"),),
        ),
        SetupStep(
            "CONNECT",
            "Connecter le canal ici",
            "Vérifiez, puis connectez le canal avec ces trois valeurs.",
            done_when=("CONNECTED",),
        ),
        SetupStep(
            "WEBHOOK",
            "Déclarer le webhook",
            "Dans les réglages du bac à sable, « When a message comes in », ou dans ceux de l'expéditeur, « Webhook URL"
            " for incoming messages », copiez l'adresse exactement : Twilio la signe.",
            (("Adresse", webhook_url), ("Méthode", "HTTP POST")),
        ),
        SetupStep(
            "MESSAGE",
            "Écrire un premier message",
            "Depuis un téléphone, écrivez au numéro. Le message apparaît dans la boîte de réception et prouve le"
            " jeton.",
            done_when=("WEBHOOK_SIGNED",),
        ),
        SetupStep(
            "LIVE",
            "Passer en production",
            "Passez à un compte payant, enregistrez votre propre numéro et faites approuver son nom, puis connectez-le"
            " comme un nouveau canal.",
            done_when=("SENDER_ONLINE", "WEBHOOK_HERE"),
        ),
    )
