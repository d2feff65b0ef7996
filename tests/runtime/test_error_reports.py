"""An error that is logged is reported with its stack and what it is about, and without anybody in it."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
import structlog
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from runtime import error_reports, observability
from runtime.settings import Settings


class Post(Transport):
    """Where reports arrive."""

    received: list[dict[str, Any]]

    def capture_envelope(self, envelope: Envelope) -> None:
        event = envelope.get_event()
        if event is not None:
            Post.received.append(dict(event))


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    settings = Settings(sentry_dsn="http://key@127.0.0.1:1/1", environment="test")
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    monkeypatch.setattr(Post, "received", [], raising=False)
    observability.start(settings, "worker")
    error_reports.start(settings, Post)
    yield Post.received
    sentry_sdk.get_client().close()
    sentry_sdk.init()
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def fail(phone: str) -> None:
    raise ValueError(f"cannot reach {phone}")


def test_an_error_is_reported_once_with_its_stack_and_its_context(reports: list[dict[str, Any]]) -> None:
    with structlog.contextvars.bound_contextvars(organisation="org-1", conversation_id="talk-1"):
        try:
            fail("+33639980001")
        except ValueError:
            structlog.get_logger("x").exception("effect_crashed", to="ada@example.org")
    [report] = reports
    assert report["environment"] == "test"
    assert {"organisation": "org-1", "conversation_id": "talk-1", "process": "worker"}.items() <= report["tags"].items()
    [error] = report["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "cannot reach ‹numéro›")
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    text = json.dumps(report, default=str)
    assert "+336" not in text and "ada@" not in text and '"vars"' not in text


def test_an_error_of_a_library_is_reported_too(reports: list[dict[str, Any]]) -> None:
    try:
        fail("+33639980001")
    except ValueError:
        logging.getLogger("library").exception("lost")
    assert [report["exception"]["values"][0]["type"] for report in reports] == ["ValueError"]


def test_a_warning_is_not(reports: list[dict[str, Any]]) -> None:
    structlog.get_logger("x").warning("listener_lost")
    assert reports == []
