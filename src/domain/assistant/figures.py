"""The figures of a text that must not be invented: links, e-mails, phones, prices, hours, numbers, each in one form."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields

from domain.folding import fold

LONGEST = 20_000  # characters that are looked at; patterns begin where a word does, so that time grows with length only

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|hxxps?://|ftp://|www\.)\S+|(?<![\w.-])[\w.-]*\w\.[^\W\d_]{2,}(?![\w@])(?:/\S*)?")
_PHONE = re.compile(r"\+?\(?\d(?:[\s./()-]{0,2}\d){7,}")
_PRICE = re.compile(
    r"(?<!\d)(\d{1,9}(?: \d{3}){0,3}(?:[.,]\d{1,4})?)\s{0,3}(€|euros?\b|eur\b|\$|£|%|pour ?cents?\b|pourcents?\b)"
)
_TIME = re.compile(r"\b([01]?\d|2[0-4])\s{0,3}(?:h|:|heures?)\s{0,3}([0-5]\d)?\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORDS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100, "mille": 1000,
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")


@dataclass(frozen=True, slots=True)
class Figures:
    """Each kind as a set. A price has its unit (``59€``, ``50%``), a phone its last nine digits, an hour minutes."""

    emails: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    prices: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def __or__(self, other: "Figures") -> "Figures":
        both = {field.name: getattr(self, field.name) | getattr(other, field.name) for field in fields(self)}
        return Figures(**both)

    @property
    def all_numbers(self) -> frozenset[str]:
        """Every number, also those of prices and hours."""
        within = {price.rstrip("€%") for price in self.prices}
        within |= {part.lstrip("0") or "0" for time in self.times for part in time.split(":")}
        return self.numbers | within


def figures(text: str) -> Figures:
    """Every figure of the text, each counted as the first kind that it can be."""
    rest = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("。", ".")
    emails, rest = _take(_EMAIL, rest, lambda found: found[0].strip("."))
    links, rest = _take(_LINK, rest, lambda found: _bare(found[0]))
    prices, rest = _take(_PRICE, rest, lambda found: _plain(found[1]) + _unit(found[2]))
    phones, rest = _take(_PHONE, rest, lambda found: re.sub(r"\D", "", found[0])[-9:])
    times, rest = _take(_TIME, rest, lambda found: f"{int(found[1])}:{found[2] or '00'}")
    numbers, rest = _take(_NUMBER, rest, lambda found: _plain(found[0]))
    in_words, _ = _take(_WORD, fold(rest), lambda found: str(_WORDS[found[0]]))
    return Figures(emails, links, phones, prices, times, numbers | in_words)


def _take(pattern: re.Pattern[str], text: str, form: Callable[[re.Match[str]], str]) -> tuple[frozenset[str], str]:
    """What is found, in its form, and the text without it."""
    return frozenset(map(form, pattern.finditer(text))), pattern.sub(" ", text)


def _bare(link: str) -> str:
    return re.sub(r"^(?:\w+://)?[.-]*(?:www\.)?", "", link).rstrip(".,;:!?)»\"'/")


def _plain(number: str) -> str:
    whole, _, cents = re.sub(r"\s", "", number).replace(",", ".").partition(".")
    cents = cents.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{cents}" if cents else "")


def _unit(found: str) -> str:
    return "%" if found.startswith(("%", "pour")) else "€"
