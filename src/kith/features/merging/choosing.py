"""Whose value the merged record keeps, field by field: what is offered, and what is taken where nobody says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec

ALL = "all"
"""The choice of what all of them say together."""
JOINED = ("tags", "multichoice", "references")
LEFT = ("unit", "team")
LINKS = ("reference", "references", "anyreference")


@dataclass(frozen=True)
class Line:
    """A field with the python value of each record, in the order of the records; `newest` are their numbers, the one
    that was changed last first."""

    field: FieldSpec
    values: Mapping[int, Any]
    master: int
    newest: Sequence[int]

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        stored = [self.field.type.dump(value, self.field) for value in self.values.values()]
        return any(one != stored[0] for one in stored)

    @property
    def joinable(self) -> bool:
        """Whether the values of several can stand together."""
        full = [value for value in self.values.values() if not self.field.type.empty(value)]
        return self.field.type.key in JOINED and len(full) > 1

    @property
    def usual(self) -> str:
        """What is taken where nobody says: all of what can stand together, else the master's value, else that of the
        record that was changed last."""
        if self.joinable:
            return ALL
        order = (self.master, *self.newest)
        return str(next((one for one in order if self.says(one)), self.master))

    def says(self, number: int) -> bool:
        """Whether the record of this number has a value here."""
        return not self.field.type.empty(self.values[number])

    def value(self, choice: str) -> Any:
        """The value of a choice. Raises Invalid."""
        if choice == ALL and self.joinable:
            return list(dict.fromkeys(one for value in self.values.values() for one in value or ()))
        number = int(choice) if choice.isdecimal() and len(choice) < len(str(2**63)) else 0
        if number not in self.values:
            raise Invalid({self.field.key: [_("Choose one of the records that are merged.")]})
        return self.values[number]


@dataclass(frozen=True)
class Choosing:
    """Records of an entity that become one, with what an actor may choose of them."""

    spec: EntitySpec
    records: Sequence[Any]
    master: Any
    actor: Actor

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The fields that the actor may set on all of them, in their order."""
        last = sorted(self.records, key=lambda row: (row.updated_at, row.pk), reverse=True)
        newest = [row.pk for row in last]
        return {
            key: Line(one, {row.pk: self._value(row, one) for row in self.records}, self.master.pk, newest)
            for key, one in self._fields()
        }

    def _fields(self) -> Iterator[tuple[str, FieldSpec]]:
        own = all(self.actor.access.holds(row.owner_id) for row in self.records)
        may = self.spec.of(self.master).writable_by(self.actor, own=own)
        shown = {key for section in self.spec.layout for key in section.fields}
        for key in dict.fromkeys((*(key for key in self.spec.fields if key in shown), *may)):
            if key not in may or key in (*LEFT, self.spec.entity.aliases):
                continue
            if key == "owner" and not self._assigns:
                continue
            yield key, may[key]

    @cached_property
    def _assigns(self) -> bool:
        scope = Scope(self.spec.key, self.actor.access, "assign")
        return self.spec.entity.rule is None and scope.covers(self.master)

    def _value(self, row: Any, field: FieldSpec) -> Any:
        """What a record says; a link to another one of them says nothing that will be true."""
        value = self.spec.value(row, field)
        if field.type.key not in LINKS or field.target not in (self.spec.key, None):
            return value
        going = {one.pk for one in self.records}
        if field.type.key == "references":
            return [one for one in value or () if one not in going]
        if field.type.key == "anyreference":
            return None if value and value[0] == self.spec.key and value[1] in going else value
        return None if value in going else value

    def values(self, chosen: Mapping[str, str]) -> dict[str, Any]:
        """What becomes of the master: the values that it has not already. Raises Invalid for choices that are none."""
        unknown = {key: [_("You cannot choose this field.")] for key in chosen if key not in self.lines}
        if unknown:
            raise Invalid(unknown)
        found = {}
        for key, line in self.lines.items():
            value = line.value(chosen.get(key) or line.usual)
            stored = line.field.type.dump(value, line.field)
            if stored != line.field.type.dump(self.spec.value(self.master, line.field), line.field):
                found[key] = value
        return found
