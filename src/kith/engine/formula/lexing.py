"""From a formula's text to its words. What keyboards of other scripts and other languages write is read as meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kith.engine.formula.errors import FormulaError

LONGEST = 4_000
MOST_DIGITS = 18
MOST_PLACES = 12

# What other keyboards give for the same sign; each stands for one character, so that places stay right.
SAME = str.maketrans("，；（）＋－−×÷＊／＝＜＞≤≥≠％＆＾", ",,()+--*/*/=<>≤≥≠%&^")
SIGNS = {"≤": "<=", "≥": ">=", "≠": "<>", "!=": "<>", "==": "=", ";": ","}
QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "«": "»", "‘": "’", "「": "」"}

WORD = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
SIGN = re.compile(r"<=|>=|<>|!=|==|[≤≥≠=<>+\-*/^&%(),;]")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: kind is "name", "number", "text", "sign" or "end"."""

    kind: str
    text: str
    at: int
    length: int
    value: Decimal | None = None


def words(text: str) -> Iterator[Word]:
    """The words of a formula, "end" last. Raises FormulaError."""
    if len(text) > LONGEST:
        raise FormulaError(_("This formula is too long (at most %(most)s characters).") % {"most": LONGEST})
    place, end = len(text) - len(text.lstrip()), len(text)
    if text[place : place + 1] in ("=", "＝"):
        place += 1  # spreadsheets begin a formula with it
    while place < end:
        space = SPACE.match(text, place)
        if space:
            place = space.end()
            continue
        found = _text(text, place) if text[place] in QUOTES else _word(text, place)
        yield found
        place += found.length
    yield Word("end", "", len(text.rstrip()), 1)


def _text(text: str, at: int) -> Word:
    """A text between quotes; a doubled quote stands for itself."""
    closing, place, parts = QUOTES[text[at]], at + 1, []
    while True:
        end = text.find(closing, place)
        if end < 0:
            raise FormulaError(_("This text has no closing quote."), at, len(text) - at)
        parts.append(text[place:end])
        if text[end + 1 : end + 2] != closing:
            break
        parts.append(closing)
        place = end + 2
    found = "".join(parts)
    if "\0" in found:
        raise FormulaError(_("A text cannot have a NUL character."), at, end + 1 - at)
    return Word("text", found, at, end + 1 - at)


def _word(text: str, at: int) -> Word:
    if found := NUMBER.match(text, at):
        return _number(found[0], at)
    if found := WORD.match(text, at):
        if text[found.end() : found.end() + 1] == ".":
            raise FormulaError(_("Behind this point the name of a field is missing."), found.end())
        return Word("name", found[0], at, len(found[0]))
    if found := SIGN.match(text[at : at + 2].translate(SAME)):
        return Word("sign", SIGNS.get(found[0], found[0]), at, len(found[0]))
    raise FormulaError(_("“%(sign)s” has no meaning here.") % {"sign": text[at]}, at)


def _number(said: str, at: int) -> Word:
    whole, _dot, places = said.partition(".")
    if len(whole.lstrip("0")) > MOST_DIGITS or len(places) > MOST_PLACES:
        message = _("This number is too long: at most %(digits)s digits and %(places)s decimal places.")
        raise FormulaError(message % {"digits": MOST_DIGITS, "places": MOST_PLACES}, at, len(said))
    return Word("number", said, at, len(said), Decimal(said))
