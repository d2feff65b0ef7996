"""What is logged or reported holds no personal value and no secret."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from runtime import observability
from runtime.masking import mask, masked
from runtime.settings import Settings


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    monkeypatch.setattr("sys.stderr", stream)
    observability.start(Settings(), "web")
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("ada@example.org", "ada"),
        ("+33639980001", "33639980001"),
        ("33639980001", "33639980001"),
        ("Bearer EAAGm0PX4ZCps", "EAAGm0PX4ZCps"),
        ("Basic QUMxMjM6dG9rZW4=", "QUMxMjM6dG9rZW4"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl", "c2lnbmF0dXJl"),
        ("wamid.HBgLMzM2Mzk5ODAwMDEVAgASGBQz", "HBgLMzM2Mzk5ODAwMDEVAgASGBQz"),
        ("postgresql://palabre:motdepasse@127.0.0.1/palabre", "motdepasse"),
        ('auth_token="demo-twilio-token"', "demo-twilio-token"),
        ("PALABRE_MODEL_KEY=a1b2c3", "a1b2c3"),
        ("clé plb_AbCdEf0123456789_-xyz, coupée", "AbCdEf0123456789"),
        ("sk-proj-AbCdEf0123456789xyz", "AbCdEf0123456789xyz"),
        ("SG.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf", "TwL2iGABf9DHoTf"),
    ],
)
def test_secrets_and_people_are_masked_in_texts(text: str, secret: str) -> None:
    shown = mask(f"avant {text} après")
    assert shown.startswith("avant ") and shown.endswith(" après")
    assert secret not in shown


@pytest.mark.parametrize("text", ["3 messages", "2026-11-20T14:32:00Z", "position 12345", "HTTP 429"])
def test_plain_figures_stay_readable(text: str) -> None:
    assert mask(text) == text


def test_ids_stay_readable() -> None:
    assert mask("5f0c9a7e-1234-4321-8888-123456789012") == "5f0c9a7e-1234-4321-8888-123456789012"


def test_values_are_masked_by_their_name_and_in_depth() -> None:
    event = {"app_secret": "x", "model_key": "z", "nested": {"password": "y", "to": ["+33639980001"]}, "count": 3}
    assert masked(event) == {
        "app_secret": "‹secret›",
        "model_key": "‹secret›",
        "nested": {"password": "‹secret›", "to": ["‹numéro›"]},
        "count": 3,
    }


def test_logs_are_json_with_the_process_and_no_locals(lines: io.StringIO) -> None:
    def fail() -> None:
        phone = "+33639980001"
        raise ValueError(f"cannot reach {phone}")

    try:
        fail()
    except ValueError:
        structlog.get_logger("x").exception("send_failed", to="ada@example.org")
    logging.getLogger("library").warning("token=abc for +33639980001")
    first, second = (json.loads(line) for line in lines.getvalue().splitlines())
    assert (first["event"], first["level"], first["process"]) == ("send_failed", "error", "web")
    assert "ada@" not in lines.getvalue() and "+336" not in lines.getvalue() and "abc" not in lines.getvalue()
    assert first["exception"] and second["level"] == "warning"
