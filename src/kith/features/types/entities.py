"""Declaration of record types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from kith.engine import records, registry, uses, variants
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.entities import index_field
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid, Refused
from kith.engine.events import Event, on
from kith.engine.keyed import KEY, CustomValue
from kith.engine.registry import register
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.engine.variants import LIMITED
from kith.features.types.models import RecordType

IN_USE = ngettext_lazy(
    "%(count)s record is of this type. Give it another type first, or switch the type off.",
    "%(count)s records are of this type. Give them another type first, or switch the type off.",
    "count",
)


def check(row: RecordType, *, actor: Actor) -> None:
    """Refuse a type that no record could have. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    for name, message in _mistakes(row):
        errors.setdefault(name, []).append(message)
    if errors:
        raise Invalid(errors)


def _mistakes(row: RecordType) -> Iterator[tuple[str, Any]]:
    spec = next((one for one in registry.specs() if one.key == row.entity), None)
    if spec is None or spec.entity.group == "settings":
        yield "entity", _("There is no such object.")
        return
    if row.deleted_at is not None:
        if count := used(spec, row.key):
            yield "", IN_USE % {"count": count}
        return
    yield from _keyed(row)
    if not row.label:
        yield "label", _("This must be filled in.")
    yield from _left_out(row, spec)
    yield from _limited(row, spec)


def _keyed(row: RecordType) -> Iterator[tuple[str, Any]]:
    """The key is one, and stays what it is: records hold it."""
    if not KEY.fullmatch(row.key):
        yield "key", _("Use small letters, digits and _, beginning with a letter.")
    if row.before is not None:
        for name in ("entity", "key"):
            if row.before[name] != getattr(row, name):
                yield name, _("This cannot be changed any more.")


def _left_out(row: RecordType, spec: EntitySpec) -> Iterator[tuple[str, Any]]:
    """Fields that cannot be left out; those that are gone do no harm."""
    kept = variants.keepers(spec) & {one for one in row.unused if isinstance(one, str)}
    if kept:
        names = ", ".join(str(spec.fields[key].label) for key in sorted(kept))
        yield "unused", _("Every record has these: %(names)s") % {"names": names}


def _limited(row: RecordType, spec: EntitySpec) -> Iterator[tuple[str, Any]]:
    """Limits that leave nothing, or that cannot be read."""
    for name, limit in row.limits.items():
        one = spec.fields.get(name)
        if one is None:
            continue
        if one.type.key in LIMITED:
            if not isinstance(limit, list) or not {choice.value for choice in one.choices} & set(limit):
                yield "limits", _("%(field)s: leave at least one value.") % {"field": one.label}
        elif one.type.key != "reference" or not _readable(limit, one.target or ""):
            yield "limits", _("%(field)s: this cannot be limited so.") % {"field": one.label}


def _readable(limit: Any, target: str) -> bool:
    try:
        parse(limit, registry.spec(target), Actor.system())
    except (Refused, LookupError):
        return False
    return isinstance(limit, Mapping)


def used(spec: EntitySpec, key: str) -> int:
    """How many records are of a type."""
    one = spec.fields.get(RECORD_TYPE)
    if one is None:
        return 0
    rows = spec.model.live().annotate(_type=CustomValue(one)).filter(_type=key)
    return int(rows.count())


def one_standard(rows: Sequence[RecordType], *, actor: Actor) -> None:
    """Of an object one type is the standard."""
    for row in rows:
        if row.standard and row.deleted_at is None:
            others = RecordType.live().filter(entity=row.entity, standard=True).exclude(pk=row.pk)
            for other in others:
                records.update(other, by=actor, standard=False)


@register
class RecordTypeEntity(Entity):
    """Types of records: each with its own fields, values and process."""

    model, key, plural, icon, group = RecordType, "record-type", "record-types", "stack-2", "settings"
    elsewhere = True
    label, label_plural, title = _("Type of records"), _("Types of records"), "key"
    columns = ("entity", "key", "active", "standard", "updated_at", "updated_by")
    layout = (
        Section.of(
            pgettext_lazy("record", "Type"),
            "entity", "key", "label", "about", "icon", "tone", "active", "standard", "roles",
        ),
        Section.of(_("Fields"), "unused", "limits"),
    )  # fmt: skip
    filters, import_by = ("entity", "active"), ("key",)
    bumps, checks, after, features = "config", (check,), (one_standard,), ()


@on("record-type.created", "record-type.restored")
def on_type(event: Event) -> None:
    """Lists filtered by type are fast: the field gets its indexes in the background."""
    row = RecordType.objects.filter(pk=event.record_id).first()
    if row is not None:
        index_field.enqueue(row.entity, RECORD_TYPE)


uses.shaped_at("record-type", lambda row: f"types/{row.pk}/")
