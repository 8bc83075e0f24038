"""From rows to declarations: what the registry gets of own objects in each configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine.entity import Board, Calendar, Entity, Section
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.fieldtypes.words import Words
from kith.engine.objects.models import CustomObject, Standing
from kith.engine.objects.tables import model_of
from kith.engine.registry import Custom
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec

SHOWN = 5
"""How many of its fields a list shows as long as nobody chose."""
BOARDS = ("choice", "reference")
TIMES = ("date", "datetime")
ENDS = 2


class OwnEntity(Entity):
    """The declaration of an own object: `number` is its row's id, `numbering` how records are numbered, `naming` what
    their name is called."""

    number: int
    numbering: str
    naming: Words | None
    about: Words
    parting: str


def read(custom: Custom) -> list[type[Entity]]:
    """A declaration for every object that is not in the trash."""
    rows = CustomObject.live().order_by("pk")
    return [declaration(row, {field.key: field for field in custom.get(row.key, ())}) for row in rows]


def declaration(row: CustomObject, fields: dict[str, FieldSpec]) -> type[Entity]:
    """The declaration of one object with these fields; what names a field that is gone is left out."""
    known = {*fields, "name", *SYSTEM_FIELDS}

    def named(keys: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for key in keys or () if key in known))

    board = fields.get(row.board)
    steps = row.board if board and board.type.key in BOARDS else ""
    joins = joined(row, fields)
    said = {
        "model": model_of(row.pk), "number": row.pk, "key": row.key, "plural": row.plural,
        "former": tuple(row.former or ()), "icon": row.icon or "box", "group": row.group,
        "about": Words(row.description or {}, ""),
        "label": Words(row.label or {}, row.key), "label_plural": many(row),
        "numbering": row.numbering, "naming": Words(row.title_label, "") if row.title_label else None,
        "sort": "-created_at" if row.numbering else "name", "import_by": ("name",),
        "features": tuple(row.features or ()), "subtitle": named(row.subtitle),
        "columns": named(row.columns) or columns(fields, joins), "joins": joins,
        "facts": named(row.facts), "search": named(("name", *(row.search or ()))),
        "layout": (Section.of(_("Details"), "name", *fields),),
        "quick": quick(row, fields), "board": Board(steps) if steps else None,
        "path": steps if board and board.type.key == "choice" else "",
        "calendar": calendar(row, fields), "under": row.under if row.under in fields else "",
        "parting": row.parting, "__doc__": f"{row.key}.",
    }  # fmt: skip
    return type(f"Own{row.pk}Entity", (OwnEntity,), said)


def many(row: CustomObject) -> Words:
    """The name of many; in a language in which nobody wrote it, that of one."""
    return Words({**(row.label or {}), **(row.label_plural or {})}, row.key)


def joined(row: CustomObject, fields: dict[str, FieldSpec]) -> tuple[str, ...]:
    """The two links of an object in between: it stands in no menu, Kith numbers it, and it needs both."""
    links = tuple(key for key, field in fields.items() if field.type.key == "reference" and field.required)
    return links if row.group == Standing.PARTS and row.numbering and len(links) == ENDS else ()


def columns(fields: dict[str, FieldSpec], joins: tuple[str, ...]) -> tuple[str, ...]:
    """What its list shows as long as nobody chose: the name first, or what is joined."""
    return tuple(dict.fromkeys((*(joins or ("name",)), *first(fields, SHOWN), "owner")))


def first(fields: dict[str, FieldSpec], count: int) -> list[str]:
    """The first fields that fit into a list."""
    return [key for key, field in fields.items() if field.type.listed][:count]


def quick(row: CustomObject, fields: dict[str, FieldSpec]) -> tuple[str, ...]:
    """The short form: the name, all that must be filled in, and the first of the others."""
    free = {key: field for key, field in fields.items() if not field.readonly}
    needed = [key for key, field in free.items() if field.required]
    others = [key for key in free if key not in needed]
    found = {*needed, *others[: max(0, SHOWN - 1 - len(needed))]}
    return (*(() if row.numbering else ("name",)), *(key for key in free if key in found))


def calendar(row: CustomObject, fields: dict[str, FieldSpec]) -> Calendar | None:
    """The calendar, if its fields are there and are of one kind."""
    start, end = fields.get(row.calendar_start), fields.get(row.calendar_end)
    if start is None or start.type.key not in TIMES:
        return None
    return Calendar(start.key, end.key if end and end.type.key == start.type.key else "")


def shape(spec: EntitySpec) -> EntitySpec:
    """The name of an own object's records: what it is called, and whether Kith numbers it."""
    entity = spec.entity
    if not issubclass(entity, OwnEntity):
        return spec
    name = replace(spec.fields["name"], **dict(naming(entity)))
    return replace(spec, fields={**spec.fields, "name": name})


def naming(entity: type[OwnEntity]) -> Iterator[tuple[str, Any]]:
    """What differs from a plain name."""
    if entity.naming is not None or entity.numbering:
        yield "label", entity.naming or _("Number")
    if entity.numbering:
        yield from {
            "type": TYPES["autonumber"], "format": entity.numbering, "readonly": True, "required": False,
        }.items()  # fmt: skip


def own(specs: Iterable[EntitySpec]) -> list[EntitySpec]:
    """Those of some specs that are of own objects."""
    return [spec for spec in specs if issubclass(spec.entity, OwnEntity)]
