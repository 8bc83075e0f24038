"""From words to a tree, by the precedence of spreadsheets: % · ^ · * / · + - · & · comparisons; a sign before a number
binds closer than ^, as it does there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine.formula.errors import FormulaError
from kith.engine.formula.lexing import Word, words
from kith.engine.formula.nodes import Said, SaidCall, SaidName, SaidValue

DEEPEST = 40
HIGHEST = 80
LEVELS = (("=", "<>", "<", "<=", ">", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
CONSTANTS = {"TRUE": True, "FALSE": False}


def parse(text: str) -> Said:
    """The tree of a formula. Raises FormulaError saying what is wrong and where."""
    return Parsing(text).all()


class Parsing:
    """A walk along the words of one formula."""

    def __init__(self, text: str) -> None:
        self.words = list(words(text))
        self.place = 0
        self.depth = 0

    @property
    def word(self) -> Word:
        """The word that comes next."""
        return self.words[self.place]

    def all(self) -> Said:
        """The whole formula."""
        if self.word.kind == "end":
            raise FormulaError(_("Write a formula."))
        found = self._level(0)
        if self.word.kind != "end":
            raise FormulaError(self._unexpected(), self.word.at, self.word.length)
        return found

    def _unexpected(self) -> Any:
        if self.word.text == ")":
            return _("This bracket was never opened.")
        if self.word.text == ",":
            return _(
                "A comma stands only between what a function works on. Decimals are written with a point."
            )
        return _("An operator is missing before “%(word)s”.") % {"word": self.word.text}

    def _take(self) -> Word:
        found = self.word
        self.place += found.kind != "end"
        return found

    def _is(self, *signs: str) -> bool:
        return self.word.kind == "sign" and self.word.text in signs

    def _level(self, level: int) -> Said:
        """Everything that binds at least as close as a level."""
        if level == len(LEVELS):
            return self._signed()
        found = self._level(level + 1)
        while self._is(*LEVELS[level]):
            sign = self._take()
            other = self._level(level + 1)
            found = self._call(sign, sign.text, found, other)
        return found

    @staticmethod
    def _call(word: Word, name: str, *parts: Said) -> SaidCall:
        """A call, if the tree does not become too high for those who climb it."""
        height = 1 + max((one.height for one in parts if isinstance(one, SaidCall)), default=0)
        if height > HIGHEST:
            raise FormulaError(_("This formula has too many steps."), word.at, word.length)
        return SaidCall(word.at, word.length, name, parts, height)

    def _signed(self) -> Said:
        """A value with signs before it and percent behind it."""
        if self._is("-", "+"):
            sign = self._deeper(self._take())
            found = self._signed()
            self.depth -= 1
            return found if sign.text == "+" else self._call(sign, "negative", found)
        found = self._value()
        while self._is("%"):
            sign = self._take()
            hundred = SaidValue(sign.at, sign.length, Decimal(100))
            found = self._call(sign, "/", found, hundred)
        return found

    def _deeper(self, word: Word) -> Word:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError(_("This formula is nested too deep."), word.at, word.length)
        return word

    def _value(self) -> Said:
        word = self._take()
        if word.kind == "number":
            return SaidValue(word.at, word.length, word.value)
        if word.kind == "text":
            return SaidValue(word.at, word.length, word.text)
        if word.kind == "name":
            return self._named(word)
        if word.text == "(":
            self._deeper(word)
            found = self._level(0)
            self._close(word)
            return found
        if word.kind == "end":
            raise FormulaError(_("Something is missing at the end."), word.at)
        raise FormulaError(
            _("Before “%(sign)s” a value is missing.") % {"sign": word.text}, word.at, word.length
        )

    def _close(self, opened: Word) -> None:
        self.depth -= 1
        if not self._is(")"):
            if self.word.kind == "end":
                raise FormulaError(_("This bracket is never closed."), opened.at, opened.length)
            raise FormulaError(self._unexpected(), self.word.at, self.word.length)
        self._take()

    def _named(self, word: Word) -> Said:
        """A call, a constant or the name of a field."""
        if not self._is("("):
            constant = CONSTANTS.get(word.text.upper())
            if constant is not None:
                return SaidValue(word.at, word.length, constant)
            return SaidName(word.at, word.length, word.text)
        opened = self._deeper(self._take())
        parts: list[Said] = []
        while not self._is(")"):
            parts.append(self._level(0))
            if not self._is(","):
                break
            comma = self._take()
            if self._is(")"):
                raise FormulaError(_("Behind this comma something is missing."), comma.at)
        self._close(opened)
        return self._call(word, word.text.upper(), *parts)
