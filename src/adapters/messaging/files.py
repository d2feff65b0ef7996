"""Fetching a file from a provider: from its own hosts only, of a kind we keep, and never more than the limit."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from adapters.messaging.untrusted import number
from application.ports.messaging import File, MediaRefused

_REDIRECTS = 3
_PATIENCE = 120.0  # seconds for a whole file, however slowly it drips
_PLAIN = {"Accept-Encoding": "identity"}
_TYPELESS = {"", "application/octet-stream", "binary/octet-stream"}

ALLOWED = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "audio/aac",
        "audio/amr",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/opus",
        "audio/wav",
        "audio/x-m4a",
        "audio/x-wav",
        "video/mp4",
        "video/3gpp",
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "text/plain",
        "text/csv",
    }
)
"""Kinds of files that are kept. No archive, no HTML, no SVG: they carry more than they show."""

GONE = "Le fichier n'est plus disponible chez le fournisseur. Demandez au client de le renvoyer."
BUSY = "Le fournisseur ne répond pas pour ce fichier. Un nouvel essai suit."
DENIED = "Le fournisseur refuse l'accès au fichier. Vérifiez les identifiants du canal."
ELSEWHERE = "L'adresse du fichier n'appartient pas au fournisseur : il n'a pas été téléchargé."


@dataclass(frozen=True, slots=True)
class Source:
    """A provider's files: its domains over https, and the very server that was configured.

    `headers` gives the credentials that a host may see.
    """

    client: httpx.Client = field(repr=False)
    base: httpx.URL
    domains: tuple[str, ...]
    headers: Callable[[httpx.URL], Mapping[str, str]] = field(repr=False)

    def allows(self, url: httpx.URL) -> bool:
        """Whether a file may be fetched from there. An address with a user or an odd port may not."""
        if url.userinfo:
            return False
        if is_same_server(url, self.base):
            return True
        return url.scheme == "https" and url.port is None and _under(url.host, self.domains)

    def download(self, claimed: str, claimed_type: str, limit: int) -> File:
        """Follow an address to its file, from allowed host to allowed host. Raises `MediaRefused`."""
        url = address(claimed)
        try:
            for _ in range(_REDIRECTS + 1):
                if not self.allows(url):
                    raise MediaRefused(ELSEWHERE)
                with self.client.stream("GET", url, headers={**_PLAIN, **self.headers(url)}) as answer:
                    if not answer.has_redirect_location:
                        return _file(answer, claimed_type, limit)
                    url = url.join(address(answer.headers["location"]))
        except httpx.HTTPError as error:
            raise MediaRefused(BUSY, retry=True) from error
        raise MediaRefused(GONE)


def is_same_server(url: httpx.URL, base: httpx.URL) -> bool:
    """Whether both name one scheme, host and port."""
    return (url.scheme, url.netloc) == (base.scheme, base.netloc)


def _under(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def kept(mime_type: str) -> str:
    """The bare type, when it is one we keep. Raises `MediaRefused`."""
    bare = mime_type.partition(";")[0].strip().lower()
    if bare not in ALLOWED:
        raise MediaRefused("Ce type de fichier n'est pas accepté. Demandez une image, un son, une vidéo ou un PDF.")
    return bare


def within(size: float | None, limit: int) -> None:
    """Raises `MediaRefused` for a size over the limit."""
    if size is not None and size > limit:
        raise MediaRefused(f"Le fichier dépasse {limit / 1_048_576:g} Mo. Demandez-en un plus petit.")


def address(claimed: str) -> httpx.URL:
    """An address. Raises `MediaRefused` on what is none."""
    try:
        return httpx.URL(claimed)
    except httpx.InvalidURL:
        raise MediaRefused(ELSEWHERE) from None


def _file(answer: httpx.Response, claimed_type: str, limit: int) -> File:
    answered(answer.status_code)
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise MediaRefused(GONE)  # a few compressed bytes can hold any size
    told = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    mime_type = kept(claimed_type if told in _TYPELESS else told)
    within(number(answer.headers.get("content-length")), limit)
    return File(_read(answer, limit), mime_type)


def answered(status: int) -> None:
    """Raises `MediaRefused` unless the status is a yes."""
    match status:
        case httpx.codes.OK:
            return
        case httpx.codes.UNAUTHORIZED | httpx.codes.FORBIDDEN:
            raise MediaRefused(DENIED)
        case httpx.codes.REQUEST_TIMEOUT | httpx.codes.TOO_MANY_REQUESTS:
            raise MediaRefused(BUSY, retry=True)
        case _ if status >= 500:
            raise MediaRefused(BUSY, retry=True)
        case _:
            raise MediaRefused(GONE)


def _read(answer: httpx.Response, limit: int) -> bytes:
    content = bytearray()
    deadline = time.monotonic() + _PATIENCE
    for chunk in answer.iter_raw():
        content += chunk
        within(len(content), limit)
        if time.monotonic() > deadline:
            raise MediaRefused(BUSY, retry=True)
    return bytes(content)
