"""What an added field must be, so that records can hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from kith.engine import plugs, registry, rollups
from kith.engine.actor import Actor
from kith.engine.custom import formulas
from kith.engine.custom.indexes import TWICE
from kith.engine.custom.kinds import CATALOGUE
from kith.engine.custom.models import (
    BOUNDED_KINDS,
    CHOICE_KINDS,
    KINDS,
    LINK_KINDS,
    TOGETHER_KINDS,
    UNIQUE_KINDS,
    WORKED_OUT,
    CustomField,
)
from kith.engine.custom.specs import choices_of, field_of
from kith.engine.errors import Invalid
from kith.engine.expressions import column
from kith.engine.fieldtypes.base import FILES
from kith.engine.formats import FORMS
from kith.engine.keyed import KEY
from kith.engine.sequences import fits
from kith.engine.spec import EntitySpec
from kith.kernel.money import CURRENCIES

# Words that the gate and the addresses of lists use themselves.
RESERVED = frozenset(
    {
        "id",
        "q",
        "where",
        "fields",
        "sort",
        "limit",
        "cursor",
        "count",
        "by",
        "texts",
        "version",
        "record_type",
    }
)

Mistakes = Iterator[tuple[str, Any]]


def check(row: CustomField, *, actor: Actor) -> None:
    """Refuse what no record could hold. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    for rule in RULES:
        for name, message in rule(row, actor):
            errors.setdefault(name, []).append(message)
        if errors.keys() & {"entity", "kind", "rollup"}:
            break
    if errors:
        raise Invalid(errors)


def _known(row: CustomField, actor: Actor) -> Mistakes:
    """The object, the kind and the name."""
    if row.entity not in {entity.key for entity in registry.entities()}:
        yield "entity", _("There is no such object.")
    else:
        yield from _key_mistakes(row)
    if row.kind in FILES and not carries_files(row.entity):
        yield "kind", _("Records of this object carry no files.")
    if row.kind not in (*KINDS, *WORKED_OUT, *CATALOGUE):
        yield "kind", _("There is no such kind of field.")


def carries_files(entity: str) -> bool:
    """Whether records of an object can have files."""
    door = plugs.file_door()
    return door is not None and door.carries(entity)


def _needed(row: CustomField, actor: Actor) -> Mistakes:
    """What a kind cannot be without."""
    if row.kind in CHOICE_KINDS and not choices_of(row):
        yield "choices", _("Give at least one choice.")
    if row.kind in LINK_KINDS and row.target not in {entity.key for entity in registry.entities()}:
        yield "target", _("Say which object it links to.")
    if row.kind == "autonumber" and row.format and not fits(row.format):
        yield "format", _("Write {n} where the number stands, such as INV-{year}-{n:05}.")
    if row.kind == "text" and row.format and row.format not in FORMS:
        yield "format", _("Choose one of the listed values.")
    if row.currency and row.currency not in CURRENCIES:
        yield "currency", _("There is no such currency.")


def _links(row: CustomField, actor: Actor) -> Mistakes:
    """What links say about the records that they lead to."""
    if row.tree and (row.kind != "reference" or row.target != row.entity):
        yield "tree", _("Only a link to records of the same kind makes a tree.")
    if row.when_gone and row.kind not in LINK_KINDS:
        yield "when_gone", _("Only links lead to records that can go.")
    elif row.when_gone == "empty" and row.required:
        yield "when_gone", _("A link that must be filled in cannot be emptied.")
    elif row.when_gone == "delete" and row.kind == "references":
        yield "when_gone", _("With several links, one that goes takes nothing along.")


def _once(row: CustomField, actor: Actor) -> Mistakes:
    """What stands only once."""
    if row.unique_with and not row.unique:
        yield "unique_with", _("Say also that values stand only once.")
    if not row.unique:
        return
    if row.kind not in UNIQUE_KINDS:
        yield "unique", _("Values of this kind cannot be unique.")
        return
    fields = registry.spec(row.entity).fields
    beside = [fields.get(name) if isinstance(name, str) else None for name in row.unique_with]
    if any(one is None or one.key == row.key or one.type.key not in TOGETHER_KINDS for one in beside):
        yield "unique_with", _("Name other fields of this object that have one plain value each.")
    elif (
        row.before is not None
        and any(map(row.moved, ("unique", "unique_with", "slot")))
        and stands_twice(row)
    ):
        yield "unique", TWICE


def _dependent(row: CustomField, actor: Actor) -> Mistakes:
    """The choice field that the choices follow."""
    above = registry.spec(row.entity).fields.get(row.depends_on)
    if not row.depends_on:
        return
    if row.kind not in CHOICE_KINDS or above is None or above.type.key != "choice" or above.key == row.key:
        yield "depends_on", _("Choices can depend on another choice field of this object.")
        return
    seen = {row.key}
    while above is not None:
        if above.key in seen:
            yield "depends_on", _("These fields would depend on each other in a circle.")
            return
        seen.add(above.key)
        above = registry.spec(row.entity).fields.get(above.depends_on)


def _conditions(row: CustomField, actor: Actor) -> Mistakes:
    """What is asked of linked records needs links; what the conditions name is asked by the gate."""
    if row.allowed and row.kind not in LINK_KINDS:
        yield "allowed", _("Only links have records to choose from.")


def _values(row: CustomField, actor: Actor) -> Mistakes:
    """Values that the field could hold itself."""
    field = replace(field_of(row), minimum=None, maximum=None)
    limits: dict[str, Any] = {}
    for name in ("default", "minimum", "maximum"):
        text = getattr(row, name)
        if not text:
            continue
        if name != "default" and row.kind not in BOUNDED_KINDS:
            yield name, _("Values of this kind have no limits.")
            continue
        try:
            limits[name] = field.type.clean(text, field)
        except ValidationError as error:
            for item in error.error_list:
                yield name, item.message % item.params if item.params else item.message
    low, high = limits.get("minimum"), limits.get("maximum")
    if low is not None and high is not None and low > high:
        yield "maximum", _("This is less than the least that is possible.")


def _key_mistakes(row: CustomField) -> Mistakes:
    spec = registry.spec(row.entity)
    if not KEY.fullmatch(row.key) or hasattr(spec.model, row.key) or row.key in RESERVED:
        yield "key", _("Use small letters, digits and _, beginning with a letter, and no name that is taken.")
    elif any(field.column == row.key for field in spec.fields.values()):
        yield "key", _("This name is taken.")


def _changes(row: CustomField, actor: Actor) -> Mistakes:
    """Stored values keep their meaning: nothing may become another kind, not even by way of the trash. What
    becomes another kind has its values elsewhere (kith.engine.custom.converting)."""
    if row.before is not None:
        if row.moved("slot"):
            return
        for name in ("entity", "key", "kind", "target", "places", "result"):
            if row.before[name] not in ("", None) and row.before[name] != getattr(row, name):
                yield name, _("This cannot be changed any more. Add another field instead.")
        return
    earlier = CustomField.objects.filter(entity=row.entity, key=row.key, deleted_at__isnull=False)
    if earlier.exclude(kind=row.kind, target=row.target, places=row.places, slot="").exists():
        yield "key", _("A deleted field of another kind had this key, and its values are still there.")


def taken(spec: EntitySpec) -> frozenset[str]:
    """Keys that an added field of an object cannot have."""
    trashed = CustomField.objects.filter(entity=spec.key).values_list("key", flat=True)
    return RESERVED | frozenset(dir(spec.model)) | frozenset(spec.fields) | frozenset(trashed)


def stands_twice(row: CustomField) -> bool:
    """Whether two live records have the same value of an added field, or the same values together."""
    spec, field = registry.spec(row.entity), field_of(row)
    together = [field, *(spec.fields[name] for name in field.unique_with)]
    marks = {f"_v{number}": column(one) for number, one in enumerate(together)}
    rows = spec.model.live().annotate(**marks)
    for mark in marks:
        rows = rows.exclude(**{mark: None})
    for mark, one in zip(marks, together, strict=True):
        rows = rows.exclude(**{mark: ""}) if one.type.empty("") and one.type.clean("", one) == "" else rows
    return bool(rows.values(*marks).annotate(_n=Count("pk")).filter(_n__gt=1).exists())


RULES: tuple[Callable[[CustomField, Actor], Mistakes], ...] = (
    _known, rollups.mistakes, _needed, _links, _once, _dependent, _conditions, formulas.mistakes, _values, _changes,
)  # fmt: skip
