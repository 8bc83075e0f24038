"""The fields of an object as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from kith.engine.actor import Actor
from kith.engine.custom.converting import under_way
from kith.engine.custom.indexes import states
from kith.engine.custom.kinds import CATALOGUE
from kith.engine.custom.models import FORMULA
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.conversion import TARGETS
from kith.engine.spec import RECORD_TYPE, SYSTEM_FIELDS, EntitySpec
from kith.features.fields.offering import fits
from kith.web.rollups import told

STATES = {
    "ready": (pgettext_lazy("field", "Fast"), "tone-good"),
    "building": (pgettext_lazy("field", "Index is being built"), "tone-warn"),
    "turning": (pgettext_lazy("field", "Gets another kind"), "tone-warn"),
    "failed": (pgettext_lazy("field", "Index missing, is built again tonight"), "tone-bad"),
}
"""How far what is done to a field in the background is: what is said of it."""


@dataclass(slots=True)
class Line:
    """One field: what it is called, its kind, and what is special about it as (text, tone)."""

    key: str
    label: str
    kind: str
    icon: str
    about: str = ""
    convertible: bool = False
    arranged: bool = False
    marks: list[tuple[str, str]] = field(default_factory=list)


def lines_of(spec: EntitySpec, actor: Actor) -> tuple[list[Line], list[Line]]:
    """The added fields in their order, and the built-in ones, with the type that records have by Kith's own rules."""
    state = {**states(spec), **dict.fromkeys(under_way(spec), "turning")}
    own = [line(spec, one, state.get(one.key, ""), actor) for one in spec.custom if one.key != RECORD_TYPE]
    built_in = [
        line(spec, one, "", actor)
        for key, one in spec.fields.items()
        if (not one.custom and key not in SYSTEM_FIELDS) or key == RECORD_TYPE
    ]
    return own, built_in


def line(spec: EntitySpec, one: FieldSpec, state: str, actor: Actor) -> Line:
    """One field."""
    kind = CATALOGUE.get("rollup" if one.rollup else one.type.key)
    gives = str(kind.label if kind else one.type.label)
    return Line(
        one.key,
        str(one.label),
        f"{CATALOGUE[FORMULA].label} · {gives}" if one.formula else gives,
        kind.icon if kind else "circle",
        str(one.help or ""),
        one.custom and not one.readonly and one.type.key in TARGETS,
        fits(one),
        [mark for mark in marks(spec, one, state, actor) if mark[0]],
    )


def marks(spec: EntitySpec, one: FieldSpec, state: str, actor: Actor) -> list[tuple[str, str]]:
    """What is special about a field."""
    fast = pgettext("field", "Fast") if one.key in spec.indexed_sorts else ""
    depends = spec.fields.get(one.depends_on)
    found: list[tuple[Any, str]] = [
        (pgettext("field", "Required") if one.required else "", ""),
        (pgettext("field", "Sometimes required") if one.required_when and not one.required else "", ""),
        (told(one.rollup, actor) if one.rollup else "", ""),
        (pgettext("field", "Unique") if one.unique else "", ""),
        (pgettext("field", "In the list") if one.custom and one.key in spec.columns else "", ""),
        STATES.get(state, (fast, "")),
        (pgettext("field", "Personal") if one.personal else "", "tone-violet"),
        (_("Choices depend on %(field)s") % {"field": depends.label} if depends else "", ""),
    ]
    return [(str(text), tone) for text, tone in found]
