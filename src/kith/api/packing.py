"""Rows of a list as JSON objects straight from what columns hold, without a python value in between where that shows
no difference. rendering.py says what the same looks like for one record; a contract test holds the two together."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

import msgspec
from django.db import connection

from kith.api.rendering import Plan, add_links, converter
from kith.api.schemas import LISTS, OBJECTS
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.masking import Masked
from kith.engine.listing import RawPage
from kith.kernel.money import Money
from kith.kernel.numbers import unscaled

Pack = Callable[[Any], Any]


def items(plan: Plan, page: RawPage, actor: Actor) -> list[dict[str, Any]]:
    """The rows of a page, fields in the order of the plan."""
    readers = [_seen(plan.needed[name], page.names, actor) for name, _convert in plan.shown]
    plain = [(name, place) for name, place, read in readers if read is None]
    packed = [(name, place, read) for name, place, read in readers if read is not None]
    names = ("id", "version", *(name for name, _place in plain))
    pick = itemgetter(0, 1, *(place for _name, place in plain))
    found = []
    for row in page.rows:
        item = dict(zip(names, pick(row), strict=True))
        for name, place, read in packed:
            value = row[place]
            item[name] = None if value is None else read((value, row))
        found.append(item)
    if plan.links:
        add_links(plan, found, _link_values(plan, page), actor)
    return found


def _link_values(plan: Plan, page: RawPage) -> list[dict[str, Any]]:
    """The numbers that links of each row hold, by field."""
    readers = [_reader(link.link, page.names) for link in plan.links]
    return [
        {name: row[place] if read is None else read((row[place], row)) for name, place, read in readers}
        for row in page.rows
    ]


def _seen(field: FieldSpec, names: Sequence[str], actor: Actor) -> tuple[str, int, Pack | None]:
    """The same of a field that may be masked: whole on the caller's own rows, elsewhere its part."""
    if not isinstance(field.type, Masked):
        return _reader(field, names)
    key, place, read = _reader(field.type.clear, names)
    owner, holds, kind = names.index("owner"), actor.access.holds, field.type

    def pack(cell: Any) -> Any:
        value = cell[0] if read is None else read(cell)
        return value if holds(cell[1][owner]) else kind.to_json(value, field)

    return key, place, pack


def _reader(field: FieldSpec, names: Sequence[str]) -> tuple[str, int, Pack | None]:
    """The field's key, the place of its column, and how (value, row) becomes JSON; None when it is JSON already."""
    if field.column is None:
        return field.key, names.index("custom"), _custom(field)
    kind, place = field.type.key, names.index(field.column)
    if kind == "money":
        return field.key, place, _money(names.index(f"{field.column}_currency"))
    if kind == "anyreference":
        other = names.index(f"{field.column}_entity")
        return field.key, place, lambda cell: {"entity": cell[1][other], "id": cell[0]}
    if kind in ("decimal", "percent"):
        places = field.places
        return field.key, place, lambda cell: str(unscaled(int(cell[0]), places))
    if kind in LISTS or kind in OBJECTS:
        return field.key, place, lambda cell: msgspec.Raw(cell[0].encode())
    special = SQLITE.get(kind) if connection.vendor == "sqlite" else POSTGRES.get(kind)
    return field.key, place, special


def _money(other: int) -> Pack:
    def pack(cell: Any) -> Any:
        amount = Money.from_minor(cell[0], cell[1][other])
        return {"amount": str(amount.amount), "currency": amount.currency}

    return pack


def _custom(field: FieldSpec) -> Pack:
    """A custom value out of the record's JSON."""
    convert, load, key = converter(field), field.type.load, field.place
    mark = f'"{key}"'

    def pack(cell: Any) -> Any:
        if mark not in cell[0]:
            return load(None, field) if convert is None else convert(load(None, field))
        value = load(json.loads(cell[0]).get(key), field)
        return value if convert is None else convert(value)

    return pack


# SQLite's driver gives moments without their zone, which is UTC.
POSTGRES: dict[str, Pack] = {"time": lambda cell: f"{cell[0]:%H:%M}"}
SQLITE: dict[str, Pack] = {**POSTGRES, "datetime": lambda cell: cell[0].replace(tzinfo=dt.UTC)}
