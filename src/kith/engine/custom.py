"""Fields that an administrator adds: rows here, values in each record's `custom` column, no change of tables."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import IntegrityError, connection
from django.db.models import Count
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from kith.engine import fields, registry
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Invalid
from kith.engine.expressions import KEY, CustomValue
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.record import SCOPE_COLUMNS, Record, unique_live
from kith.engine.spec import EntitySpec, Words

KINDS = (
    "text", "longtext", "email", "phone", "url", "integer", "decimal", "percent", "money", "boolean", "date",
    "datetime", "time", "duration", "choice", "multichoice", "tags", "reference", "references", "country", "language",
    "rating", "color", "address",
)  # fmt: skip
UNIQUE_KINDS = (
    "text", "email", "phone", "url", "integer", "decimal", "percent", "date", "datetime", "time", "duration",
    "reference",
)  # fmt: skip
# Words that the gate and the addresses of lists use themselves.
RESERVED = frozenset(
    {"id", "q", "where", "fields", "sort", "limit", "cursor", "count", "by", "texts", "version"}
)


TWICE = _("Some records have the same value in it. Change these first.")


class CustomField(Record):
    """One added field. `label` is {"en": …, "zh-hans": …, "ru": …}; `choices` a list of {"value", "label", "tone"}."""

    list_sorts = ("-created_at",)

    entity = fields.Text(_("Object"), max_length=60, required=True)
    key = fields.Text(_("Key"), max_length=59, required=True)
    kind = fields.Text(_("Kind"), max_length=40, required=True)
    label = fields.Structure(_("Label"))
    indexed = fields.Boolean(_("Fast filter and sort"))
    required = fields.Boolean(_("Must be filled in"))
    unique = fields.Boolean(_("Only once"))
    choices = fields.Listed(_("Choices"))
    target = fields.Text(_("Links to"), max_length=60)
    places = fields.Integer(_("Decimal places"), minimum=0, maximum=8)
    help = fields.Text(_("Help text"), max_length=300)

    class Meta:
        verbose_name = _("Custom field")
        constraints: ClassVar[Any] = (unique_live("entity", "key", name="custom_field_once"),)


def check(row: CustomField, *, actor: Actor) -> None:
    """Refuse what no record could hold. Raises Invalid."""
    errors = {name: [message] for name, message in _mistakes(row)}
    if errors:
        raise Invalid(errors)


def _mistakes(row: CustomField) -> Iterator[tuple[str, Any]]:
    """What is wrong with which column of an added field."""
    known = {entity.key for entity in registry.entities()}
    if row.entity not in known:
        yield "entity", _("There is no such object.")
    else:
        yield from _key_mistakes(row)
    if row.kind not in KINDS:
        yield "kind", _("There is no such kind of field.")
    if row.kind in ("choice", "multichoice") and not _choices(row):
        yield "choices", _("Give at least one choice.")
    if row.kind in ("reference", "references") and row.target not in known:
        yield "target", _("Say which object it links to.")
    if row.unique and row.kind not in UNIQUE_KINDS:
        yield "unique", _("Values of this kind cannot be unique.")
    elif row.unique and row.before is not None and not row.before["unique"] and _stands_twice(row):
        yield "unique", TWICE
    yield from _changes(row)
    if not isinstance(row.label, dict) or not all(isinstance(text, str) for text in row.label.values()):
        yield "label", _("Give the label as text per language.")


def _key_mistakes(row: CustomField) -> Iterator[tuple[str, Any]]:
    spec = registry.spec(row.entity)
    if not KEY.fullmatch(row.key) or hasattr(spec.model, row.key) or row.key in RESERVED:
        yield "key", _("Use small letters, digits and _, beginning with a letter, and no name that is taken.")
    elif any(field.column == row.key for field in spec.fields.values()):
        yield "key", _("This name is taken.")


def _changes(row: CustomField) -> Iterator[tuple[str, Any]]:
    """Stored values keep their meaning: nothing may become another kind, not even by way of the trash."""
    if row.before is not None:
        for name in ("entity", "key", "kind", "target", "places"):
            if row.before[name] not in ("", None) and row.before[name] != getattr(row, name):
                yield name, _("This cannot be changed any more. Add another field instead.")
        return
    earlier = CustomField.objects.filter(entity=row.entity, key=row.key, deleted_at__isnull=False)
    if earlier.exclude(kind=row.kind, target=row.target, places=row.places).exists():
        yield "key", _("A deleted field of another kind had this key, and its values are still there.")


def _stands_twice(row: CustomField) -> bool:
    """Whether two live records have the same value of an added field."""
    value = CustomValue(field_of(row))
    rows = registry.spec(row.entity).model.live().annotate(_value=value).exclude(_value=None)
    return bool(rows.values("_value").annotate(_n=Count("pk")).filter(_n__gt=1).exists())


def _choices(row: CustomField) -> tuple[Choice, ...]:
    found = []
    for item in row.choices or ():
        if not isinstance(item, dict) or not isinstance(item.get("value"), str) or not item["value"]:
            return ()
        label = item.get("label") or item["value"]
        words = Words(label, item["value"]) if isinstance(label, dict) else str(label)
        found.append(Choice(item["value"], words, str(item.get("tone", ""))))
    return tuple(found)


def field_of(row: CustomField) -> FieldSpec:
    """The FieldSpec of an added field."""
    return FieldSpec(
        entity=row.entity,
        key=row.key,
        label=Words(row.label or {}, row.key),
        type=TYPES[row.kind],
        required=row.required,
        choices=_choices(row),
        target=row.target or None,
        max_length={"text": 500, "longtext": 20_000, "address": 1_000}.get(row.kind, 500),
        places=row.places if row.places is not None else 2 if row.kind in ("decimal", "percent") else 0,
        help=row.help,
        indexed=row.indexed,
        unique=row.unique,
    )


def read() -> dict[str, tuple[FieldSpec, ...]]:
    """All added fields by entity."""
    found: dict[str, list[FieldSpec]] = {}
    for row in CustomField.live().order_by("id"):
        found.setdefault(row.entity, []).append(field_of(row))
    return {entity: tuple(items) for entity, items in found.items()}


def build_indexes(entity: str, key: str) -> list[str]:
    """Make the indexes of an added field what the field asks for, and drop those of one that is gone. Returns the
    statements run.

    For fast lists there is one by itself and one behind each of owner, unit and team; for values that stand only once a
    unique one, so that two writers at the same moment cannot both have theirs. On PostgreSQL they are built without
    locking writers. Raises Conflict when values stand twice that have to be unique.
    """
    spec = registry.spec(entity)
    field = next((one for one in spec.custom if one.key == key), None)
    wanted = {**_list_indexes(spec, field), **_unique_index(spec, field)} if field is not None else {}
    online = " CONCURRENTLY" if connection.vendor == "postgresql" and not connection.in_atomic_block else ""
    done = []
    for name in index_names(entity, key):
        drop = f'DROP INDEX{online} IF EXISTS "{name}"'
        if name not in wanted:
            _execute(drop)
            continue
        unique, where = wanted[name]
        statement = f'CREATE {unique}INDEX{online} IF NOT EXISTS "{name}" ON {where}'
        try:
            _execute(statement)
        except IntegrityError as error:
            if online:
                _execute(drop)
            raise Conflict(TWICE) from error
        done.append(statement)
    return done


def index_names(entity: str, key: str) -> list[str]:
    """What the indexes of an added field are called: all rows, owner, unit, team, and the unique one."""
    stem = f"cf_{entity[:14]}_{key[:24]}_{zlib.crc32(key.encode()):08x}".replace("-", "_")
    return [f"{stem}_{mark}" for mark in ("a", *(scope[:1] for scope in SCOPE_COLUMNS), "x")]


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _expression(spec: EntitySpec, field: FieldSpec) -> str:
    """The value as an index expression."""
    compiler = spec.model.objects.all().query.get_compiler(connection=connection)
    sql, _params = compiler.compile(OrderBy(CustomValue(field).resolve_expression(compiler.query)))
    return str(sql.removesuffix(" ASC").replace(f'"{spec.table}".', ""))


def _list_indexes(spec: EntitySpec, field: FieldSpec) -> dict[str, tuple[str, str]]:
    """The indexes of lists; NULLS FIRST makes them fit both directions."""
    if not field.indexed:
        return {}
    value = _expression(spec, field) + (" ASC NULLS FIRST" if connection.vendor == "postgresql" else "")
    leads = ("", *(f'"{scope}_id", ' for scope in SCOPE_COLUMNS))
    return {
        name: ("", f'"{spec.table}" ({lead}{value}, "id") WHERE deleted_at IS NULL')
        for name, lead in zip(index_names(spec.key, field.key), leads, strict=False)
    }


def _unique_index(spec: EntitySpec, field: FieldSpec) -> dict[str, tuple[str, str]]:
    """The index that keeps values from standing twice; empty ones are not stored and so may."""
    if not field.unique:
        return {}
    where = f'"{spec.table}" ({_expression(spec, field)}) WHERE deleted_at IS NULL'
    return {index_names(spec.key, field.key)[-1]: ("UNIQUE ", where)}
