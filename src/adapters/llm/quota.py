"""Watching the vendor's own count of what is left, and saying so once before it is all used."""

from collections.abc import Mapping
from threading import Lock

import structlog

from adapters.messaging import untrusted

log = structlog.get_logger(__name__)

_LIMIT, _LEFT = "x-ratelimit-limit-", "x-ratelimit-remaining-"
NEAR = 0.85  # of the limit


class Quota:
    """The limits of an account, by the names that the vendor gives them in its headers (`requests`, `tokens`…)."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._near: set[str] = set()
        self._lock = Lock()

    def see(self, headers: Mapping[str, str]) -> None:
        """Log a limit that has come near, once until it is far again."""
        for name in headers:
            if name.startswith(_LIMIT):
                kind = name.removeprefix(_LIMIT)
                limit, left = untrusted.number(headers[name]), untrusted.number(headers.get(_LEFT + kind))
                if limit is not None and left is not None and 0 <= left <= limit and limit > 0:
                    self._weigh(untrusted.label(kind), limit, left)

    def _weigh(self, kind: str, limit: float, left: float) -> None:
        used = limit - left
        with self._lock:
            if used < NEAR * limit:
                self._near.discard(kind)
            elif kind not in self._near:
                self._near.add(kind)
                log.warning("model_quota_near", model=self._model, kind=kind, used=int(used), limit=int(limit))
