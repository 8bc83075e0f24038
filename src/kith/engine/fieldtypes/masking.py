"""Fields of which somebody sees a part only: a kind of their own, so that nothing filters, sorts, links or counts by
them, and whatever is written from them, by whatever shell, is the part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kith.engine.fieldtypes.base import FieldSpec, FieldType
from kith.engine.formatting import Formatter

KEY = "masked"


@dataclass(frozen=True, slots=True)
class Own:
    """A value of a masked field that is shown whole: it stands on a record of the reader's own."""

    value: Any

    def __str__(self) -> str:
        return "" if self.value is None else str(self.value)


class Part(str):
    """The shown part of a value, not to be taken for a value."""

    __slots__ = ()


class Masked(FieldType):
    """The kind of a field as those see it to whom it is masked. Any value that does not say that it is their own is
    shown in part."""

    key = KEY
    operators = ()
    sortable = False

    def __init__(self, clear: FieldSpec) -> None:
        """`clear` is the field as it is."""
        self.clear = clear
        self.listed = clear.type.listed

    def part(self, value: Any) -> Any:
        """The part of a value that is shown; what is empty stays so."""
        if isinstance(value, Part) or self.clear.type.empty(value):
            return value
        return Part(self.clear.type.mask(value))

    def empty(self, value: Any) -> bool:
        return self.clear.type.empty(value.value if isinstance(value, Own) else value)

    def load(self, stored: Any, field: FieldSpec) -> Any:
        return self.clear.type.load(stored, self.clear)

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        if isinstance(value, Own):
            return None if value.value is None else self.clear.type.to_json(value.value, self.clear)
        found = self.part(value)
        return str(found) if isinstance(found, Part) else found

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        if isinstance(value, Own):
            return self.clear.type.text(value.value, self.clear, show)
        found = self.part(value)
        return "" if found in (None, [], {}) else str(found)


def masked(field: FieldSpec) -> FieldSpec:
    """A field as those see it to whom it is masked: to read only, and no more than its part."""
    return replace(field, type=Masked(field), readonly=True, choices=(), indexed=False)


def then(field: FieldSpec, entry: int) -> FieldSpec:
    """What a field was when an entry of the journal was written, masked if it is now."""
    now = clear(field)
    was = now.then(entry)
    if was is now:
        return field
    return was if field is now else masked(was)


def clear(field: FieldSpec) -> FieldSpec:
    """The field behind a masked one; any other as it is."""
    return field.type.clear if isinstance(field.type, Masked) else field
