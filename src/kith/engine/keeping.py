"""Values that a record keeps of others, such as when a customer was last spoken to.

They are no change of the record: nobody asked for one, so there is no new version for an editor to trip over, no entry
in the journal, no event. Whoever keeps one works it out anew from what is stored, so that it holds after an undo too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from kith.engine import guard
from kith.engine.spec import EntitySpec

# (spec, records, actor): called after every write of records of any entity, an undo included, in its transaction. It
# must cost nothing where it has nothing to do.
everywhere: list[Callable[[EntitySpec, Sequence[Any], Any], None]] = []


def keep(spec: EntitySpec, name: str, values: Mapping[int, Any]) -> None:
    """Store the values of a read-only field by the ids of records, in the transaction of what they follow from; of a
    custom field in their stored form. What others keep of this field follows.

    Only rows whose value differs are written, in the order of their ids, so that two writers wait and never block
    each other. Raises ValueError when the field is not read-only: what people write goes through the gate.
    """
    guard.require_open("keep()")
    field = spec.fields[name]
    if not field.readonly:
        message = f"{spec.key}.{name} is written by people"
        raise ValueError(message)
    if not values:
        return
    changed = (
        place(spec, field.place, values) if field.custom else _keep_column(spec, str(field.column), values)
    )
    for follow in spec.following if changed else ():
        follow(name, changed)


def _keep_column(spec: EntitySpec, name: str, values: Mapping[int, Any]) -> list[int]:
    """Returns the ids of the rows, whether they differed or not."""
    column = spec.model._meta.get_field(name)
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    sql = (
        f'UPDATE "{spec.table}" SET "{column.column}" = %s WHERE "id" = %s AND "{column.column}" {differs} %s'
    )
    stored = {number: column.get_db_prep_save(value, connection) for number, value in values.items()}
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(stored[number], number, stored[number]) for number in sorted(stored)])
    return sorted(stored)


def place(spec: EntitySpec, key: str, values: Mapping[int, Any]) -> list[int]:
    """Stored values under one name among the custom values of rows, None to take it away, the others left as they are
    at that moment. Nobody reads them before a field says that its values stand there. The ids of what differed."""
    guard.require_open("place()")
    lock(spec, values)
    texts = json.dumps({number: json.dumps(value) for number, value in values.items()})
    with connection.cursor() as cursor:
        cursor.execute(KEY_SET[connection.vendor].format(table=spec.table, key=key), [texts])
        return sorted(row[0] for row in cursor.fetchall())


KEY_SET = {
    "sqlite": """
        UPDATE "{table}" AS t SET "custom" = CASE WHEN v.value = 'null' THEN json_remove(t."custom", '$.{key}')
            ELSE json_set(t."custom", '$.{key}', json(v.value)) END
        FROM json_each(%s) AS v
        WHERE t."id" = CAST(v.key AS INTEGER) AND COALESCE(t."custom" -> '$.{key}', 'null') <> json(v.value)
        RETURNING "id"
    """,
    "postgresql": """
        UPDATE "{table}" AS t SET "custom" = CASE WHEN v.value = 'null' THEN t."custom" - '{key}'
            ELSE jsonb_set(t."custom", ARRAY['{key}'], v.value::jsonb) END
        FROM jsonb_each_text(%s::jsonb) AS v
        WHERE t."id" = v.key::bigint AND COALESCE(t."custom" -> '{key}', 'null'::jsonb) <> v.value::jsonb
        RETURNING t."id"
    """,
}
"""Empty values are not stored, and what stands there already is not written again."""


def lock(spec: EntitySpec, ids: Iterable[int]) -> None:
    """Hold rows against other writers, in the order of their ids; new rows may link to them meanwhile."""
    if connection.features.has_select_for_update:
        rows = spec.model.objects.filter(pk__in=list(ids)).order_by("pk")
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def preserving(spec: EntitySpec) -> str:
    """How the gate writes custom values: those that Kith keeps of others stay as they are in the row."""
    keys = [field.place for field in spec.custom if field.kept]
    if not keys:
        return "%s"
    if connection.vendor == "postgresql":
        names = ", ".join(f"'{key}'" for key in keys)
        kept = f"""SELECT COALESCE(jsonb_object_agg(e.key, e.value), '{{}}') FROM jsonb_each("custom") AS e
            WHERE e.key IN ({names})"""
        return f"((%s::jsonb - ARRAY[{names}]) || ({kept}))"
    found = "%s"
    for start in range(0, len(keys), ARGUMENTS):
        some = ", ".join(f"'{key}', \"custom\" -> '$.{key}'" for key in keys[start : start + ARGUMENTS])
        found = f"json_patch({found}, json_object({some}))"
    return found


ARGUMENTS = 60
"""A function of SQLite takes no more than 127, two for each key."""
