"""The page of a type: what it offers to tick, and what was ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry, variants
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from kith.engine.variants import LIMITED
from kith.features.types.models import RecordType
from kith.kernel.text import fold
from kith.web import icons
from kith.web.steps import groups

OFTEN = (
    "file-text", "building", "user", "users", "users-group", "star", "target", "trophy", "flag", "package", "coins",
    "gavel", "map-pin", "route", "home", "bolt", "phone", "mail", "calendar", "database",
)  # fmt: skip
ICONS = tuple(dict.fromkeys((*OFTEN, *icons.ICONS)))
"""The icons that a type can have, what people choose most often first."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to tick."""

    value: str
    label: str
    on: bool
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a field to tick: those that records of the type may have. `way` is the path of the object."""

    name: str
    label: str
    ticks: Sequence[Tick]
    way: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the object with its fields to tick."""

    label: str
    ticks: Sequence[Tick]


def used(spec: EntitySpec, unused: Sequence[str]) -> list[Part]:
    """The fields of an object by its sections."""
    kept = variants.keepers(spec)
    return [
        Part(
            str(section.title),
            [
                Tick(key, str(spec.fields[key].label), key not in unused or key in kept, key in kept)
                for key in section.fields
                if key in spec.fields and key not in SYSTEM_FIELDS
            ],
        )
        for section in spec.layout
    ]


def listed(spec: EntitySpec) -> set[str]:
    """The fields that can be left out."""
    return {tick.value for part in used(spec, ()) for tick in part.ticks if not tick.fixed}


def values(spec: EntitySpec, limits: Mapping[str, Any], actor: Actor) -> list[Values]:
    """The choices of an object with their values, its path first."""
    shown = {key for section in spec.layout for key in section.fields} - {spec.entity.path}
    choices = [one for one in spec.fields.values() if one.type.key in LIMITED and one.key in shown]
    return [*_way(spec, limits, actor), *(_choice(one, limits) for one in choices if not one.readonly)]


def _choice(one: FieldSpec, limits: Mapping[str, Any], *, way: bool = False) -> Values:
    limit = limits.get(one.key)
    ticks = [Tick(item.value, str(item.label), limit is None or item.value in limit) for item in one.choices]
    return Values(one.key, str(one.label), ticks, way)


def _way(spec: EntitySpec, limits: Mapping[str, Any], actor: Actor) -> Iterator[Values]:
    """The path: its steps, or the groups of them where steps come in groups such as pipelines."""
    one = spec.fields.get(spec.entity.path)
    if one is None:
        return
    if one.type.key == "choice":
        yield _choice(one, limits, way=True)
    elif grouped(spec):
        known = groups(spec, actor)
        asked = limits.get(one.key)
        ids = None if asked is None else asked.get("value") or ()
        label = str(registry.spec(one.target or "").fields[spec.board.group].label) if spec.board else ""
        ticks = [Tick(str(number), name, ids is None or number in ids) for number, name in known]
        yield Values(one.key, label, ticks, way=True)


def grouped(spec: EntitySpec) -> bool:
    """Whether the path leads over records that come in groups."""
    one = spec.fields.get(spec.entity.path)
    group = spec.board.group if spec.board and spec.board.field == spec.entity.path else ""
    return one is not None and one.type.key == "reference" and bool(group)


def said(post: Any, spec: EntitySpec, row: RecordType | None, actor: Actor) -> dict[str, Any]:
    """What the ticks say: fields that are not used, and values that are left. What was not offered stays."""
    offered = listed(spec)
    before = set(row.unused) if row else set()
    unused = sorted((before - offered) | (offered - set(post.getlist("used"))))
    limits = dict(row.limits) if row else {}
    for one in values(spec, {}, actor):
        ticked = post.getlist(f"limit|{one.name}")
        every = [tick.value for tick in one.ticks]
        limits.pop(one.name, None)
        if set(every) - set(ticked):
            limits[one.name] = limited(spec, one.name, [value for value in every if value in ticked])
    return {"unused": unused, "limits": limits}


def limited(spec: EntitySpec, name: str, ticked: list[str]) -> Any:
    """The limit of a field to these values."""
    if name == spec.entity.path and grouped(spec) and spec.board:
        return {"field": spec.board.group, "op": "in", "value": [int(value) for value in ticked]}
    return ticked


def key_for(label: Mapping[str, str], taken: Sequence[str]) -> str:
    """The key of a new type: its name in small letters, with a number where that is taken."""
    text = next((label[code] for code in ("en", *label) if label.get(code)), "")
    stem = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:30]
    stem = stem if re.match("[a-z]", stem) else "type"
    number = 2
    found = stem
    while found in taken:
        found, number = f"{stem}_{number}", number + 1
    return found


def misfits(spec: EntitySpec, record: Any, variant: variants.Variant, actor: Actor) -> list[str]:
    """What of a record does not belong to a type, in words."""
    readable, new, kept = spec.readable(actor), [], []
    for key, one in readable.items():
        value = spec.value(record, one)
        if one.type.empty(value):
            continue
        if key in variant.unused:
            kept.append(str(one.label))
        elif variant.misfit(spec, key, value):
            new.append(str(one.label))
    said_ = []
    if new:
        said_.append(_("To be chosen anew: %(names)s.") % {"names": ", ".join(new)})
    if kept:
        said_.append(_("Kept, but out of sight: %(names)s.") % {"names": ", ".join(kept)})
    return said_
