"""The forms that Twilio posts: every field counts for the signature, blank ones and repeated ones too."""

from urllib.parse import parse_qsl, urlsplit

from adapters.messaging.untrusted import identity, label, text

MESSAGE = "PalabreMessage"
"""The field that carries our id in a kept payload: the address that Twilio called is not kept, and held it."""

_FIELDS = 1000


class Form(dict[str, list[str]]):
    """Fields by name, each with its values in order."""

    def getlist(self, name: str) -> list[str]:
        """All values of a field, in the words of Twilio's validator."""
        return self.get(name, [])

    def first(self, name: str) -> str:
        """The first value of a field, clean, or nothing."""
        return text(next(iter(self.getlist(name)), ""))

    def last(self, name: str) -> str:
        """The last value of a field, clean, or nothing."""
        return text(next(reversed(self.getlist(name)), ""))


def parse(body: bytes) -> Form:
    """The fields of a body. Raises `ValueError` on what is not UTF-8, or has too many of them."""
    form = Form()
    pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


def status(form: Form) -> str:
    """The status of a message of ours that the form tells, or nothing when it is a message from a customer."""
    claimed = label(form.first("MessageStatus") or form.first("SmsStatus")).lower()
    return "" if claimed in {"received", "receiving"} else claimed


def marked(body: bytes, url: str) -> bytes:
    """The body, with our id when the query of the address carries it as ``message``."""
    query = dict(parse_qsl(urlsplit(url).query))
    ours = identity(query.get("message"))
    return body + f"&{MESSAGE}={ours}".encode() if ours else body
