"""What stands in the cells of an exported file: names and labels for people, or ids and stored values for programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from kith.engine import plugs
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import FILES
from kith.engine.fieldtypes.masking import Masked, Own
from kith.engine.listing import Row
from kith.engine.settings import company
from kith.engine.titles import titles

Names = Mapping[int, str]
LINKS = ("reference", "references")
LABELLED = ("choice", "multichoice", "tags", "country", "language")


class Cells:
    """Turns rows into cells. Names of linked records are read once per chunk, within the actor's rights."""

    def __init__(self, fields: Sequence[FieldSpec], actor: Actor, *, raw: bool, plain: bool) -> None:
        """`raw` leaves ids and stored values; `plain` gives JSON values instead of those of a spreadsheet."""
        self.fields = fields
        self.actor = actor
        self.raw = raw
        self.plain = plain
        self.zone = ZoneInfo(actor.time_zone)
        self.currency = company().currency

    def of(self, rows: Sequence[Row]) -> Iterable[list[Any]]:
        """The cells of a chunk of rows, in the order of the fields."""
        read = [
            (field.key, self._reader(field, [row.values[field.key] for row in rows])) for field in self.fields
        ]
        return ([one(row.values[key]) for key, one in read] for row in rows)

    def _reader(self, field: FieldSpec, values: Sequence[Any]) -> Callable[[Any], Any]:
        kind = field.type.key
        if isinstance(field.type, Masked):
            own = self._reader(field.type.clear, [one.value for one in values if isinstance(one, Own)])
            return lambda value: own(value.value) if isinstance(value, Own) else str(value or "") or None
        if not self.raw and kind in LINKS and field.target:
            return self._named(titles(field.target, _ids(values), self.actor))
        door = plugs.file_door() if not self.raw and kind in FILES else None
        if door is not None:
            return self._named(titles(door.entity, _ids(values), self.actor))
        if not self.raw and kind == "anyreference":
            return self._named_of_any(set(values) - {None})
        if self.plain:
            return lambda value: self._json(value, field)
        return lambda value: self._cell(value, field)

    @staticmethod
    def _named(names: Names) -> Callable[[Any], str]:
        """Names of one link, or of several parted as an import parts them, for names have commas; those out of reach
        are left out."""

        def read(value: Any) -> str:
            ids = value if isinstance(value, list) else [value]
            return "; ".join(names[number] for number in ids if number in names)

        return read

    def _named_of_any(self, links: set[tuple[str, int]]) -> Callable[[Any], str]:
        found: dict[tuple[str, int], str] = {}
        for entity in {entity for entity, _number in links}:
            ids = [number for other, number in links if other == entity]
            found |= {(entity, number): name for number, name in titles(entity, ids, self.actor).items()}
        return lambda value: found.get(value, "")

    def _json(self, value: Any, field: FieldSpec) -> Any:
        """The API's form; of choices their label, unless raw."""
        if value is None:
            return None
        if not self.raw and field.type.key == "choice":
            return field.type.text(value, field, self.actor.show)
        found = field.type.to_json(value, field)
        return found if isinstance(found, str | int | float | bool | list | dict | None) else _text(found)

    def _cell(self, value: Any, field: FieldSpec) -> Any:
        """A value of a spreadsheet: numbers and dates as such, everything else as text."""
        kind = field.type.key
        if value in (None, "", [], {}):
            return None
        if kind == "money":
            return value.amount if value.currency == self.currency else f"{value.amount:f} {value.currency}"
        if isinstance(value, dt.datetime):
            return value.astimezone(self.zone).replace(tzinfo=None, microsecond=0)
        if not self.raw and kind in LABELLED:
            return field.type.text(value, field, self.actor.show)
        if isinstance(value, list) and kind != "listed":
            return ", ".join(map(str, value))
        if kind == "anyreference":
            return f"{value[0]}:{value[1]}"
        return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _ids(values: Iterable[Any]) -> set[int]:
    """The ids in the values of a link or of several."""
    found: set[int] = set()
    for value in values:
        if value is not None:
            found.update(value if isinstance(value, list) else (value,))
    return found


def _text(value: Any) -> str:
    """Dates, times and exact numbers as the API writes them."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
