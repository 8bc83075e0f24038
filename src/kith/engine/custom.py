"""Fields that an administrator adds: rows here, values in each record's `custom` column, no change of tables."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import connection
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from kith.engine import fields, registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.expressions import KEY, CustomValue
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.record import SCOPE_COLUMNS, Record, unique_live
from kith.engine.spec import Words

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
    """The list indexes of an added field: by itself and behind owner, unit and team. Returns the statements run.

    On PostgreSQL they are built without locking writers; NULLS FIRST makes them fit both directions of the list.
    """
    spec = registry.spec(entity)
    field = spec.fields[key]
    compiler = spec.model.objects.all().query.get_compiler(connection=connection)
    expression = CustomValue(field).resolve_expression(compiler.query)
    sql, _params = compiler.compile(OrderBy(expression))
    sql = sql.removesuffix(" ASC").replace(f'"{spec.table}".', "")
    nulls = " ASC NULLS FIRST" if connection.vendor == "postgresql" else ""
    online = " CONCURRENTLY" if connection.vendor == "postgresql" and not connection.in_atomic_block else ""
    done = []
    for scope in ("", *SCOPE_COLUMNS):
        name = f"cf_{entity[:14]}_{key[:24]}_{zlib.crc32(key.encode()):08x}_{scope[:1] or 'a'}".replace(
            "-", "_"
        )
        lead = f'"{scope}_id", ' if scope else ""
        where = f'"{spec.table}" ({lead}{sql}{nulls}, "id") WHERE deleted_at IS NULL'
        statement = f'CREATE INDEX{online} IF NOT EXISTS "{name}" ON {where}'
        with connection.cursor() as cursor:
            cursor.execute(statement)
        done.append(statement)
    return done
