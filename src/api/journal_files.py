"""The journal as a file, written piece by piece: for French spreadsheets, or a JSON object a line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from pydantic_core import to_json

from application.audit import Line
from application.csv_lines import table
from domain.audit.export import Format

TYPES: Mapping[Format, str] = {"csv": "text/csv", "jsonl": "application/x-ndjson"}

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

_COLUMNS: Mapping[str, Callable[[Line], object]] = {
    "Séquence": lambda line: line.sequence,
    "Enregistré le": lambda line: line.recorded_at,
    "Arrivé le": lambda line: line.happened_at,
    "Fait": lambda line: line.name,
    "Phrase": lambda line: line.sentence,
    "Sensible": lambda line: line.sensitive,
    "Auteur": lambda line: ACTORS.get(line.actor, line.actor),
    "Nom de l'auteur": lambda line: line.actor_name,
    "Identifiant de l'auteur": lambda line: line.actor_id,
    "Membre concerné": lambda line: line.about_name,
    "Identifiant du membre concerné": lambda line: line.about_id,
    "Client": lambda line: line.contact_id,
    "Conversation": lambda line: line.conversation_id,
    "Adresse IP": lambda line: line.ip,
    "Navigateur": lambda line: line.user_agent,
    "Données effacées": lambda line: line.erased,
    "Requête": lambda line: line.correlation_id,
    "Flux": lambda line: line.stream_id,
}

Write = Callable[[Iterable[Sequence[Line]], ZoneInfo], Iterator[str]]


def write_csv(pages: Iterable[Sequence[Line]], zone: ZoneInfo) -> Iterator[str]:
    """A row per line, in the clock of the organisation with its offset. Nothing follows the last row."""
    return table(_COLUMNS, pages, zone, precision="milliseconds")


def write_jsonl(pages: Iterable[Sequence[Line]], zone: ZoneInfo) -> Iterator[str]:
    """An object per line, in UTC, then one that sums up: a file without it was cut."""
    count, last = 0, 0
    for page in pages:
        count, last = count + len(page), page[-1].sequence
        yield "".join(f"{to_json(line).decode()}\n" for line in page)
    yield f"{to_json({'summary': {'count': count, 'last_sequence': last}}).decode()}\n"


WRITERS: Mapping[Format, Write] = {"csv": write_csv, "jsonl": write_jsonl}
