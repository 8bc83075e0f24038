"""The steps that records go through: columns of a board, path of a record. From a choice or from rows of an entity."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from kith.engine import epoch, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.web.cells import tone_class

MOST = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its stored value, its name, the class of its tone, and the group that it belongs to."""

    value: str
    label: str
    tone: str = ""
    group: int | None = None


def steps(spec: EntitySpec, field: FieldSpec, actor: Actor, group: int | None = None) -> list[Step]:
    """The steps of a field in order; of a link, those of one group when the board has groups."""
    if field.type.key == "choice":
        return [Step(choice.value, str(choice.label), tone_class(choice.tone)) for choice in field.choices]
    target = registry.spec(field.target or "")
    return kept(
        ("steps", spec.key, field.key, group), target, actor, lambda: linked(spec, target, actor, group)
    )


def kept(key: Hashable, target: EntitySpec, actor: Actor, make: Callable[[], T]) -> T:
    """What is made of the rows of a small entity, which declares every change of them, for as long as none is."""
    if not target.entity.small:
        return make()
    memo, place = actor.access.memo, (key, epoch.current().config)
    if place not in memo:
        memo[place] = make()
    found: T = memo[place]
    return found


def linked(spec: EntitySpec, target: EntitySpec, actor: Actor, group: int | None) -> list[Step]:
    """Steps that are rows of an entity."""
    board = spec.board
    order = board.order if board and board.order in target.fields else target.sort
    group_key = board.group if board and board.group in target.fields else ""
    tone_key = board.tone if board and board.tone in target.fields else ""
    wanted = [key for key in (target.title, group_key, tone_key) if key]
    where = (
        parse({"field": group_key, "op": "is", "value": group}, target, actor)
        if group_key and group
        else None
    )
    rows = Listing(target, actor, fields=wanted, where=where, sort=(order,), limit=MOST).page().rows
    tones = (
        {choice.value: tone_class(choice.tone or choice.value) for choice in target.fields[tone_key].choices}
        if tone_key
        else {}
    )
    return [
        Step(
            str(row.id),
            str(row.values[target.title]),
            tones.get(row.values.get(tone_key) or "", ""),
            row.values.get(group_key),
        )
        for row in rows
    ]


def groups(spec: EntitySpec, actor: Actor) -> list[tuple[int, str]]:
    """The boards of an entity whose steps come in groups, such as pipelines: id and name."""
    board = spec.board
    field = spec.fields.get(board.field) if board else None
    if board is None or field is None or field.type.key != "reference" or not board.group:
        return []
    link = registry.spec(field.target or "").fields[board.group]
    target = registry.spec(link.target or "")

    def named() -> list[tuple[int, str]]:
        rows = Listing(target, actor, fields=(target.title,), limit=MOST).page().rows
        return [(row.id, str(row.values[target.title])) for row in rows]

    return kept(("groups", target.key), target, actor, named)


def step_of(record: Any, field: FieldSpec, spec: EntitySpec) -> str:
    """The stored value of a record's step, as text."""
    value = spec.value(record, field)
    return "" if value is None else str(value)
