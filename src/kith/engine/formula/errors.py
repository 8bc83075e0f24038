"""What is wrong with a formula, and where; and what went wrong while one was computed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later


class FormulaError(Exception):
    """A formula that cannot be read or does not fit. `at` is the offset of the wrong part, `length` its length."""

    def __init__(self, message: Any, at: int = 0, length: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.length = max(length, 1)

    def __str__(self) -> str:
        return str(self.message)

    def located(self, text: str) -> str:
        """The message with its place in the text, for those who do not see the place marked."""
        before = text[: self.at]
        line, column = before.count("\n") + 1, self.at - (before.rfind("\n") + 1) + 1
        if "\n" in text.strip():
            where = _("Line %(line)s, column %(column)s") % {"line": line, "column": column}
        else:
            where = _("Column %(column)s") % {"column": column}
        return f"{where}: {self.message}"


class Trouble(Exception):
    """Why a part of a formula has no value for a record. `code` is one of TROUBLES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


TROUBLES: dict[str, Any] = {
    "zero": _later("Division by zero"),
    "currencies": _later("Amounts in different currencies"),
    "currency": _later("No such currency"),
    "day": _later("No such day"),
    "number": _later("Text that is not a number"),
    "negative": _later("Root of a negative number"),
    "power": _later("A power that cannot be computed exactly"),
    "step": _later("A step that is not above zero"),
    "large": _later("The result is too large"),
    "long": _later("The result is too long"),
    "rate": _later("No exchange rate is known for the result’s currency"),
}


def meant(word: str, known: Iterable[str]) -> str:
    """“Did you mean …?” behind a message, when something known looks alike; else nothing."""
    by_fold = {one.casefold(): one for one in known}
    close = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return hint(by_fold[close[0]]) if close else ""


def meant_label(said: str, labels: Mapping[str, str]) -> str:
    """The key of the label that looks most alike, or nothing."""
    close = meant(said, labels)
    return next((key for label, key in labels.items() if close and close == hint(label)), "")


def hint(word: str) -> str:
    """“Did you mean …?” behind a message; nothing where nothing is known."""
    return " " + _("Did you mean “%(word)s”?") % {"word": word} if word else ""
