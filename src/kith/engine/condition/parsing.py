"""From JSON to the tree, through the resolver: unknown, hidden and ill-typed things are refused with their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.condition.nodes import AllOf, AnyOf, FieldValue, Leaf, Node, Not, Related
from kith.engine.errors import Malformed
from kith.engine.fieldtypes import FieldSpec
from kith.engine.settings import company
from kith.engine.spec import EntitySpec, UnknownField
from kith.kernel import clock, periods

MAX_DEPTH = 24
MAX_NODES = 300
MAX_LIST = 1_000
MAX_PATH = 4
WORDS = ("me", "my_unit", "my_team")
EVENT_OPERATORS = ("changed", "changed_to")


def _colleagues(actor: Actor) -> tuple[int, ...]:
    """Everybody in the teams of an actor."""
    teams = directory().teams
    found = set().union(*(teams[number][1] for number in actor.access.teams if number in teams))
    return tuple(sorted(found))


def _of_the_unit(actor: Actor) -> tuple[int, ...]:
    """Everybody in the unit of an actor."""
    people = directory().people.values()
    return tuple(sorted(one.id for one in people if one.unit_id is not None and one.unit_id == actor.unit_id))


def _only(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)


MEANT: dict[tuple[str, str], Callable[[Actor], tuple[int, ...]]] = {
    ("user", "me"): lambda actor: _only(actor.user_id),
    ("user", "my_team"): _colleagues,
    ("user", "my_unit"): _of_the_unit,
    ("team", "my_team"): lambda actor: tuple(sorted(actor.access.teams)),
    ("unit", "my_unit"): lambda actor: _only(actor.unit_id),
}
"""The words of people, by the entity that is meant: ids as of now."""


class Parser:
    """Parses conditions on one entity for one actor. `events` allows changed and changed_to."""

    def __init__(self, spec: EntitySpec, actor: Actor, *, events: bool = False) -> None:
        self.spec = spec
        self.actor = actor
        self.events = events
        self.nodes = 0

    def parse(self, data: Any, depth: int = 0) -> Node:
        """The tree of a JSON condition. Raises Malformed."""
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise Malformed(_("This condition is too large."))
        if not isinstance(data, Mapping) or not data:
            raise Malformed(_("A condition is an object with a field, or with all, any, not."))
        if "field" in data:
            return self.leaf(data)
        if "related" in data:
            return self._related(data, depth)
        if len(data) != 1:
            raise Malformed(_("A condition has either a field, or one of all, any, not."))
        word, value = next(iter(data.items()))
        if word == "not":
            return Not(self.parse(value, depth + 1))
        if word in ("all", "any") and isinstance(value, list | tuple):
            parts = tuple(self.parse(part, depth + 1) for part in value)
            return AllOf(parts) if word == "all" else AnyOf(parts)
        raise Malformed(_("A condition has either a field, or one of all, any, not."))

    def leaf(self, data: Mapping[str, Any]) -> Node:
        """One comparison, or the condition on a linked record that a dotted name asks for. Raises Malformed."""
        if not set(data) <= {"field", "op", "value"} or not isinstance(data["field"], str):
            raise Malformed(_("A condition has a field, an op and a value."))
        op, said = data.get("op", "is"), data.get("value")
        if not isinstance(op, str):
            raise Malformed(_("A condition has a field, an op and a value."))
        link, dot, rest = data["field"].partition(".")
        if data["field"].count(".") > MAX_PATH:
            raise Malformed(_("This condition is too large."))
        if dot:
            return self._through(link, {"field": rest, "op": op, "value": said})
        field = self.spec.resolve(link, self.actor)
        allowed = (*field.type.operators, *(EVENT_OPERATORS if self.events else ()))
        if op not in allowed:
            raise Malformed(
                _("“%(op)s” cannot be asked of “%(field)s”.") % {"op": op[:30], "field": field.label}
            )
        if isinstance(said, str) and said in WORDS and field.type.key == "reference":
            op, said = {"is": "in", "is_not": "not_in"}.get(op, op), [said]
        try:
            return Leaf(field, op, self.operand(field, op, said), said)
        except ValidationError as error:
            raise Malformed(f"{field.label}: {' '.join(error.messages)}") from error

    def _through(self, name: str, rest: Mapping[str, Any]) -> Node:
        """A condition on a field of the record that `name` links to."""
        link, target = link_of(name, self.spec, self.actor)
        return Related(target, link, Parser(target, self.actor).leaf(rest), forward=True)

    def _related(self, data: Mapping[str, Any], depth: int) -> Node:
        """Some or none of the records that link here: {"related": "opportunities", "by": "customer", "some": {...}}."""
        word = "none" if "none" in data else "some"
        if not set(data) <= {"related", "by", word} or word not in data:
            raise Malformed(_("Say which related records: some or none."))
        child = registry.by_plural(data["related"]) if isinstance(data["related"], str) else None
        links = [
            field
            for field in (child.linking(self.spec.key) if child else ())
            if data.get("by") in (None, field.key)
        ]
        if child is None or not links:
            raise UnknownField(str(data["related"]))
        known(child, data["related"], self.actor)
        link = child.resolve(links[0].key, self.actor)
        parser = Parser(child, self.actor)
        parser.nodes = self.nodes
        part = parser.parse(data[word], depth + 1) if data[word] else AllOf(())
        self.nodes = parser.nodes
        return Related(child, link, part, some=word == "some", here=self.spec.key)

    def operand(self, field: FieldSpec, op: str, said: Any) -> Any:
        """The operands of one comparison, checked. Raises ValidationError or Malformed."""
        if op in ("empty", "not_empty", "changed"):
            return None
        if op in ("within", "not_within"):
            return self._period(field, said)
        if op in ("in", "not_in"):
            if not isinstance(said, list | tuple) or len(said) > MAX_LIST:
                raise Malformed(_("Give a list of at most %(max)s values.") % {"max": MAX_LIST})
            return tuple(value for item in said for value in self._several(field, item))
        if op == "between":
            if not isinstance(said, list | tuple) or len(said) != 2:
                raise Malformed(_("Give two values, from and to."))
            return tuple(self._one(field, item) for item in said)
        if isinstance(said, Mapping) and set(said) == {"field"}:
            return FieldValue(self._comparable(field, said["field"]))
        return self._one(field, said)

    def _several(self, field: FieldSpec, item: Any) -> tuple[Any, ...]:
        if isinstance(item, str) and item in WORDS:
            return self._word(field, item)
        return (self._one(field, item),)

    def _word(self, field: FieldSpec, word: str) -> tuple[int, ...]:
        """What me, my unit and my team are where users, units or teams are meant. Raises Malformed elsewhere."""
        meant = MEANT.get((field.target or "", word))
        if meant is None:
            raise Malformed(
                _("“%(op)s” cannot be asked of “%(field)s”.") % {"op": word, "field": field.label}
            )
        return meant(self.actor)

    def _one(self, field: FieldSpec, said: Any) -> Any:
        if isinstance(said, str) and said in WORDS and field.type.key == "references":
            return next(iter(self._word(field, said)), None)
        if isinstance(said, Mapping) and set(said) == {"days"} and field.type.key in ("date", "datetime"):
            return self._relative(field, said["days"])
        if said is None or said == "":
            raise Malformed(_("Give a value to compare “%(field)s” with.") % {"field": field.label})
        return field.type.operand(said, field)

    def _relative(self, field: FieldSpec, days: Any) -> Any:
        if isinstance(days, bool) or not isinstance(days, int) or abs(days) > 36_600:
            raise Malformed(_("Give a number of days."))
        day = clock.today(self.actor.time_zone) + dt.timedelta(days=days)
        return day if field.type.key == "date" else self._start(day)

    def _start(self, day: dt.date) -> dt.datetime:
        """The first moment of a day where the actor lives."""
        return dt.datetime.combine(day, dt.time(), ZoneInfo(self.actor.time_zone)).astimezone(dt.UTC)

    def _period(self, field: FieldSpec, said: Any) -> tuple[Any, Any]:
        """First and after-last value of a named period."""
        try:
            first, after = periods.span(str(said), clock.today(self.actor.time_zone), company().week_start)
        except (periods.UnknownPeriod, OverflowError) as error:
            raise Malformed(_("There is no period “%(name)s”.") % {"name": str(said)[:40]}) from error
        return (first, after) if field.type.key == "date" else (self._start(first), self._start(after))

    def _comparable(self, field: FieldSpec, name: Any) -> FieldSpec:
        other = self.spec.resolve(str(name), self.actor)
        same = other.type.key == field.type.key or {other.type.key, field.type.key} <= {
            "integer",
            "rating",
            "duration",
        }
        if not same or other.places != field.places:
            raise Malformed(
                _("“%(one)s” and “%(two)s” cannot be compared.") % {"one": field.label, "two": other.label}
            )
        return other


def known(spec: EntitySpec, name: str, actor: Actor) -> None:
    """Who may read nothing of an entity knows nothing of it. Raises UnknownField."""
    if actor.access.reach(spec.key, "read") is Reach.NONE:
        raise UnknownField(name)


def link_of(name: str, spec: EntitySpec, actor: Actor) -> tuple[FieldSpec, EntitySpec]:
    """A link and the entity that it leads to. Raises UnknownField."""
    link = spec.resolve(name, actor)
    if link.type.key != "reference" or link.target is None:
        raise UnknownField(name)
    target = registry.spec(link.target)
    known(target, name, actor)
    return link, target


def along(path: str, spec: EntitySpec, actor: Actor) -> tuple[FieldSpec, ...]:
    """The links of a dotted path and the field at its end. Raises UnknownField, also for what is hidden on the way."""
    found: list[FieldSpec] = []
    *links, name = path.split(".")
    for step in links[:MAX_PATH]:
        link, spec = link_of(step, spec, actor)
        found.append(link)
    return (*found, spec.resolve(name, actor))


def parse(data: Any, spec: EntitySpec, actor: Actor, *, events: bool = False) -> Node:
    """The tree of a JSON condition on `spec` as `actor` means it. Raises Malformed."""
    return Parser(spec, actor, events=events).parse(data)
