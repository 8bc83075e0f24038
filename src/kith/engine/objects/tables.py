"""Models and tables of own objects. A table is named by the object's row, made and dropped in the transaction of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection

from kith.engine.leftovers import needed
from kith.engine.objects.models import CustomObject, OwnRecord

_models: dict[int, Any] = {}
_lock = Lock()


class OwnApps(Apps):
    """A registry that knows the models of own objects, and for links those of Kith; Kith's knows none of these."""

    def get_registered_model(self, app_label: str, model_name: str) -> Any:
        """A model by its name."""
        try:
            return super().get_registered_model(app_label, model_name)
        except LookupError:
            return apps.get_registered_model(app_label, model_name)


OWN = OwnApps([])


def model_of(number: int) -> Any:
    """The model of an object's records: one and the same for as long as the process lives."""
    with _lock:
        if number not in _models:
            meta = type("Meta", (), {"app_label": "own", "apps": OWN, "db_table": f"own_{number}"})
            _models[number] = type(f"Own{number}", (OwnRecord,), {"__module__": __name__, "Meta": meta})
        return _models[number]


def follow(rows: Sequence[CustomObject], *, actor: Any) -> None:
    """A table for every object that there is, also in the trash, and none for one that was removed for good."""
    numbers = [row.pk for row in rows]
    there = set(CustomObject.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    made = standing(numbers)
    for number in sorted(there - made):
        make(number)
    for number in sorted(made - there):
        drop(number)


def standing(numbers: Iterable[int]) -> set[int]:
    """Those of some objects whose tables are there."""
    names = {f"own_{number}": number for number in numbers}
    return {names[name] for name in connection.introspection.table_names() if name in names}


def lacking() -> list[str]:
    """What is wrong with the tables of all objects, also of those in the trash."""
    numbers = set(CustomObject.objects.values_list("pk", flat=True))
    there = standing(numbers)
    found = [f"own_{number} is missing" for number in sorted(numbers - there)]
    with connection.cursor() as cursor:
        for number in sorted(there):
            model = model_of(number)
            known = {
                column.name
                for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
            }
            wanted = {column.column for column in model._meta.concrete_fields}
            found += [f"own_{number} lacks {name}" for name in sorted(wanted - known)]
    return found


def make(number: int) -> None:
    """Make the table of an object with its indexes. The editor is not entered: on SQLite it would refuse to work inside
    a transaction, for the sake of changes of tables that other tables link to, which this is none of."""
    model = model_of(number)
    editor: Any = connection.SchemaEditorClass(connection)
    editor.deferred_sql = []
    statement, params = editor.table_sql(model)
    indexes = [index.create_sql(model, editor) for index in model._meta.indexes]
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        for following in (*indexes, *editor.deferred_sql):
            cursor.execute(str(following))


def drop(number: int) -> None:
    """Remove the table of an object."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE "own_{number}"')


@needed
def filled(spec: Any, ids: list[int]) -> set[int]:
    """An object is not removed for good before its last record is, also those in the trash."""
    if spec.model is not CustomObject:
        return set()
    return {number for number in standing(ids) if model_of(number).objects.exists()}
