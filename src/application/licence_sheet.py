"""The sheet of an import: a CSV file, as spreadsheets write them, and the sheet of the rows that were rejected.

Whatever a spreadsheet may have made of it is read: UTF-8 or Windows-1252, comma, semicolon or tab, columns in any order
under French or English names. Columns that say something else are left alone, and given back with the rejects.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from application.csv_lines import harmless
from domain.folding import fold
from domain.licensing.batch import MOST_ROWS
from domain.licensing.terms import Plan
from domain.refusal import refuse

NAMES: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "e-mail", "mail", "courriel", "adresse e-mail", "adresse email", "email address"),
    "hwid": ("hwid", "machine", "identifiant machine", "identifiant de la machine", "hardware id"),
    "plan": ("plan", "formule", "offre"),
    "notes": ("notes", "note", "commentaire", "commentaires", "remarque", "remarques", "comment", "comments"),
}
NEEDED = ("email", "hwid", "plan")
PLANS: Mapping[str, Plan] = {
    "starter": "starter",
    "premium": "premium",
    "enterprise": "enterprise",
    "entreprise": "enterprise",
}
LONGEST_VALUE = 20_000  # characters: a quote that is never closed takes in all that follows
MOST_COLUMNS = 100
REASON = "raison"
_DELIMITERS = (",", ";", "\t")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that a licence can be made of, if the rules agree. `number` counts from 1, below the header."""

    number: int
    email: str
    hwid: str
    plan: Plan
    notes: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the file holds: the header, and the cells of each row."""

    header: Sequence[str]
    cells: Sequence[Sequence[str]]
    delimiter: str
    places: Mapping[str, int]

    @property
    def ignored(self) -> list[str]:
        """The names of the columns that say nothing of a licence."""
        used = set(self.places.values())
        return [name for place, name in enumerate(self.header) if place not in used and fold(name) != REASON]

    def row(self, number: int) -> Row:
        """The row. Raises `Refused` when no licence could be made of it, whatever the rules say."""
        cells = self.cells[number - 1]
        if not any(map(str.strip, cells)):
            refuse("Cette ligne est vide.", code="ROW_EMPTY")
        if any(map(str.strip, cells[len(self.header) :])):
            refuse("Cette ligne a plus de valeurs que de colonnes : mettez-les entre guillemets.", code="ROW_LONG")
        plan = PLANS.get(fold(self._value(cells, "plan")))
        if plan is None:
            refuse("Écrivez starter, premium ou enterprise.", code="PLAN_INVALID", field="plan")
        return Row(number, self._value(cells, "email"), self._value(cells, "hwid"), plan, self._value(cells, "notes"))

    def _value(self, cells: Sequence[str], name: str) -> str:
        place = self.places.get(name)
        return unguarded(cells[place]).strip() if place is not None and place < len(cells) else ""

    def with_reasons(self, reasons: Mapping[int, str]) -> str:
        """The rows that have a reason, with it in a last column: a file that can be mended and imported again."""
        kept = [place for place, name in enumerate(self.header) if fold(name) != REASON]
        file = io.StringIO()
        writer = csv.writer(file, delimiter=self.delimiter)
        writer.writerow([*(harmless(self.header[place]) for place in kept), REASON])
        for number, reason in sorted(reasons.items()):
            cells = self.cells[number - 1]
            shown = [harmless(cells[place]) if place < len(cells) else "" for place in kept]
            writer.writerow([*shown, reason, *map(harmless, cells[len(self.header) :])])
        return file.getvalue()


def read(content: bytes) -> Sheet:
    """The sheet. Raises `Refused` with a sentence that says what to mend."""
    text = _decoded(content)
    if not text.strip():
        refuse("Ce fichier est vide.", code="FILE_EMPTY", field="file")
    tried = [_places(_header(text, delimiter)) for delimiter in _DELIMITERS]
    places, delimiter = max(zip(tried, _DELIMITERS, strict=True), key=lambda one: len(one[0]))
    missing = [name for name in NEEDED if name not in places]
    if missing:
        refuse(
            f"Il manque la colonne « {' », « '.join(missing)} ». La première ligne nomme les colonnes :"
            " email, hwid, plan, notes.",
            code="COLUMN_MISSING",
            field="file",
        )
    header, *cells = _cells(text, delimiter)
    while cells and not any(map(str.strip, cells[-1])):
        cells.pop()
    if not cells:
        refuse("Ce fichier n'a pas de ligne sous les noms des colonnes.", code="FILE_EMPTY", field="file")
    return Sheet(header, cells, delimiter, places)


def unguarded(cell: str) -> str:
    """The cell as it was before it was made harmless: a file of rejects comes back."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            _refuse_no_text()
    if _NOT_TEXT.search(text):
        _refuse_no_text()
    return text


def _refuse_no_text() -> NoReturn:
    refuse(
        "Ce n'est pas un fichier CSV. Dans votre tableur, choisissez « Enregistrer sous », puis « CSV UTF-8 ».",
        code="FILE_NOT_TEXT",
        field="file",
    )


def _header(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:  # of another delimiter
        return []


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where the columns are that say something of a licence."""
    places: dict[str, int] = {}
    for place, written in enumerate(header[:MOST_COLUMNS]):
        name = next((name for name, synonyms in NAMES.items() if fold(written) in synonyms), None)
        if name in places:
            refuse(f"Deux colonnes sont la colonne « {name} ». Gardez-en une.", code="COLUMN_TWICE", field="file")
        if name is not None:
            places[name] = place
    return places


def _cells(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells: list[list[str]] = []
    try:
        for row in reader:
            if any(len(cell) > LONGEST_VALUE for cell in row) or len(row) > MOST_COLUMNS:
                raise csv.Error
            if len(cells) > MOST_ROWS and any(map(str.strip, row)):
                refuse(
                    f"Ce fichier a plus de {MOST_ROWS} lignes. Coupez-le en plusieurs fichiers.",
                    code="FILE_TOO_LONG",
                    field="file",
                )
            cells.append(row)
    except csv.Error:
        refuse(
            f"La ligne {reader.line_num} est illisible : un guillemet n'est pas fermé, ou elle est trop longue.",
            code="FILE_BROKEN",
            field="file",
        )
    return cells
