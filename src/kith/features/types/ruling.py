"""What types do to records in every write: fill in the type, and refuse what does not belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry, variants
from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.engine.variants import Variant
from kith.features.types.reading import every

UNUSED = _("“%(type)s” does not use this field.")
MISFIT = _("This value does not belong to “%(type)s”. Choose another one.")
NOT_YOURS = _("Your roles do not let you make this type.")
SWITCHED_OFF = _("No new records are made of this type.")


@registry.shaped_by
def shaped(spec: EntitySpec) -> EntitySpec:
    """An entity with its types, the field that says them, and their rules."""
    found = every().get(spec.key)
    if not found:
        return spec
    spec = replace(spec, variants=found)
    label = pgettext_lazy("record", "Type")
    one = variants.field_of(spec, label, lambda actor: variants.standard(registry.spec(spec.key), actor))
    return replace(
        spec,
        fields={**spec.fields, one.key: one},
        custom=(*spec.custom, one),
        beginning=(*spec.beginning, partial(begin, spec.key)),
        checking=(*spec.checking, partial(check, spec.key)),
    )


def begin(key: str, changes: Sequence[Change], *, actor: Actor) -> None:
    """New records get a type, and values that belong to it instead of those that they would begin with."""
    spec, firsts = registry.spec(key), Firsts(registry.spec(key))
    for change in changes:
        if change.before is not None:
            continue
        custom = change.record.custom
        key = "" if RECORD_TYPE in change.errors else variants.standard(spec, actor)
        if key and not custom.get(RECORD_TYPE):
            custom[RECORD_TYPE] = key
        variant = spec.variants.get(custom.get(RECORD_TYPE, ""))
        if variant is not None:
            for name in variant.limits.keys() - change.touched:
                firsts.fill(change, variant, name)


class Firsts:
    """The first values that types leave to fields; asked once per write."""

    def __init__(self, spec: EntitySpec) -> None:
        self.spec = spec
        self.known: dict[tuple[str, str], Any] = {}

    def fill(self, change: Change, variant: Variant, name: str) -> None:
        """Put the first value that fits into a field for which nobody gave one: instead of one that does not fit, and
        where a link has to lead somewhere on its way."""
        one, spec = self.spec.fields.get(name), self.spec
        if one is None:
            return
        value, steps = (
            spec.value(change.record, one),
            one.type.key == "reference" and name == spec.entity.path,
        )
        if variant.misfit(spec, name, value) or (steps and value is None and not self._led(change)):
            place = (variant.key, name)
            if place not in self.known:
                self.known[place] = variants.first(spec, one, variant)
            spec.set(change.record, one, self.known[place])

    def _led(self, change: Change) -> bool:
        """Whether the way was chosen, such as the pipeline: then its own rules know its first step."""
        board, link = self.spec.board, self.spec.fields[self.spec.entity.path]
        if board is None or not board.group:
            return False
        group = registry.spec(link.target or "").fields[board.group].target
        return any(one.target == group and one.key in change.touched for one in self.spec.references)


def check(key: str, changes: Sequence[Change], *, actor: Actor) -> None:
    """Refuse what does not belong to the type of a record, and types that one may not make."""
    spec = registry.spec(key)
    for change in changes:
        variant = spec.variants.get(change.record.custom.get(RECORD_TYPE, ""))
        if variant is None or change.record.deleted_at is not None:
            continue
        if RECORD_TYPE in change.diff and not variant.may_be_made(actor):
            change.refuse(RECORD_TYPE, NOT_YOURS if variant.active else SWITCHED_OFF)
        for name, message in wrong(spec, variant, change):
            change.refuse(name, message % {"type": variant.label})


def wrong(spec: EntitySpec, variant: Variant, change: Change) -> Iterator[tuple[str, Any]]:
    """Fields with what is wrong about them. A record that gets another type has to fit into it as a whole."""
    retyped = RECORD_TYPE in change.diff and change.before is not None
    for name in variant.unused & change.touched & change.diff.keys():
        one = spec.fields.get(name)
        if one is not None and not one.type.empty(spec.value(change.record, one)):
            yield name, UNUSED
    asked = variant.limits.keys() & spec.fields.keys() - variant.unused
    for name in asked if retyped else asked & change.diff.keys():
        if variant.misfit(spec, name, spec.value(change.record, spec.fields[name])):
            yield name, MISFIT
