"""The Python back end: the value of a formula for one record in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import localcontext
from functools import partial
from typing import Any

from kith.engine.fieldtypes import FieldSpec
from kith.engine.formula.errors import Trouble
from kith.engine.formula.kinds import BLANKS, EXACT, Now, seen
from kith.engine.formula.nodes import Call, Field, Node, Value

Read = Callable[[FieldSpec], Any]


@dataclass
class Answer:
    """A computed value, and the codes of what went wrong on the way (TROUBLES)."""

    value: Any = None
    troubles: list[str] = field(default_factory=list)


def answer(node: Node, read: Read, now: Now) -> Answer:
    """The value of a tree where `read` gives the python value of a field."""
    found = Answer()
    with localcontext(EXACT):
        found.value = _value(node, Evaluating(read, now, found.troubles))
    return found


@dataclass(frozen=True, slots=True)
class Evaluating:
    """What the parts of one formula share while it is computed."""

    read: Read
    now: Now
    troubles: list[str]


def _value(node: Node, at: Evaluating) -> Any:
    if isinstance(node, Call):
        return _called(node, at)
    if isinstance(node, Field):
        return seen(node.field, at.read(node.field))
    if isinstance(node, Value):
        return node.value
    raise TypeError(node)


def _called(call: Call, at: Evaluating) -> Any:
    """What a function gives; nothing where it is given nothing or cannot do its work."""
    form = call.form
    if form.lazy:
        return form.work(*(partial(_value, part, at) for part in call.parts))
    parts = [_value(part, at) for part in call.parts]
    if not form.patient and _lacking(parts):
        return BLANKS.get(call.type.kind)
    try:
        found = form.work(at.now, *parts) if form.timed else form.work(*parts)
    except Trouble as trouble:
        at.troubles.append(trouble.code)
        found = None
    return BLANKS.get(call.type.kind) if found is None else found


def _lacking(parts: Sequence[Any]) -> bool:
    return any(part is None for part in parts)
