"""The ports of mail: letters to members and customers, and the mailbox where they are kept when there is no server."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from projections.paging import Page


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to a member, about a contact or about their account, or to a contact. `user_id` is whom it is for,
    `subject_id` whose key keeps it, and whose erasure erases it. It holds nothing of what was said."""

    organisation_id: UUID
    mail_id: UUID
    user_id: UUID
    subject_id: UUID
    to: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


class MailNotSent(Exception):
    """The server did not take the letter, for sure; later it may, not before `wait`. `code` is a word of ours or the
    server's number."""

    def __init__(self, code: str, wait: timedelta = timedelta()) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


class MailRefused(MailNotSent):
    """The server will not take the letter, now or later."""


class MailUncertain(Exception):
    """The connection was lost after the letter was handed over: nobody knows."""


class Mails(Protocol):
    """Sends letters. Safe from any thread."""

    def send(self, letter: Letter) -> None:
        """Hand the letter over, once. Raises `MailNotSent`, `MailRefused` or `MailUncertain`."""
        ...


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter of the mailbox."""

    mail_id: UUID
    user_id: UUID
    kept_at: datetime
    subject: str
    text: str
    attachments: tuple[Attachment, ...]


class Mailbox(Protocol):
    """Letters that were kept instead of sent."""

    def kept(self, organisation_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[KeptLetter]:
        """The letters of an organisation, latest first. Raises `CursorInvalid`."""
        ...

    def destroy(self, organisation_id: UUID, subject_id: UUID) -> None:
        """Delete the letters about a person."""
        ...
