"""The letter that carries a licence to whoever bought it, with its file.

Letters leave at a pace of their own: a mail server that gets ten thousand at once takes us for a nuisance. One that
left twice, because a worker died before the outcome, does no harm: mail programs show it once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from application.effect import Done, Job, Later, NotYet, Result, Services, back_off, performs
from application.licence_files import FILE_NAME, MIME_TYPE
from application.licensing import LicenceDesk
from application.months import MONTHS
from application.ports.mail import Attachment, Letter, MailNotSent, MailRefused, MailUncertain
from application.ports.pace import Route
from domain.contacts.contact import Contact, contact
from domain.fact import SYSTEM, Context, Fact
from domain.licensing.licence import Licence, licence
from domain.licensing.licence_commands import NoteDelivery
from domain.licensing.licence_events import DeliveryOutcome, LicenceIssued
from domain.licensing.terms import PLAN_LABELS
from domain.personal import Erased
from domain.tenancy.organisation import Organisation, organisation

MOST_ATTEMPTS = 6


@performs("mail_licence")
def mail_licence(job: Job, services: Services) -> Result:
    """Write when its turn has come, unless there is nobody to write to or nothing to send any more."""
    stream = job.organisation_id, job.id("licence_id")
    facts = services.ledger.load([stream])[stream]
    state: Licence = licence.fold(fact.event for fact in facts)
    is_farewell = job.refs.get("about") == "revocation"
    delivery_id = uuid5(UUID(job.refs.get("act_id", job.refs["licence_id"])), "farewell" if is_farewell else "letter")
    if state.revoked != is_farewell or delivery_id in state.acts:
        return Done()
    buyer: Contact = services.bus.state(contact, (job.organisation_id, state.contact_id))
    if buyer.erased and not is_farewell:  # at the instant of the sale: nobody else will look at it again
        desk = LicenceDesk(services.bus, services.ledger, services.indexes, services.clock)
        desk.revoke(_context(job), job.id("licence_id"), "erased", "")
        return Done()
    letter = _letter(job, services, facts, state, delivery_id)
    return _send(job, services, letter) if letter else Done()


def _send(job: Job, services: Services, letter: Letter) -> Result:
    if wait := services.pace.reserve(f"{letter.mail_id}:{job.attempt}", _route(services, letter)):
        return NotYet(wait.time, wait.alone)
    try:
        services.mails.send(letter)
    except MailUncertain:
        return _noted(job, services, letter, "uncertain")
    except MailNotSent as error:
        if isinstance(error, MailRefused) or job.attempt >= MOST_ATTEMPTS:
            return _noted(job, services, letter, "failed", error.code)
        return Later(max(error.wait, back_off(job.attempt, first=30.0)), error.code)
    return _noted(job, services, letter, "sent")


def _letter(
    job: Job, services: Services, facts: Sequence[Fact[Any]], state: Licence, delivery_id: UUID
) -> Letter | None:
    """None when the values of the buyer are no longer to be read."""
    issued = next(fact.event for fact in facts if isinstance(fact.event, LicenceIssued))
    if isinstance(issued.email, Erased) or isinstance(issued.key, Erased):
        return None
    seller: Organisation = services.bus.state(organisation, (job.organisation_id, job.organisation_id))
    subject, text = (_farewell if state.revoked else _welcome)(seller, state, issued.key)
    file = () if state.revoked else (services.licence_files.made_of(job.organisation_id, facts),)
    return Letter(
        organisation_id=job.organisation_id,
        mail_id=delivery_id,
        user_id=issued.contact_id,
        subject_id=issued.contact_id,
        to=issued.email,
        subject=subject,
        text=text,
        attachments=tuple(Attachment(FILE_NAME, MIME_TYPE, content) for content in file),
    )


def _welcome(seller: Organisation, state: Licence, key: str) -> tuple[str, str]:
    return f"Votre licence {seller.name}", (
        f"Bonjour,\n\n{seller.name} vous remet votre licence {PLAN_LABELS[state.plan]}.\n\n"
        f"Clé : {key}\n"
        f"Valable jusqu'au {in_words(state.ends_at, seller.time_zone)}.\n\n"
        "Pour l'utiliser, saisissez la clé dans le logiciel, sur la machine pour laquelle la licence a été créée.\n"
        f"Si cette machine n'a pas Internet, donnez-lui le fichier {FILE_NAME} joint à ce message : il suffit.\n\n"
        "Gardez ce message : la clé n'est qu'à vous. Pour une question, ou une autre machine, écrivez à "
        f"{seller.name}.\n"
    )


def _farewell(seller: Organisation, state: Licence, key: str) -> tuple[str, str]:
    return f"Votre licence {seller.name} est révoquée", (
        f"Bonjour,\n\n{seller.name} a révoqué votre licence {PLAN_LABELS[state.plan]}, dont la clé est {key}.\n"
        f"Le logiciel ne l'accepte plus.\n\nPour une question, écrivez à {seller.name}.\n"
    )


def in_words(at: datetime, zone: str) -> str:
    """``5 février 2026 à 13 h 00``, by the clocks of a zone."""
    local = at.astimezone(ZoneInfo(zone))
    day = "1er" if local.day == 1 else str(local.day)
    return f"{day} {MONTHS[local.month - 1]} {local.year} à {local.hour} h {local.minute:02}"


def _route(services: Services, letter: Letter) -> Route:
    """All letters of licences share one way out; no recipient is held for another."""
    way = services.indexes.blind_index("letters")
    recipient = services.indexes.blind_index("letter-recipient", letter.organisation_id, letter.to)
    return Route(way, recipient, way, per_second=services.letters_per_minute / 60, recipient_interval=0)


def _noted(job: Job, services: Services, letter: Letter, outcome: DeliveryOutcome, code: str = "") -> Done:
    command = NoteDelivery(
        licence_id=job.id("licence_id"), at=services.clock.now(), delivery_id=letter.mail_id, outcome=outcome, code=code
    )
    services.bus.execute(_context(job), command)
    return Done()


def _context(job: Job) -> Context:
    return Context(job.organisation_id, SYSTEM, causation=job.causation)
