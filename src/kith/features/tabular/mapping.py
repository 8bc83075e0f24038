"""Guessing which column of a file means which field.

Three kinds of evidence, strongest first: the name (equal after folding, the same concept in another language, nearly
equal), and what the cells hold (mails, phones, dates, numbers). The pairs with the most evidence are taken first; no
column and no field is taken twice. What stays below the bar is left to the person.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher

from kith.features.tabular.cells import Cell
from kith.features.tabular.rejected import ERROR_NAMES
from kith.features.tabular.synonyms import CONCEPTS
from kith.kernel.text import fold

_EQUAL = 1.0
_CONCEPT = 0.85
_CONCEPT_OF_ALIAS = 0.9  # in a file of customers “Company” says more than “Title”
_SIMILAR_FROM = 0.82
_BAR = 0.6
_CONTENT_ALONE = 0.65
_SAMPLE = 50
_KINDS_OF_DAY = frozenset({"date", "datetime"})
_KINDS_OF_NUMBER = frozenset({"integer", "decimal", "money", "percent", "number", "rating"})
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d\s().\-]{7,20}")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")
_NUMBER = re.compile(r"[-+]?[\d\s.,]*\d\s*%?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field that a column may mean: its key, its labels in all languages, other names, its kind (`email`, `date`)."""

    key: str
    labels: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: str = "text"


def guess_mapping(
    headers: Sequence[str], candidates: Iterable[Candidate], sample_rows: Iterable[Sequence[Cell]] = ()
) -> dict[int, str | None]:
    """Return for each column the key of the field it seems to mean, or None."""
    fields = list(candidates)
    columns = list(zip(*_same_width(sample_rows, len(headers)), strict=True)) or [()] * len(headers)
    held = [_held(column) for column in columns]
    names = [_plain(header) for header in headers]
    weights = [
        (_weight(name, held[column], field), -order, -column)
        for column, name in enumerate(names)
        if name not in ERROR_NAMES
        for order, field in enumerate(fields)
    ]
    found: dict[int, str | None] = dict.fromkeys(range(len(headers)))
    taken: set[str] = set()
    for weight, order, column in sorted(weights, reverse=True):
        key = fields[-order].key
        if weight < _BAR:
            break
        if found[-column] is None and key not in taken:
            found[-column] = key
            taken.add(key)
    return found


def _same_width(rows: Iterable[Sequence[Cell]], width: int) -> list[list[Cell]]:
    return [
        [*row[:width], *[None] * (width - len(row))]
        for _number, row in zip(range(_SAMPLE), rows, strict=False)
    ]


def _plain(name: str) -> str:
    """Return a name as it is compared: folded, without units in brackets, stars and punctuation."""
    folded = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)))
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def _weight(name: str, held: str, field: Candidate) -> float:
    """Return the evidence, 0 to about 1, that a column of this name and content means the field."""
    weight = _by_name(name, field)
    kind = _expected(field.kind)
    if kind and held == kind:
        alone = _CONTENT_ALONE if kind in {"email", "url"} else 0.0
        return max(weight + 0.05, alone) if weight or alone else 0.0
    if kind and held and held != kind and not (kind == "phone" and held == "number"):
        return weight * 0.6  # a column of mails is no date, whatever its name
    return weight


def _by_name(name: str, field: Candidate) -> float:
    if not name:
        return 0.0
    own = {_plain(text) for text in (field.key.rpartition(".")[2], field.key, *field.labels)}
    if name in own:
        return _EQUAL
    aliases = {_plain(text) for text in field.aliases}
    if name in aliases:
        return _EQUAL - 0.02
    for weight, texts in ((_CONCEPT_OF_ALIAS, aliases), (_CONCEPT, own)):
        if _concepts(name) & set().union(*(_concepts(text) for text in texts)):
            return weight
    likeness = max(SequenceMatcher(None, name, text, autojunk=False).ratio() for text in own)
    return likeness * 0.85 if likeness >= _SIMILAR_FROM else 0.0


_BY_TERM: dict[str, frozenset[int]] = {}
for _number, _terms in enumerate(CONCEPTS):
    for _term in _terms:
        _BY_TERM[_term] = _BY_TERM.get(_term, frozenset()) | {_number}


def _concepts(name: str) -> frozenset[int]:
    return _BY_TERM.get(name, frozenset())


def _expected(kind: str) -> str:
    """Return what the cells of a field of this kind look like, or nothing."""
    if kind in _KINDS_OF_DAY:
        return "date"
    if kind in _KINDS_OF_NUMBER:
        return "number"
    return kind if kind in {"email", "phone", "url"} else ""


def _held(column: Sequence[Cell]) -> str:
    """Return what nine tenths of the filled cells look like."""
    filled = [cell for cell in column if cell is not None]
    if len(filled) < 2:
        return ""
    kinds = [_looks_like(cell) for cell in filled]
    best = max(set(kinds), key=kinds.count)
    return best if kinds.count(best) * 10 >= len(kinds) * 9 else ""


def _looks_like(cell: Cell) -> str:
    if isinstance(cell, (date, datetime)):
        return "date"
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return "number"
    text = str(cell).strip()
    for kind, pattern in (("email", _MAIL), ("url", _WEB), ("date", _DAY)):
        if pattern.fullmatch(text):
            return kind
    digits = sum(character.isdigit() for character in text)
    if _PHONE.fullmatch(text) and 7 <= digits <= 15 and not re.fullmatch(r"\d+[.,]\d+", text):
        return "phone" if digits >= 10 or text[:1] == "+" else "number"
    return "number" if _NUMBER.fullmatch(text) else "text"
