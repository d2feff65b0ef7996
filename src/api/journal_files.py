"""The journal as a file, written piece by piece: for French spreadsheets, or a JSON object a line."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic_core import to_jsonable_python

from application.audit import Line
from domain.audit.export import Format

MARK = "\ufeff"  # tells spreadsheets that it is UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula when it comes first."""

TYPES: Mapping[Format, str] = {"csv": "text/csv", "jsonl": "application/x-ndjson"}

_HEAD = (
    "Séquence",
    "Enregistré le",
    "Arrivé le",
    "Fait",
    "Phrase",
    "Sensible",
    "Auteur",
    "Identifiant de l'auteur",
    "Nom de l'auteur",
    "Identifiant du membre concerné",
    "Membre concerné",
    "Client",
    "Conversation",
    "Adresse IP",
    "Navigateur",
    "Données effacées",
    "Requête",
    "Flux",
)

ACTORS: Mapping[str, str] = {
    "user": "Membre",
    "contact": "Client",
    "provider": "Fournisseur",
    "assistant": "Assistant",
    "system": "Palabre",
    "key": "Clé d'API",
    "staff": "Support de la plateforme",
}
"""Who acts, in French. A kind that is not among them is told as it is."""

Write = Callable[[Iterable[Sequence[Line]], ZoneInfo], Iterator[str]]


def write_csv(pages: Iterable[Sequence[Line]], zone: ZoneInfo) -> Iterator[str]:
    """A row per line, in the clock of the organisation with its offset. Nothing follows the last row."""
    yield MARK + _rows([_HEAD])
    for page in pages:
        yield _rows([_cell(value, zone) for value in _values(line)] for line in page)


def write_jsonl(pages: Iterable[Sequence[Line]], zone: ZoneInfo) -> Iterator[str]:
    """An object per line, in UTC, then one that sums up: a file without it was cut."""
    count, last = 0, 0
    for page in pages:
        count, last = count + len(page), page[-1].sequence
        yield "".join(f"{_json(asdict(line))}\n" for line in page)
    yield f"{_json({'summary': {'count': count, 'last_sequence': last}})}\n"


WRITERS: Mapping[Format, Write] = {"csv": write_csv, "jsonl": write_jsonl}


def harmless(text: str) -> str:
    """The text, that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _values(line: Line) -> list[object]:
    return [*astuple(replace(line, actor=ACTORS.get(line.actor, line.actor)))]


def _cell(value: object, zone: ZoneInfo) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime():
            return value.astimezone(zone).isoformat(sep=" ", timespec="milliseconds")
        case _:
            return harmless(str(value))


def _rows(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _json(value: object) -> str:
    return json.dumps(to_jsonable_python(value), ensure_ascii=False, separators=(",", ":"))
