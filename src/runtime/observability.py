"""Logs as JSON with personal values and secrets masked; errors to Sentry when an address is set."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import sentry_sdk
import structlog
from structlog.tracebacks import ExceptionDictTransformer

from runtime.settings import Settings

MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "‹e-mail›"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 ‹jeton›"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "‹jeton›"),
    (
        re.compile(r"(?i)((?:password|secret|token|api_?key|authorization)[\"']?\s*[=:]\s*[\"']?)[^\s\"',}]+"),
        r"\1‹secret›",
    ),
    (re.compile(r"://[^/\s:@]+:[^/\s@]+@"), "://‹identifiants›@"),
    (re.compile(r"(?<![\w-])\+?\d{8,15}(?![\w-])"), "‹numéro›"),
    (re.compile(r"wamid\.[\w=+/-]+"), "‹wamid›"),
)
SECRET_KEYS = re.compile(r"(?i)password|secret|token|authorization|api_?key|cookie")


def mask(text: str) -> str:
    """The text without e-mails, phone numbers, tokens and passwords."""
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def masked(value: Any, name: str = "") -> Any:
    """The value, masked wherever it holds text."""
    if SECRET_KEYS.search(name):
        return "‹secret›"
    match value:
        case str():
            return mask(value)
        case dict():
            return {key: masked(inner, str(key)) for key, inner in value.items()}
        case list() | tuple():
            return [masked(inner) for inner in value]
        case _:
            return value


def _mask_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: masked(value, name) for name, value in event.items()}


def start(settings: Settings, process: str) -> None:
    """Set up logs and error reports for this process."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),  # locals are personal
        _mask_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[settings.log_level]),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold addresses, and some addresses hold tokens
    structlog.contextvars.bind_contextvars(process=process)
    if settings.sentry_dsn:
        sentry_sdk.init(
            dsn=settings.sentry_dsn,
            environment=settings.environment,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",  # bodies hold what people wrote
            before_send=lambda event, hint: _report(event),
        )


def _report(event: Any) -> Any:
    """An error report, masked, with the organisation and conversation it happened in."""
    context = structlog.contextvars.get_contextvars()
    tags = {name: context[name] for name in ("organisation", "conversation_id", "process") if name in context}
    return masked({**event, "tags": {**event.get("tags", {}), **tags}})
