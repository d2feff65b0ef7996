"""How letters leave: by the settings, and what does not fit together is told before anything starts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.mail.sendgrid import SendGridMails
from adapters.mail.smtp import SmtpMails
from runtime.composition import open_house
from runtime.mails import mails_of
from runtime.masking import mask
from runtime.settings import Settings
from runtime.trouble import Trouble
from runtime.up import Options, up

SMTP = "smtps://palabre:p%40ss@mail.example.org"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client() as client:
        yield client


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text("the-key-of-a-file\n")
    return file


def test_by_default_they_are_kept(client: httpx.Client) -> None:
    assert mails_of(Settings(), client) is None


def test_they_leave_by_what_is_set(client: httpx.Client, key_file: Path) -> None:
    assert isinstance(mails_of(Settings(smtp_url=SMTP), client), SmtpMails)
    assert isinstance(mails_of(Settings(sendgrid_key="the-key-itself"), client), SendGridMails)
    assert isinstance(mails_of(Settings(sendgrid_key_file=key_file), client), SendGridMails)


def test_the_house_sends_by_what_is_set(settings: Settings, key_file: Path) -> None:
    with open_house(settings.model_copy(update={"sendgrid_key_file": key_file}), pool_size=1) as house:
        assert isinstance(house.services().mails, SendGridMails)
    with open_house(settings, pool_size=1) as house:
        assert house.services().mails is house.mailbox


REFUSED: dict[str, dict[str, Any]] = {
    "par SMTP ou par SendGrid, pas par les deux": {"smtp_url": SMTP, "sendgrid_key": "the-key-itself"},
    "La clé de SendGrid est donnée deux fois": {"sendgrid_key": "k", "sendgrid_key_file": Path("/nowhere")},
    "ne peut pas être lue dans /nowhere": {"sendgrid_key_file": Path("/nowhere")},
    "tient en une ligne": {"sendgrid_key": "one\nX-Other: two"},
    "PALABRE_SENDGRID_BASE_URL": {"sendgrid_key": "the-key-itself", "sendgrid_base_url": "api.eu.sendgrid.com"},
    "PALABRE_SMTP_URL demande une adresse": {"smtp_url": "https://palabre:p%40ss@mail.example.org"},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_does_not_fit_together_is_told_in_a_sentence(client: httpx.Client, sentence: str) -> None:
    with pytest.raises(Trouble) as trouble:
        mails_of(Settings(**REFUSED[sentence]), client)
    assert sentence in str(trouble.value)
    assert str(trouble.value).endswith(".")
    assert "p%40ss" not in str(trouble.value)


def test_up_tells_before_it_starts_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALABRE_SMTP_URL", SMTP)
    monkeypatch.setenv("PALABRE_SENDGRID_KEY", "the-key-itself")
    with pytest.raises(Trouble, match="pas par les deux"):
        up(Options(tmp_path / "home"))
    assert not (tmp_path / "home").exists()


def test_the_key_is_shown_nowhere(client: httpx.Client, key_file: Path) -> None:
    mails_of(Settings(sendgrid_key_file=key_file), client)
    assert mask("échec avec the-key-of-a-file.") == "échec avec ‹secret›."
    assert "another" not in repr(Settings(sendgrid_key="another"))
