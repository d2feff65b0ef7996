"""A letter with a link: to join an organisation, or to choose another password.

The link is made when the letter is, and kept nowhere. A letter that left twice does no harm: both links are the same.
"""

from datetime import datetime
from uuid import uuid5

from application.effect import Done, Job, Later, Result, Services, back_off, performs
from application.invitations import link
from application.ports.mail import Letter, MailNotSent, MailRefused, MailUncertain
from domain.fact import SYSTEM, Context
from domain.personal import known
from domain.tenancy.invitation import Invitation, Mailing, MemberInvited, NoteInvitationMail, invitation
from domain.tenancy.organisation import Organisation, organisation
from domain.tenancy.user import User, UserRegistered, user

MOST_ATTEMPTS = 6


@performs("mail_account")
def mail_account(job: Job, services: Services) -> Result:
    """Write, unless it is of no use any more."""
    letter = _invitation(job, services) if "invitation_id" in job.refs else _reset(job, services)
    if letter is None:
        return Done()
    try:
        services.mails.send(letter)
    except MailUncertain:
        return _noted(job, services, "uncertain")
    except MailNotSent as error:
        if isinstance(error, MailRefused) or job.attempt >= MOST_ATTEMPTS:
            return _noted(job, services, "failed", error.code)
        return Later(max(error.wait, back_off(job.attempt, first=30.0)), error.code)
    return _noted(job, services, "sent")


def _invitation(job: Job, services: Services) -> Letter | None:
    stream = job.organisation_id, job.id("invitation_id")
    facts = services.ledger.load([stream])[stream]
    state: Invitation = invitation.fold(fact.event for fact in facts)
    invited = next((fact.event for fact in facts if isinstance(fact.event, MemberInvited)), None)
    if invited is None or state.over or services.clock.now() >= state.ends_at or not known(invited.email, ""):
        return None
    own: Organisation = services.bus.state(organisation, (job.organisation_id, job.organisation_id))
    return Letter(
        organisation_id=job.organisation_id,
        mail_id=uuid5(invited.invitation_id, "mail"),
        user_id=invited.user_id,
        subject_id=invited.user_id,
        to=known(invited.email, ""),
        subject=f"{own.name} vous invite sur Palabre",
        text=(
            f"Bonjour {known(invited.user_name, '')},\n\n{own.name} vous invite à rejoindre son équipe sur Palabre.\n"
            f"Pour choisir votre mot de passe, ouvrez ce lien dans les sept jours :\n\n"
            f"{link(services.tokens, services.public_url, *stream, state.ends_at)}\n\n"
            "Si vous ne connaissez pas cette organisation, ignorez ce message.\n"
        ),
    )


def _reset(job: Job, services: Services) -> Letter | None:
    stream = job.organisation_id, job.id("user_id")
    facts = services.ledger.load([stream])[stream]
    state: User = user.fold(fact.event for fact in facts)
    registered = next((fact.event for fact in facts if isinstance(fact.event, UserRegistered)), None)
    ends_at = datetime.fromisoformat(job.refs["ends_at"])
    used = str(state.password_version) != job.refs["version"] or not state.works_here
    if registered is None or used or services.clock.now() >= ends_at or not known(registered.email, ""):
        return None
    says = {"org": str(stream[0]), "sub": str(stream[1]), "version": job.refs["version"]}
    note = services.tokens.note("reset", says, ends_at)
    return Letter(
        organisation_id=job.organisation_id,
        mail_id=uuid5(registered.user_id, f"reset:{job.refs['ends_at']}"),
        user_id=registered.user_id,
        subject_id=registered.user_id,
        to=known(registered.email, ""),
        subject="Votre nouveau mot de passe Palabre",
        text=(
            f"Bonjour {known(registered.user_name, '')},\n\n"
            "Pour choisir un nouveau mot de passe, ouvrez ce lien dans les trente minutes :\n\n"
            f"{services.public_url}/mot-de-passe#{note}\n\n"
            "Si vous n'avez rien demandé, ignorez ce message : votre mot de passe n'a pas changé.\n"
        ),
    )


def _noted(job: Job, services: Services, outcome: Mailing, code: str = "") -> Done:
    if "invitation_id" in job.refs:
        context = Context(job.organisation_id, SYSTEM, causation=job.causation)
        invitation_id = job.id("invitation_id")
        services.bus.execute(context, NoteInvitationMail(invitation_id=invitation_id, outcome=outcome, code=code))
    return Done()
