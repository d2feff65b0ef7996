"""The letters that an installation without a mail server keeps, as whoever gets them reads them."""

import re
from uuid import UUID

from tests.api.stage import Stage

LINK = re.compile(r"https?://\S+/(?P<page>[a-z-]+)#(?P<token>\S+)")


def letters(stage: Stage, organisation_id: UUID) -> list[str]:
    """The texts, latest first, once all that is to be done is done."""
    stage.run()
    return [letter.text for letter in stage.services.mailbox.kept(organisation_id).data]


def link(text: str) -> tuple[str, str]:
    """(page, token) of the link of a letter."""
    found = LINK.search(text)
    assert found is not None, text
    return found["page"], found["token"]
