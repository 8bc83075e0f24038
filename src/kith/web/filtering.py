"""Filters of lists: chips that read like sentences, what can be filtered by, and the builder as templates show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.called import bracketed
from kith.engine.condition import along, parse, sentence
from kith.engine.condition.parsing import MEANT
from kith.engine.errors import Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.kernel.text import lower_first
from kith.web import operands
from kith.web.addressing import State, compact
from kith.web.building import Group, Kept, Part, Row, about, of_linked
from kith.web.fields import Bound, Option

UNSAID = ("created_by", "updated_by", "updated_at")
BELONGING = ("owner", "team", "unit")
BY_NAME = ("unit", "team")
"""Entities of which people mean the record, not its fields."""


def told(said: Any, spec: EntitySpec, actor: Actor) -> str:
    """A condition as a sentence. Raises Malformed, UnknownField."""
    return capital(sentence(parse(said, spec, actor), actor))


def address(state: State, spec: EntitySpec, **more: Any) -> str:
    """Where filters of a list are built."""
    found = state.url(f"/{spec.plural}/filter/", cursor="", at=0)
    for name, value in more.items():
        found += f"{'&' if '?' in found else '?'}{name}={value}"
    return found


def parts_of(where: Mapping[str, Any]) -> list[Any]:
    """The conditions that all must hold for `where` to hold, one by one."""
    if set(where) != {"all"}:
        return [where] if where else []
    return [part for inner in where["all"] for part in parts_of(inner)]


def capital(text: str) -> str:
    """The first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------------- what to filter by


@dataclass(frozen=True)
class Offered:
    """Things to filter by under a heading; `quiet` ones appear once something is typed."""

    label: str
    items: list[Option]
    quiet: bool = False


def offered(spec: EntitySpec, actor: Actor) -> list[Offered]:
    """All that records of an entity can be filtered by: own fields, fields of linked records, linked records."""
    own = [Option(one.key, str(one.label)) for one in _fields(spec, actor)]
    found = [Offered(str(spec.label), own), Offered(_("Ready to use"), list(_ready(spec, actor)), quiet=True)]
    for link in spec.readable(actor).values():
        target = _target(link, actor)
        if target is not None:
            items = [Option(f"{link.key}.{one.key}", str(one.label)) for one in _fields(target, actor)]
            found.append(Offered(f"{link.label} →", items))
    found.append(Offered(_("Linked records"), list(_children(spec, actor))))
    return [group for group in found if group.items]


def _fields(spec: EntitySpec, actor: Actor) -> list[FieldSpec]:
    """The fields of an entity in the order in which people ask for them."""
    readable = spec.readable(actor)
    keys = dict.fromkeys([*spec.filters, *BELONGING, spec.title, *readable])
    known = [readable[key] for key in keys if key in readable and key not in UNSAID]
    return [one for one in known if operands.ways(one)]


def _target(link: FieldSpec, actor: Actor) -> EntitySpec | None:
    """The entity behind a link, if its fields are worth asking for."""
    if link.type.key != "reference" or link.target in (None, *BY_NAME) or link.key in UNSAID:
        return None
    reach = actor.access.reach(str(link.target), "read")
    return None if reach is Reach.NONE else registry.spec(str(link.target))


def _children(spec: EntitySpec, actor: Actor) -> Iterator[Option]:
    """The linked records that one may know of."""
    found = [(child, link) for child, link in _linking(spec) if link.key in child.readable(actor)]
    found = [one for one in found if actor.access.reach(one[0].key, "read") is not Reach.NONE]
    for child, link in found:
        several = sum(child is other for other, _link in found) > 1
        label = _("has %(records)s") % {"records": lower_first(str(child.label_plural))}
        yield Option(
            f"+{child.plural}:{link.key}", capital(bracketed(label, link.label) if several else label)
        )


def _linking(spec: EntitySpec) -> Iterator[tuple[EntitySpec, FieldSpec]]:
    """The links to an entity: its related lists, and daily work that may be about any record."""
    related = registry.children(spec.key)
    yield from related
    for child in registry.specs():
        if child.entity.group == "work" and not any(child is other for other, _link in related):
            yield from ((child, link) for link in child.linking(spec.key) if link.target is None)


def _ready(spec: EntitySpec, actor: Actor) -> Iterator[Option]:
    """Whole conditions on the usual fields, found by typing their words."""
    readable = spec.readable(actor)
    for key in dict.fromkeys((*spec.filters, *BELONGING)):
        for said in _usual(readable[key], actor) if key in readable else ():
            text = told(said, spec, actor)
            value = said["value"] if isinstance(said["value"], str) else said["value"][0]
            yield Option(f"={key}:{said['op']}:{value}", text)


def _usual(one: FieldSpec, actor: Actor) -> list[dict[str, Any]]:
    if one.type.key == "choice":
        return [{"field": one.key, "op": "in", "value": [choice.value]} for choice in one.choices]
    if one.type.key == "reference":
        words = [word for (target, word), who in MEANT.items() if target == one.target and who(actor)]
        return [{"field": one.key, "op": "in", "value": [word]} for word in words]
    if one.type.key in ("date", "datetime"):
        spans = [("within", name) for name in ("today", "this_week", "this_month", "last_30_days")]
        return [
            {"field": one.key, "op": op, "value": name}
            for op, name in (*spans, ("not_within", "last_30_days"))
        ]
    return []


def label_of(path: str, spec: EntitySpec, actor: Actor) -> str:
    """What a field is called from here: “Customer → Grade”."""
    return " → ".join(str(one.label) for one in along(path, spec, actor))


def picked(value: str, spec: EntitySpec, actor: Actor) -> Part:
    """The fresh part that something offered stands for. Raises UnknownField, Malformed."""
    if value.startswith("+"):
        group = Group(related=value[1:])
        parse(of_linked(group, spec, None, actor), spec, actor)
        return group
    if value.startswith("="):
        path, op, said = (*value[1:].split(":", 2), "", "")[:3]
        along(path, spec, actor)
        return Row(path, op, {"v": [said]}, op)
    op, typed = operands.begin(along(value, spec, actor)[-1], actor, usual=value in spec.filters)
    return Row(value, op, typed, op)


# ---------------------------------------------------------------------- the builder as templates show it


@dataclass
class Block:
    """One part of the builder, ready to show. `word` stands between it and the part before, `lead` keeps room."""

    place: str
    kind: str
    label: str = ""
    word: str = ""
    lead: bool = False
    path: str = ""
    op: str = ""
    ways: Sequence[Option] = ()
    inputs: Sequence[Bound] = ()
    join: str = ""
    some: bool = True
    said: str = ""
    focus: bool = False
    parts: list[Block] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def outermost(self) -> bool:
        """Whether this is the whole."""
        return "-" not in self.place


def block(part: Part, spec: EntitySpec, actor: Actor, place: str = "0", *, focus: str = "") -> Block:
    """What a template shows of a part and of all that is within it; `focus` is the place to go on from."""
    if isinstance(part, Kept):
        return Block(place, "kept", _told(part.said, spec, actor), said=compact(part.said))
    if isinstance(part, Row):
        return _row(part, spec, actor, place, focus=focus)
    inner = about(part, spec, actor)
    made = Block(place, "group", path=part.related, join=part.join, some=part.some, focus=focus == place)
    made.label = str(inner.label_plural) if part.related else ""
    made.errors = part.errors.get("v", [])
    made.parts = [
        block(one, inner, actor, f"{place}-{number}", focus=focus) for number, one in enumerate(part.parts)
    ]
    for number, one in enumerate(made.parts):
        one.lead = len(made.parts) > 1
        one.word = "" if number == 0 else _("and") if part.join in ("all", "not_all") else _("or")
    return made


def _told(said: Any, spec: EntitySpec, actor: Actor) -> str:
    try:
        return told(said, spec, actor)
    except Refused as error:
        return str(error)


def _row(row: Row, spec: EntitySpec, actor: Actor, place: str, *, focus: str) -> Block:
    one = along(row.path, spec, actor)[-1]
    ways = operands.ways(one)
    op = row.op if row.op in {way.value for way in ways} else ways[0].value
    inputs = operands.inputs(one, op, row.typed, actor)
    rest = [
        text
        for name, texts in row.errors.items()
        if name not in {one.name for one in inputs}
        for text in texts
    ]
    for bound in inputs:
        bound.errors = row.errors.get(bound.name, [])
        bound.name = f"{bound.name}.{place}"
        bound.id = f"filter-{bound.name.replace('.', '-')}"
    made = Block(
        place, "row", label_of(row.path, spec, actor), path=row.path, op=op, ways=ways, inputs=inputs
    )
    made.errors = rest
    if focus == place:
        made.focus = not inputs
        for bound in inputs[:1]:
            bound.focus = True
    return made


def joins() -> list[Option]:
    """How parts can hold together."""
    return [
        Option("all", pgettext("filter", "all of these")),
        Option("any", pgettext("filter", "any of these")),
        Option("none", pgettext("filter", "none of these")),
        Option("not_all", pgettext("filter", "not all of these")),
    ]
