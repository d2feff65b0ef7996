"""Found the organisation that runs the platform, once, and invite who runs it."""

from uuid import uuid4

from application.invitations import link
from application.operators import Operators
from domain.refusal import Refused
from runtime.composition import open_house
from runtime.mails import sends
from runtime.settings import Settings
from runtime.trouble import Trouble


def found(settings: Settings, name: str, email: str, person: str) -> str | None:
    """Gives the link of the invitation when there is no mail server, so that somebody hands it over. Raises Trouble."""
    with open_house(settings, pool_size=2) as house:
        try:
            asked = Operators(house.bus, house.master_key, house.clock).found(uuid4(), name, email, person)
        except Refused as refused:
            raise Trouble(refused.sentence) from None
        if sends(settings):
            return None
        return link(house.tokens, settings.public_url, asked.organisation_id, asked.invitation_id, asked.ends_at)
