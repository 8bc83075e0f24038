"""What belongs to a person or a unit: every field of every entity that links to it, found in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.errors import Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec

ENDED = ("absence", "deputy")
"""What ends with the person instead of going to another."""


@dataclass(frozen=True, slots=True)
class Line:
    """Records of one entity that link to the subject by one field."""

    spec: EntitySpec
    field: FieldSpec
    count: int

    @property
    def key(self) -> str:
        """Its name in forms."""
        return f"line-{self.spec.key}-{self.field.key}"

    @property
    def label(self) -> str:
        """The records, with the field where it is not the owner."""
        said = str(self.spec.label_plural)
        return said if self.field.key in ("owner", "unit") else f"{said} · {self.field.label}"


def lines(target: str, number: int, actor: Actor) -> list[Line]:
    """Everything that links to a user or unit and that the actor sees, without what there is none of."""
    found = (Line(spec, field, count_of(spec, field, number, actor)) for spec, field in linking(target))
    return [line for line in found if line.count]


def linking(target: str) -> Iterator[tuple[EntitySpec, FieldSpec]]:
    """The fields that can be given to another person or unit."""
    for spec in registry.specs():
        for field in spec.fields.values():
            if field.target == target and not field.readonly and goes_over(spec, field):
                yield spec, field


def goes_over(spec: EntitySpec, field: FieldSpec) -> bool:
    """Whether a link is a place that another takes. Who took part, who wrote and who made something stays history."""
    if field.type.key not in ("reference", "references") or spec.key in ENDED:
        return False
    if field.type.key == "references":
        return spec.entity.group == "settings"
    if field.key != "owner":
        return True
    shown = any("owner" in section.fields for section in spec.layout)
    return shown or spec.entity.group in ("work", "lists")


def ids_of(spec: EntitySpec, field: FieldSpec, number: int, actor: Actor) -> list[int]:
    """The records in the actor's sight that link to a person or unit, in order."""
    if field.type.key == "references":
        return _members(spec, field, number, actor)
    rows = _rows(spec, field, number, actor)
    return [] if rows is None else sorted(rows.order_by().values_list("pk", flat=True))


def count_of(spec: EntitySpec, field: FieldSpec, number: int, actor: Actor) -> int:
    """How many there are."""
    if field.type.key == "references":
        return len(_members(spec, field, number, actor))
    rows = _rows(spec, field, number, actor)
    return 0 if rows is None else rows.count()


def _members(spec: EntitySpec, field: FieldSpec, number: int, actor: Actor) -> list[int]:
    rows = records.visible(spec.model, to=actor).values_list("pk", field.key)
    return sorted(one for one, several in rows if number in (several or ()))


def _rows(spec: EntitySpec, field: FieldSpec, number: int, actor: Actor) -> QuerySet[Any] | None:
    try:
        node = parse({"field": field.key, "op": "is", "value": number}, spec, actor)
    except Refused:
        return None
    return records.visible(spec.model, to=actor).filter(to_q(node, actor))
