"""What a form asks of a roll-up: over which records, how, of which field, on which condition, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.called import bracketed
from kith.engine.condition import subjects
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.rollups import FUNCTIONS, KINDS, Rollup, leads
from kith.engine.rollups.rollup import DAYS
from kith.engine.spec import EntitySpec

PARTS = ("function", "field", "by", "where")
PREFIX = "rollup_"
NOTE = _(
    "It is worked out over all of these records, also those that the reader does not see; who may see the figure is a "
    "right of its own. What depends on the day is renewed every night."
)


@dataclass(frozen=True, slots=True)
class Source:
    """The records of an object that link to another by one field: "Opportunities (Customer)"."""

    key: str
    label_plural: str
    icon: str


def sources(spec: EntitySpec) -> list[Source]:
    """Everything that links to an object."""
    found = [
        Source(f"{child.key}.{link.key}", bracketed(child.label_plural, link.label), child.icon)
        for child in registry.specs()
        if child.entity.group != "settings"
        for link in child.fields.values()
        if leads(link, spec.key) and link.panel
        # What hangs on records of every kind, such as files and pins, is nothing that people add up.
        if child.entity.group != "parts" or link.type.key != "anyreference"
    ]
    return sorted(found, key=lambda one: one.label_plural)


def asked(source: str) -> list[FieldSpec]:
    """The fields of the form, once it is said over which records (`entity.link`)."""
    child = registry.spec(source.partition(".")[0])
    usable = [one for one in child.fields.values() if any(one.type.key in kinds for kinds in KINDS.values())]
    days = [one for one in child.fields.values() if one.type.key in DAYS]
    functions = tuple(Choice(key, label) for key, label in FUNCTIONS.items())
    where = _("Only those that meet the condition")
    return [
        _part("function", pgettext_lazy("roll-up", "What is worked out"), functions, required=True),
        _part(
            "field",
            pgettext_lazy("roll-up", "Of which field"),
            _named(usable),
            help=_("To count needs none."),
        ),
        _part("by", _("First and last by"), _named(days), help=_("Empty: by when they were entered.")),
        FieldSpec("custom-field", f"{PREFIX}where", where, TYPES["condition"], target=child.key, help=NOTE),
    ]


def _part(name: str, label: Any, choices: tuple[Choice, ...], **said: Any) -> FieldSpec:
    return FieldSpec("custom-field", f"{PREFIX}{name}", label, TYPES["choice"], choices=choices, **said)


def _named(fields: list[FieldSpec]) -> tuple[Choice, ...]:
    return tuple(Choice(one.key, one.label) for one in fields)


def told(rollup: Rollup, actor: Actor) -> str:
    """A roll-up in words: what is worked out, over which records, and which of them."""
    child = registry.known(rollup.child)
    if child is None:
        return ""
    field = child.fields.get(rollup.field)
    what = f"{FUNCTIONS[rollup.function]}: {field.label}" if field else str(FUNCTIONS[rollup.function])
    which = FieldSpec(child.key, "where", "", TYPES["condition"], target=child.key)
    only = subjects.told(rollup.where, which, actor)
    return " · ".join(filter(None, (what, str(child.label_plural), only)))


def source_of(rollup: Mapping[str, Any]) -> str:
    """Which records a stored roll-up is over, as `sources` names them."""
    return f"{rollup.get('child', '')}.{rollup.get('link', '')}"


def values(rollup: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of a stored roll-up begins with."""
    return {f"{PREFIX}{name}": rollup.get(name) or ({} if name == "where" else "") for name in PARTS}


def stored(source: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form said, as the field keeps it. What a function does not ask for is left out."""
    child, _dot, link = source.partition(".")
    said = {name: given.get(f"{PREFIX}{name}") for name in PARTS}
    if said["function"] == "count":
        said["field"] = None
    if said["function"] not in ("first", "last"):
        said["by"] = None
    return {"child": child, "link": link, **{name: value for name, value in said.items() if value}}
