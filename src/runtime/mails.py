"""How letters leave, from the settings. A wrong combination is told before anything starts."""

import httpx

from adapters.mail.sendgrid import SendGridMails
from adapters.mail.smtp import Server, SmtpMails
from application.ports.mail import Mails
from runtime.given import address_of, key_of
from runtime.settings import Settings
from runtime.trouble import Trouble


def mails_of(settings: Settings, client: httpx.Client) -> Mails | None:
    """What sends letters, None when nothing does: they are then kept. Raises `Trouble`."""
    key = key_of("La clé de SendGrid", "PALABRE_SENDGRID_KEY", settings.sendgrid_key, settings.sendgrid_key_file)
    if key and settings.smtp_url:
        raise Trouble(
            "Les courriels partent par SMTP ou par SendGrid, pas par les deux :"
            " ôtez PALABRE_SMTP_URL, ou PALABRE_SENDGRID_KEY et PALABRE_SENDGRID_KEY_FILE."
        )
    if key:
        base_url = address_of("PALABRE_SENDGRID_BASE_URL", settings.sendgrid_base_url)
        return SendGridMails(client, key, settings.mail_from, base_url)
    return SmtpMails(_server(settings), settings.mail_from) if settings.smtp_url else None


def sends(settings: Settings) -> bool:
    """Whether letters leave, or are kept."""
    return bool(settings.smtp_url or settings.sendgrid_key or settings.sendgrid_key_file)


def _server(settings: Settings) -> Server:
    try:
        return Server.at(settings.smtp_url)
    except ValueError:  # its words may quote a password
        raise Trouble(
            "PALABRE_SMTP_URL demande une adresse comme smtps://utilisateur:motdepasse@serveur"
            " ou smtp://utilisateur:motdepasse@serveur:587."
        ) from None
