"""The steps that records go through: columns of a board, path of a record. From a choice or from rows of an entity."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from kith.engine import epoch, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.web.cells import tone_class

MOST = 200
ENDED = ("tone-good", "tone-bad")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its stored value, its name, the class of its tone, and the group that it belongs to.

    A way is over with a step that has `ended`; `days` are allowed in it, and `weight` is what it brings along.
    """

    value: str
    label: str
    tone: str = ""
    group: int | None = None
    ended: bool = False
    days: int | None = None
    weight: Decimal | None = None


def steps(spec: EntitySpec, field: FieldSpec, actor: Actor, group: int | None = None) -> list[Step]:
    """The steps of a field in order; of a link, those of one group when the board has groups."""
    if field.type.key == "choice":
        return chosen(spec, field)
    target = registry.spec(field.target or "")
    return kept(
        ("steps", spec.key, spec.type_key, field.key, group),
        target,
        actor,
        lambda: linked(spec, field, actor, group),
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


def chosen(spec: EntitySpec, field: FieldSpec) -> list[Step]:
    """Steps that are the values of a choice."""
    board = spec.board if spec.board and spec.board.field == field.key else None
    ends = board.ends if board else ()
    days = board.days if board and isinstance(board.days, Mapping) else {}
    return [
        Step(
            choice.value,
            str(choice.label),
            tone_class(choice.tone),
            ended=choice.value in ends if ends else tone_class(choice.tone) in ENDED,
            days=days.get(choice.value),
        )
        for choice in field.choices
    ]


def linked(spec: EntitySpec, field: FieldSpec, actor: Actor, group: int | None) -> list[Step]:
    """Steps that are rows of an entity, those that may be chosen."""
    target = registry.spec(field.target or "")
    board, readable = spec.board, target.readable(actor)
    named = (board.group, board.tone, board.days, board.weight) if board else ("", "", "", "")
    group_key, tone_key, days_key, weight_key = (
        key if isinstance(key, str) and key in readable else "" for key in named
    )
    asked = [{"field": group_key, "op": "is", "value": group}] if group_key and group else []
    asked += [dict(field.allowed)] if field.allowed else []
    where = parse({"all": asked}, target, actor.as_house()) if asked else None
    wanted = [key for key in (target.title, group_key, tone_key, days_key, weight_key) if key]
    order = board.order if board and board.order in readable else target.sort
    rows = Listing(target, actor, fields=wanted, where=where, sort=(order,), limit=MOST).page().rows
    choices = target.fields[tone_key].choices if tone_key else ()
    tones = {choice.value: tone_class(choice.tone or choice.value) for choice in choices}
    return [
        Step(
            str(row.id),
            str(row.values[target.title]),
            tone := tones.get(row.values.get(tone_key) or "", ""),
            row.values.get(group_key),
            ended=tone in ENDED,
            days=row.values.get(days_key),
            weight=row.values.get(weight_key),
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
