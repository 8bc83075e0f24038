"""The indexes of added fields, which make them as fast as built-in ones and keep what stands only once so."""

from __future__ import annotations

import zlib

from django.db import IntegrityError, connection
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from kith.engine import registry
from kith.engine.errors import Conflict
from kith.engine.fieldtypes import FieldSpec
from kith.engine.jobs.models import Job
from kith.engine.keyed import CustomValue
from kith.engine.record import SCOPE_COLUMNS
from kith.engine.spec import EntitySpec

TWICE = _("Some records have the same value in it. Change these first.")

JOB = "index:"
UNDER_WAY = ("ready", "running")
TEXTS = frozenset({"text", "email", "phone", "url", "choice", "country", "language"})


def build_indexes(entity: str, key: str, *, afresh: bool = False) -> list[str]:
    """Make the indexes of an added field what the field asks for, and drop those of one that is gone; `afresh` also
    those that are there, because values mean something else now. Returns the statements run.

    For fast lists there is one by itself and one behind each of owner, unit and team; for values that stand only once a
    unique one, so that two writers at the same moment cannot both have theirs. On PostgreSQL they are built without
    locking writers; what a killed build left there is no index, and is built again. Raises Conflict when values stand
    twice that have to be unique.
    """
    spec = registry.spec(entity)
    field = next((one for one in spec.custom if one.key == key), None)
    wanted = {**_list_indexes(spec, field), **_unique_index(spec, field)} if field is not None else {}
    online = " CONCURRENTLY" if connection.vendor == "postgresql" and not connection.in_atomic_block else ""
    there = {
        name: whole for name, whole in existing(spec.table).items() if name.startswith(stem(entity, key))
    }
    for name, whole in there.items():
        if afresh or not whole or name not in wanted:
            _execute(f'DROP INDEX{online} IF EXISTS "{name}"')
    done = []
    for name, (unique, where) in wanted.items():
        if there.get(name) and not afresh:
            continue
        statement = f'CREATE {unique}INDEX{online} IF NOT EXISTS "{name}" ON {where}'
        try:
            _execute(statement)
        except IntegrityError as error:
            if online:
                _execute(f'DROP INDEX{online} IF EXISTS "{name}"')
            raise Conflict(TWICE) from error
        done.append(statement)
    _estimates(spec, field if wanted else None, stem(entity, key), fresh=bool(done))
    return done


def _estimates(spec: EntitySpec, field: FieldSpec | None, begin: str, *, fresh: bool) -> None:
    """Have PostgreSQL know how the values are spread: it takes no such knowledge from indexes that leave the trash out,
    and would walk a whole list for the few records that a link leads to. Lists of values have no order to know."""
    if connection.vendor != "postgresql":
        return
    if field is None or not field.type.sortable:
        _execute(f'DROP STATISTICS IF EXISTS "{begin}s"')
    elif fresh:
        _execute(f'DROP STATISTICS IF EXISTS "{begin}s"')
        _execute(f'CREATE STATISTICS "{begin}s" ON ({_expression(spec, field)}) FROM "{spec.table}"')
        _execute(f'ANALYZE "{spec.table}"')


def states(spec: EntitySpec) -> dict[str, str]:
    """How far the indexes of the added fields are that ask for some: "ready", "building" or "failed"."""
    asking = [field for field in spec.custom if names_of(field)]
    if not asking:
        return {}
    whole = {name for name, complete in existing(spec.table).items() if complete}
    running = Job.objects.filter(unique_key__startswith=f"{JOB}{spec.key}.", status__in=UNDER_WAY)
    building = set(running.values_list("unique_key", flat=True))
    return {
        field.key: "ready" if names_of(field) <= whole
        else "building" if job_key(spec.key, field.key) in building else "failed"
        for field in asking
    }  # fmt: skip


def job_key(entity: str, key: str) -> str:
    """What the job that builds a field's indexes is known by."""
    return f"{JOB}{entity}.{key}"


def existing(table: str) -> dict[str, bool]:
    """The indexes of added fields on a table, and whether each is whole: a killed build leaves one that is not."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, 1 FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND name GLOB 'cf_*'"
    else:
        sql = (
            "SELECT i.relname, x.indisvalid FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
            "JOIN pg_class t ON t.oid = x.indrelid WHERE t.relname = %s AND i.relname LIKE 'cf\\_%%'"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        return {name: bool(whole) for name, whole in cursor.fetchall()}


def stem(entity: str, key: str) -> str:
    """What the names of a field's indexes begin with."""
    return f"cf_{entity[:12]}_{key[:20]}_{zlib.crc32(f'{entity}.{key}'.encode()):08x}_".replace("-", "_")


def index_names(entity: str, key: str, slot: str = "") -> list[str]:
    """What the indexes of an added field are called: all rows, owner, unit, team, and the unique one. A field that was
    given another kind has others than before."""
    marks = ("a", *(scope[:1] for scope in SCOPE_COLUMNS), "x")
    return [f"{stem(entity, key)}{mark}{slot.removeprefix(key)[1:]}" for mark in marks]


def names_of(field: FieldSpec) -> set[str]:
    """What the indexes are called that a field asks for."""
    *lists, once = index_names(field.entity, field.key, field.slot)
    linked = lists[:1] if field.type.key == "reference" else ()
    return {*(lists if field.indexed else linked), *([once + _beside(field)] if field.unique else ())}


def _beside(field: FieldSpec) -> str:
    """What tells unique indexes over other fields apart."""
    return f"{zlib.crc32(','.join(field.unique_with).encode()):08x}" if field.unique_with else ""


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _expression(spec: EntitySpec, field: FieldSpec) -> str:
    """The value as an index expression."""
    compiler = spec.model.objects.all().query.get_compiler(connection=connection)
    sql, _params = compiler.compile(OrderBy(CustomValue(field).resolve_expression(compiler.query)))
    return str(sql.removesuffix(" ASC").replace(f'"{spec.table}".', ""))


def _value(spec: EntitySpec, field: FieldSpec) -> str:
    """What an index on a field stands on: a column, or the expression of an added value."""
    if field.column is None:
        return _expression(spec, field)
    return f'"{spec.model._meta.get_field(field.column).column}"'


def _list_indexes(spec: EntitySpec, field: FieldSpec) -> dict[str, tuple[str, str]]:
    """The indexes of lists, and the one by which a link is found from its other end; NULLS FIRST makes them fit both
    directions."""
    if not field.indexed and field.type.key != "reference":
        return {}
    value = _expression(spec, field) + (" ASC NULLS FIRST" if connection.vendor == "postgresql" else "")
    leads = ("", *(f'"{scope}_id", ' for scope in SCOPE_COLUMNS)) if field.indexed else ("",)
    return {
        name: ("", f'"{spec.table}" ({lead}{value}, "id") WHERE deleted_at IS NULL')
        for name, lead in zip(index_names(spec.key, field.key, field.slot), leads, strict=False)
    }


def _unique_index(spec: EntitySpec, field: FieldSpec) -> dict[str, tuple[str, str]]:
    """The index that keeps values from standing twice; empty ones are not stored and so may."""
    if not field.unique:
        return {}
    beside = [spec.fields[name] for name in field.unique_with if name in spec.fields]
    values = ", ".join(_value(spec, one) for one in (field, *beside))
    # Empty texts of built-in columns are stored, and an empty value keeps nobody from having another.
    filled = "".join(
        f" AND {_value(spec, one)} <> ''"
        for one in beside
        if one.column and one.type.empty("") and one.type.key in TEXTS
    )
    where = f'"{spec.table}" ({values}) WHERE deleted_at IS NULL{filled}'
    return {index_names(spec.key, field.key, field.slot)[-1] + _beside(field): ("UNIQUE ", where)}
