"""The tree of conditions while somebody builds it: read from a form with all that was typed, changed, shown again.

Every part has a place: "0" is the whole, "0-2" its third part. The inputs of a part carry its place in their names:
`k` what it is, `f` the field or the linked records, `o` the way to compare, `j` how parts are joined, `v`, `w`, `n` the
values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.condition import along, parse, sentence
from kith.engine.condition.parsing import known
from kith.engine.errors import Invalid, Malformed, Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec, UnknownField
from kith.web import operands
from kith.web.operands import Typed

JOINS = ("all", "any", "none", "not_all")
MOST_PARTS = 80
DEEPEST = 8
VALUES = ("v", "v__currency", "v__text", "w", "w__currency", "w__text", "n")


@dataclass
class Row:
    """One comparison of a field, which may be reached through links: `customer.grade`. `shown` is the way to compare
    that the inputs were made for."""

    path: str
    op: str = ""
    typed: Typed = field(default_factory=dict)
    shown: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Kept:
    """A condition for which there are no inputs: it is told, kept as it is, and can be taken away."""

    said: Any


@dataclass
class Group:
    """Parts that hold together. With `related` (`opportunities:customer`) they are about linked records, some of which
    (or none) must fit."""

    join: str = "all"
    parts: list[Row | Kept | Group] = field(default_factory=list)
    related: str = ""
    some: bool = True
    errors: dict[str, list[str]] = field(default_factory=dict)


Part = Row | Kept | Group


def field_of(path: str, spec: EntitySpec, actor: Actor) -> FieldSpec:
    """The field at the end of a path. Raises UnknownField, also for what is hidden on the way."""
    return along(path, spec, actor)[-1]


def linked(related: str, actor: Actor) -> EntitySpec:
    """The entity of linked records. Raises UnknownField when there is none or one may read nothing of it."""
    plural = related.partition(":")[0]
    found = registry.by_plural(plural)
    if found is None:
        raise UnknownField(plural)
    known(found, plural, actor)
    return found


# ---------------------------------------------------------------------- the form


def from_form(sent: Any) -> Group:
    """The tree that a form describes, with all that was typed. Raises Malformed when it is too large."""
    places = sorted(
        (_place(key[2:]) for key in sent if key.startswith("k.")), key=lambda one: (len(one), one)
    )
    if len(places) > MOST_PARTS or any(len(place) > DEEPEST for place in places):
        raise Malformed(_("This condition is too large."))
    made: dict[tuple[int, ...], Part] = {}
    for place in places:
        part = _part(sent, "-".join(map(str, place)))
        above = made.get(place[:-1])
        if isinstance(above, Group):
            above.parts.append(part)
        elif len(place) > 1:
            continue
        made[place] = part
    whole = made.get((0,))
    return whole if isinstance(whole, Group) else Group()


def _place(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in text[:60].split("-"))
    except ValueError as error:
        raise Malformed(_("The filter in the address cannot be read.")) from error


def _part(sent: Any, place: str) -> Part:
    kind = sent.get(f"k.{place}", "")
    if kind == "group":
        join = sent.get(f"j.{place}", "")
        some = sent.get(f"m.{place}", "some") != "none"
        return Group(join if join in JOINS else "all", [], sent.get(f"f.{place}", ""), some)
    if kind == "kept":
        try:
            return Kept(json.loads(sent.get(f"d.{place}", "{}")))
        except (ValueError, RecursionError) as error:
            raise Malformed(_("The filter in the address cannot be read.")) from error
    typed = {}
    for name in VALUES:
        base, _sep, rest = name.partition("__")
        key = f"{base}.{place}__{rest}" if rest else f"{base}.{place}"
        if key in sent:
            typed[name] = [item for item in sent.getlist(key) if item]
    return Row(sent.get(f"f.{place}", ""), sent.get(f"o.{place}", ""), typed, sent.get(f"s.{place}", ""))


def find(whole: Group, place: str) -> Part | None:
    """The part at a place."""
    found: Part = whole
    for number in _place(place)[1:]:
        if not isinstance(found, Group) or not 0 <= number < len(found.parts):
            return None
        found = found.parts[number]
    return found


def drop(whole: Group, place: str) -> None:
    """Take a part away, and groups that are empty then."""
    above, _sep, number = place.rpartition("-")
    group = find(whole, above) if above else None
    if isinstance(group, Group) and 0 <= int(number) < len(group.parts):
        del group.parts[int(number)]
        if not group.parts and not group.related and above != "0":
            drop(whole, above)


def spec_at(whole: Group, place: str, spec: EntitySpec, actor: Actor) -> EntitySpec:
    """The entity that a part at a place is about: of the linked records in whose group it stands."""
    found: Part = whole
    for number in _place(place)[1:]:
        if isinstance(found, Group) and found.related:
            spec = linked(found.related, actor)
        if not isinstance(found, Group) or not 0 <= number < len(found.parts):
            break
        found = found.parts[number]
    return spec


def about(group: Group, spec: EntitySpec, actor: Actor) -> EntitySpec:
    """The entity that the parts of a group are about."""
    return linked(group.related, actor) if group.related else spec


# ---------------------------------------------------------------------- to the condition


def meant(group: Group, spec: EntitySpec, actor: Actor, *, unfinished: bool = False) -> Any:
    """The condition that a group means, None for an empty one.

    What is wrong is noted at its row; `unfinished` rows are then left out of the condition, and else refuse it: raises
    Invalid.
    """
    inner = about(group, spec, actor)
    parts = []
    wrong = False
    for part in group.parts:
        try:
            parts.append(_meant(part, inner, actor, unfinished=unfinished))
        except Invalid:
            wrong = True
    if wrong and not unfinished:
        raise Invalid({"": [_("Something is missing here.")]})
    found = _joined(group.join, [part for part in parts if part is not None])
    if not group.related:
        return found
    return _checked(group, of_linked(group, spec, found, actor), spec, actor)


def _meant(part: Part, spec: EntitySpec, actor: Actor, *, unfinished: bool) -> Any:
    if isinstance(part, Group):
        return meant(part, spec, actor, unfinished=unfinished)
    if isinstance(part, Kept):
        return part.said
    try:
        one = field_of(part.path, spec, actor)
        op = part.op or operands.ways(one)[0].value
        return _checked(part, operands.condition(part.path, one, op, part.typed, actor=actor), spec, actor)
    except Malformed as error:
        part.errors = {"v": [str(error)]}
        raise Invalid(part.errors) from error
    except Invalid as error:
        part.errors = {name: [str(text) for text in texts] for name, texts in error.errors.items()}
        raise


def _checked(part: Row | Group, condition: Any, spec: EntitySpec, actor: Actor) -> Any:
    """The condition once it can be asked. Raises Invalid, noted at the part."""
    try:
        parse(condition, spec, actor)
    except Refused as error:
        part.errors = {"v": [str(error)]}
        raise Invalid(part.errors) from error
    return condition


def _joined(join: str, parts: list[Any]) -> Any:
    if not parts:
        return None
    if join in ("none", "not_all"):
        return {"not": {"any" if join == "none" else "all": parts}}
    return parts[0] if len(parts) == 1 else {join: parts}


def of_linked(group: Group, spec: EntitySpec, inner: Any, actor: Actor) -> dict[str, Any]:
    """The condition of a group about linked records, with what must hold for them."""
    plural, _sep, by = group.related.partition(":")
    several = len(linked(group.related, actor).linking(spec.key)) > 1
    named = {"related": plural, "by": by} if by and several else {"related": plural}
    return {**named, "some" if group.some else "none": inner or {}}


def split(whole: Group, condition: Any) -> list[Any]:
    """What all must hold for a built condition to hold: one filter of the list each."""
    if condition is None:
        return []
    if whole.join == "all" and set(condition) == {"all"}:
        return list(condition["all"])
    return [condition]


# ---------------------------------------------------------------------- back from the condition


def shown(said: Any, spec: EntitySpec, actor: Actor) -> Part:
    """The part that shows a condition."""
    try:
        found = _shown(said, spec, actor)
    except Refused:
        return Kept(said)
    return found


def whole_of(said: Any, spec: EntitySpec, actor: Actor) -> Group:
    """The whole tree that shows one condition."""
    part = shown(said, spec, actor)
    return part if isinstance(part, Group) and not part.related else Group("all", [part])


def _shown(said: Any, spec: EntitySpec, actor: Actor) -> Part:
    if not isinstance(said, Mapping):
        return Kept(said)
    if "field" in said:
        return _row(said, spec, actor, negated=False)
    if "related" in said:
        return _linked(said, actor)
    for word in ("all", "any"):
        if word in said:
            return Group(word, [shown(part, spec, actor) for part in said[word]])
    return _negation(said.get("not"), spec, actor)


def _negation(said: Any, spec: EntitySpec, actor: Actor) -> Part:
    if not isinstance(said, Mapping):
        return Kept({"not": said})
    if "field" in said:
        row = _row(said, spec, actor, negated=True)
        if isinstance(row, Row):
            return row
    for word, join in (("any", "none"), ("all", "not_all")):
        if word in said:
            return Group(join, [shown(part, spec, actor) for part in said[word]])
    return Group("none", [shown(said, spec, actor)])


def _row(said: Mapping[str, Any], spec: EntitySpec, actor: Actor, *, negated: bool) -> Row | Kept:
    read = operands.read(said, field_of(str(said["field"]), spec, actor), actor, negated=negated)
    if read is None:
        return Kept({"not": said} if negated else said)
    return Row(str(said["field"]), read[0], read[1], read[0])


def _linked(said: Mapping[str, Any], actor: Actor) -> Group:
    child = linked(str(said["related"]), actor)
    word = "none" if "none" in said else "some"
    inner = whole_of(said[word], child, actor) if said.get(word) else Group()
    inner.related = f"{said['related']}:{said.get('by', '')}"
    inner.some = word == "some"
    return inner


def told(whole: Group, spec: EntitySpec, actor: Actor) -> str:
    """What the tree says so far, leaving out what is not finished; "" when nothing is."""
    condition = meant(whole, spec, actor, unfinished=True)
    return sentence(parse(condition, spec, actor), actor) if condition else ""


def walk(group: Group, place: str = "0") -> Iterator[tuple[str, Part]]:
    """Every part with its place, from the outside to the inside."""
    yield place, group
    for number, part in enumerate(group.parts):
        if isinstance(part, Group):
            yield from walk(part, f"{place}-{number}")
        else:
            yield f"{place}-{number}", part
