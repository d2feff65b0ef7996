"""The dashboard: the files of its bundle, read once, and its page for every address that is a screen.

It runs under a policy that lets nothing in from elsewhere: no script but its own files, no inline code.
"""

import gzip
import hashlib
import mimetypes
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

OF_THE_API = ("/api/", "/auth/")
PAGE = "index.html"
WORTH_PACKING = ("text/", "application/javascript", "application/json", "image/svg+xml")

# What React Aria writes into the page for whatever can be pressed (react-aria, `usePress`): told by its hash.
PRESSABLE = "@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}"


def _hash_of(style: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {_hash_of(PRESSABLE)}",
        "font-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is sent: plain, and packed when that is worth it."""

    plain: bytes
    packed: bytes | None
    media_type: str
    tag: str
    kept: str

    @classmethod
    def read(cls, path: Path, name: str) -> "_File":
        plain = path.read_bytes()
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = gzip.compress(plain, 9) if media_type.startswith(WORTH_PACKING) else None
        # The name of an asset holds the hash of what it says: it never says anything else.
        kept = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
        return cls(plain, packed, media_type, f'"{hashlib.sha256(plain).hexdigest()[:32]}"', kept)


class Dashboard:
    """Serves a bundle made by Vite. Addresses of the API that are no route stay unknown."""

    def __init__(self, bundle: Path) -> None:
        files = (path for path in sorted(bundle.rglob("*")) if path.is_file())
        names = {path.relative_to(bundle).as_posix(): path for path in files}
        self._files: Mapping[str, _File] = {
            name: _File.read(path, name) for name, path in names.items() if not name.startswith(".")
        }
        if PAGE not in self._files:
            raise FileNotFoundError(bundle / PAGE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a file or a screen."""
        await self._answer(Request(scope))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        path = request.url.path
        if path.startswith(OF_THE_API):
            raise HTTPException(404)
        if request.method not in {"GET", "HEAD"}:
            raise HTTPException(405)
        name = path.lstrip("/")
        file = self._files.get(name)
        if file is None:
            if "." in name.rpartition("/")[2]:
                raise HTTPException(404)
            file = self._files[PAGE]
        return _response(request, file)


def _response(request: Request, file: _File) -> Response:
    headers = {
        "ETag": file.tag,
        "Cache-Control": file.kept,
        "Vary": "Accept-Encoding",
        "Content-Security-Policy": POLICY,
    }
    if request.headers.get("if-none-match") == file.tag:
        return Response(status_code=304, headers=headers)
    packs = "gzip" in request.headers.get("accept-encoding", "")
    if packs and file.packed is not None:
        return Response(file.packed, media_type=file.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.plain, media_type=file.media_type, headers=headers)
