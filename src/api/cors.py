"""Pages of other origins that may use the API: those that the installation names, and no other.

Without any, nothing is said of origins, and browsers let only pages of the API's own use it. Sessions travel in a
header, so credentials of the browser's own (cookies) are never allowed.
"""

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from api.edge import REQUEST_ID
from api.limits import LIMIT, REMAINING, RESET

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
ASKED = ("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "Palabre-Seen", REQUEST_ID)
TOLD = ("Palabre-Sequence", "Palabre-Stale", "Retry-After", LIMIT, REMAINING, RESET, REQUEST_ID)


def cors(origins: Sequence[str]) -> list[Middleware]:
    """What lets those origins in: nothing when there is none."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=ASKED,
            expose_headers=TOLD,
        )
    ]
