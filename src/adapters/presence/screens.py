"""Open screens, remembered in Redis for a moment. It may lose everything: members then look away until they are
heard of again, and get a mail too many at worst."""

from uuid import UUID

import redis
import structlog

PATIENCE = 0.3  # seconds
FORGOTTEN_AFTER = 45.0  # seconds: three heartbeats of the live stream

log = structlog.get_logger(__name__)


class Screens:
    """The `Presence` port. Safe from any thread."""

    def __init__(self, redis_url: str, forgotten_after: float = FORGOTTEN_AFTER) -> None:
        self._redis = redis.Redis.from_url(redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._forgotten_after = forgotten_after

    def note(self, organisation_id: UUID, user_id: UUID) -> None:
        """A screen is open."""
        try:
            self._redis.set(_key(organisation_id, user_id), b"1", px=round(self._forgotten_after * 1000))
        except redis.RedisError as error:
            log.warning("presence_not_noted", error=type(error).__name__)

    def is_here(self, organisation_id: UUID, user_id: UUID) -> bool:
        """Whether a screen was open a moment ago. Nobody is, when Redis does not answer."""
        try:
            return bool(self._redis.exists(_key(organisation_id, user_id)))
        except redis.RedisError as error:
            log.warning("presence_unknown", error=type(error).__name__)
            return False

    def close(self) -> None:
        """Let the connections go."""
        self._redis.close()


def _key(organisation_id: UUID, user_id: UUID) -> str:
    return f"palabre:screen:{organisation_id}:{user_id}"
