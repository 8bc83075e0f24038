"""Conditions as fields of forms: each is built in place with the builder of filters, step by step.

The inputs of a condition are those of a filter with the field's name in their place: `k.where~0-1`. A button inside it
says what to do and where (`do=add.where~0`): with htmx only the condition comes anew from /condition/, without it the
whole form does, with nothing saved. The field's own name holds the entity that the inputs are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition.subjects import anchored, naming, subject
from kith.engine.errors import Invalid, Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.web import building, filtering
from kith.web.building import Group, Part, Row
from kith.web.fields import RESENT, SHAPES, Bound, Drawn, Option
from kith.web.filterstep import Step


class Within:
    """What a form sent of one condition, by the names that the builder of filters gives its inputs."""

    def __init__(self, sent: Any, name: str) -> None:
        self.sent = sent
        self.mark = f"{name}~"

    def _real(self, key: str) -> str:
        kind, _dot, place = key.partition(".")
        return f"{kind}.{self.mark}{place}"

    def __iter__(self) -> Iterator[str]:
        return (
            key.replace(self.mark, "", 1) for key in self.sent if key.partition(".")[2].startswith(self.mark)
        )

    def __contains__(self, key: str) -> bool:
        return self._real(key) in self.sent

    def get(self, key: str, default: str = "") -> str:
        """One value; `do` only when it is about this condition."""
        if key != "do":
            return str(self.sent.get(self._real(key), default))
        word, _dot, place = self.sent.get("do", "").partition(".")
        return f"{word}.{place.removeprefix(self.mark)}" if place.startswith(self.mark) else ""

    def getlist(self, key: str) -> list[str]:
        """All values of a name."""
        return list(self.sent.getlist(self._real(key)))


@dataclass
class Blank:
    """A condition on records that are not named yet: there is nothing to draw on."""

    prefix: str
    named_by: str = ""
    idle: bool = False
    entity: str = ""
    said: str = ""
    touched: bool = False
    choosing: str = ""
    joins: Sequence[Option] = ()

    def resume(self, sent: Any, name: str) -> None:
        """There is nothing to go on with."""


@dataclass
class Drawing(Step):
    """A condition while it is drawn in a form; `named_by` is the field of the form that names its entity, `idle` says
    that without a condition nothing is meant instead of everything."""

    named_by: str = ""
    idle: bool = False

    @property
    def entity(self) -> str:
        """The key of the entity that it is about."""
        return self.spec.key

    @property
    def joins(self) -> list[Option]:
        """How parts can hold together."""
        return filtering.joins()

    def resume(self, sent: Any, name: str) -> None:
        """What the form held: changed by what was pressed in this condition, else with what is wrong in it."""
        self.sent = Within(sent, name)
        pressed = bool(self.sent.get("do"))
        try:
            self.take() if pressed else self.note()
        except Refused as error:
            self.whole.errors = {"v": [str(error)]}
        prune(self.whole, self.spec, self.actor)
        if self.do == "drop":
            self.choosing = ""

    def note(self) -> None:
        """Say at each row what is wrong with it. Raises Refused."""
        self.whole = building.from_form(self.sent)
        building.meant(self.whole, self.spec, self.actor)


def prune(group: Group, spec: EntitySpec, actor: Actor) -> None:
    """Leave out rows that cannot be shown, for they were drawn on other records."""
    group.parts = [part for part in group.parts if _known(part, spec, actor)]


def _known(part: Part, spec: EntitySpec, actor: Actor) -> bool:
    try:
        if isinstance(part, Row):
            building.field_of(part.path, spec, actor)
        elif isinstance(part, Group):
            prune(part, building.about(part, spec, actor), actor)
    except Refused:
        return False
    return True


def drawing(field: FieldSpec, value: Any, actor: Actor, name: str) -> Drawing | Blank:
    """What the inputs of an anchored condition show of its value."""
    spec, prefix = subject(field), f"{name}~"
    if spec is None or actor.access.reach(spec.key, "read") is Reach.NONE:
        return Blank(prefix)
    whole = building.whole_of(value, spec, actor) if value else Group()
    idle = field.required or field.format == "idle"
    return Drawing(spec, actor, {}, (), whole, prefix=prefix, idle=idle)


def _bind(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.value = drawing(spec, value, actor, spec.key)
    made.max_length = 0


def _resent(made: Bound, sent: Any) -> None:
    made.value.resume(sent, made.name)


SHAPES["condition"] = _bind
RESENT["condition"] = _resent


def placed(field: FieldSpec, values: Mapping[str, Any], sent: Any = None) -> FieldSpec:
    """The field of a condition with its entity as a form names it, or as it was when the inputs were made."""
    name = naming(field)
    if not name:
        return field
    if sent is not None and field.key in sent:
        return anchored(field, sent.get(name) if name in sent else sent[field.key])
    return anchored(field, values.get(name))


def read(fields: Mapping[str, FieldSpec], values: dict[str, Any], actor: Actor) -> dict[str, list[Any]]:
    """Replace what inputs describe by the conditions that they mean; returns the errors by field. Raises Invalid
    without errors when one is only being built further."""
    errors: dict[str, list[Any]] = {}
    for key in [key for key, value in values.items() if isinstance(value, Drawn)]:
        sent = Within(values[key].sent, key)
        if sent.get("do"):
            raise Invalid({})
        spec = subject(placed(fields[key], {}, sent.sent))
        try:
            values[key] = _meant(sent, spec, actor) if spec else {}
        except Invalid:
            errors[key] = [_("Something is missing here.")]
    return errors


def _meant(sent: Within, spec: EntitySpec, actor: Actor) -> Any:
    whole = building.from_form(sent)
    parts = building.split(whole, building.meant(whole, spec, actor))
    return {"all": parts} if len(parts) > 1 else parts[0] if parts else {}
