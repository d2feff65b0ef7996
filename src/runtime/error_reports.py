"""Error reports, to Sentry when an address is set: masked, with the organisation and conversation they are about."""

from collections.abc import MutableMapping
from typing import Any

import structlog

from runtime.masking import masked
from runtime.settings import Settings

NOTHING_PERSONAL: Any = {
    "user_info": False,
    "cookies": {"mode": "off"},
    "http_headers": {"request": {"mode": "off"}},
    "http_bodies": [],
    "url_query_params": {"mode": "off"},
    "database_query_data": False,
    "queues": False,
    "stack_frame_variables": False,
}
"""Bodies, addresses and variables hold what people wrote, and who they are."""
TAGS = ("organisation", "conversation_id", "effect", "process")


def start(settings: Settings, transport: Any = None) -> None:
    """Report from now on. `transport` replaces the one that posts to the address."""
    import sentry_sdk  # slow to import, and seldom asked for
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=settings.sentry_dsn,
        environment=settings.environment,
        data_collection=NOTHING_PERSONAL,
        integrations=[LoggingIntegration(event_level=None)],  # `report` sees every log, with what it is about
        before_send=lambda event, hint: complete(event),
        transport=transport,
    )


def report(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of logs: what is logged with an exception is reported too, with its stack."""
    import sentry_sdk

    found = event.get("exc_info")
    if found and sentry_sdk.is_initialized():
        error = found if isinstance(found, BaseException) else None
        error = error or (found[1] if isinstance(found, tuple) else None)
        sentry_sdk.capture_exception(error)  # None: the one being handled
    return event


def complete(event: Any) -> Any:
    """The report without personal values, and tagged with what it is about."""
    context = structlog.contextvars.get_contextvars()
    tags = {name: str(context[name]) for name in TAGS if name in context}
    return masked({**event, "tags": {**event.get("tags", {}), **tags}})
