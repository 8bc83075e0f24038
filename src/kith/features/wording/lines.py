"""The words of one object as a table: the standard word, and the company's in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.engine.objects.declaring import own
from kith.engine.spec import EntitySpec
from kith.features.wording.models import What, Wording
from kith.kernel.text import fold

Place = tuple[str, str]


@dataclass(slots=True)
class Cell:
    """One word: its input's name, its language, what the company chose, and what stands without it."""

    name: str
    code: str
    language: str
    value: str
    standard: str


@dataclass(slots=True)
class Line:
    """One thing that has words. `under` is the field whose choice it is, `version` that of the words as stored."""

    what: str
    key: str
    label: str
    cells: list[Cell]
    under: str = ""
    version: int = 0
    twice: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """What it is for."""
        return self.what, self.key

    @property
    def changed(self) -> bool:
        """Whether the company has a word of its own for it."""
        return any(cell.value for cell in self.cells)


@dataclass(slots=True)
class Group:
    """Lines under a heading; what is rarely changed is folded."""

    key: str
    label: str
    lines: list[Line]
    folded: bool = False

    @property
    def wrong(self) -> bool:
        """Whether something in it was refused, so that it has to be seen."""
        return any(line.errors for line in self.lines)


@dataclass(frozen=True)
class Table:
    """Makes lines of what is stored for one object, in these languages (code: own name)."""

    spec: EntitySpec
    stored: Mapping[Place, Wording]
    languages: Mapping[str, str]

    def groups(self) -> list[Group]:
        """All words, in the order in which people meet them."""
        made = [
            Group("entity", _("Object"), list(self._objects())),
            Group("field", _("Fields and choices"), list(self._fields())),
            Group("action", _("Actions"), list(self._actions())),
            Group("section", _("Sections"), list(self._sections())),
            Group("help", _("Help texts"), list(self._helps()), folded=True),
        ]
        for group in made:
            _warn(group.lines)
        return [group for group in made if group.lines]

    def _objects(self) -> Iterator[Line]:
        if own([self.spec]):
            return
        yield self._line(What.OBJECT, "one", self.spec.label, label=_("One of them"))
        yield self._line(What.OBJECT, "many", self.spec.label_plural, label=_("Many of them"))

    def _fields(self) -> Iterator[Line]:
        for one in self.spec.fields.values():
            if one.custom:
                continue
            yield self._line(What.FIELD, one.key, one.label)
            for choice in one.choices:
                yield self._line(What.CHOICE, f"{one.key}/{choice.value}", choice.label, under=one.key)

    def _helps(self) -> Iterator[Line]:
        for one in self.spec.fields.values():
            if not one.custom:
                yield self._line(What.HELP, one.key, one.help, label=str(one.label))

    def _actions(self) -> Iterator[Line]:
        for one in self.spec.actions.values():
            yield self._line(What.ACTION, one.name, one.label)

    def _sections(self) -> Iterator[Line]:
        for one in self.spec.layout:
            if str(one.title):
                yield self._line(What.SECTION, one.key, one.title)

    def _line(self, what: What, key: str, name: Any, *, label: str = "", under: str = "") -> Line:
        """One line. `name` is what it is called now; the standard lies beneath words that are stored."""
        row = self.stored.get((what.value, key))
        texts = row.words if row else {}
        standard = name.standard if row else name
        cells = []
        for code, language in self.languages.items():
            with override(code):
                shown = str(standard)
            cells.append(Cell(f"w|{what.value}|{key}|{code}", code, language, texts.get(code, ""), shown))
        return Line(what.value, key, label or str(standard), cells, under, row.version if row else 0)


def _warn(lines: list[Line]) -> None:
    """Say of lines which of their words stand for something else beside them too, when the company chose one of it."""
    counts = Counter(key for line in lines for key in _said(line))
    for line in lines:
        shared = [word for key, word in _said(line).items() if counts[key] > 1]
        if shared and line.changed and line.what not in (What.OBJECT, What.HELP):
            line.twice = shared[0]


def _said(line: Line) -> dict[tuple[str, str, str], str]:
    """The words of a line by language, told apart from those of other fields' choices."""
    said = ((cell.code, cell.value or cell.standard) for cell in line.cells)
    return {(code, line.under, fold(word)): word for code, word in said if word}
