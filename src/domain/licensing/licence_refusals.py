"""What is refused of the words, the days and the machines of licences, whoever asks: the desk, a file, software."""

from datetime import datetime

from domain.licensing.licence_events import RevocationReason
from domain.licensing.terms import MOST_DAYS, MOST_GRACE
from domain.refusal import refuse

MOST_EMAIL = 320
MOST_HWID = 200
MOST_NOTES = 2000


def refuse_unlike_an_email(email: str) -> None:
    """Refuse what is no address."""
    name, at, domain = email.strip().rpartition("@")
    if not (name and at and "." in domain) or len(email) > MOST_EMAIL or not email.strip().isprintable() or " " in name:
        refuse("Cette adresse e-mail n'est pas valable.", code="EMAIL_INVALID", field="email")


def refuse_unlike_a_machine(hwid: str) -> None:
    """Refuse what names no machine."""
    if not hwid.strip() or len(hwid) > MOST_HWID or not hwid.strip().isprintable():
        refuse(
            f"Donnez l'identifiant de la machine, en {MOST_HWID} caractères au plus.", code="HWID_INVALID", field="hwid"
        )


def refuse_days(days: int) -> None:
    """Refuse what is no length of a term."""
    if not 1 <= days <= MOST_DAYS:
        refuse(f"Choisissez de 1 à {MOST_DAYS} jours.", code="DAYS_INVALID", field="days")


def refuse_no_note(reason: RevocationReason, note: str) -> None:
    """Refuse a note that is too long, or missing where it is the only reason."""
    if len(note) > MOST_NOTES:
        refuse(f"Écrivez {MOST_NOTES} caractères au plus.", code="NOTE_LONG", field="note")
    if reason == "other" and not note.strip():
        refuse("Dites pourquoi.", code="NOTE_MISSING", field="note")


def refuse_far(at: datetime, ends_at: datetime, field: str) -> None:
    """Refuse a term that ends beyond all sense."""
    if (ends_at - at).days > MOST_DAYS:
        refuse("Choisissez une échéance d'ici dix ans.", code="LICENCE_TERM_FAR", field=field)


def refuse_grace(days: int, field: str = "grace_days") -> None:
    """Refuse what is no length of a grace."""
    if not 0 <= days <= MOST_GRACE:
        refuse(f"Choisissez de 0 à {MOST_GRACE} jours de grâce.", code="GRACE_INVALID", field=field)


def refuse_long_notes(notes: str) -> None:
    """Refuse notes that are too long."""
    if len(notes) > MOST_NOTES:
        refuse(f"Écrivez {MOST_NOTES} caractères au plus.", code="NOTES_LONG", field="notes")
