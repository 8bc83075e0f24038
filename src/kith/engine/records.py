"""The gate. Every write of a business row, from whatever shell or job, goes through one of these functions.

Refusals are exceptions of kith.engine.errors; nothing is half done when one is raised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from kith.engine import forwarding, guard, journal, leftovers, registry, searching, uses
from kith.engine.access import Reach
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.base.checking import reachable
from kith.engine.base.gate import Write
from kith.engine.condition import holds, parse
from kith.engine.connections import writing
from kith.engine.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from kith.engine.expressions import column
from kith.engine.identity.models import RecordGrant
from kith.engine.keeping import everywhere
from kith.engine.prepared import Prepared
from kith.engine.record import LIVE, Before, Record
from kith.engine.registry import code_of
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.kernel import clock


def visible(model: Any, *, to: Actor, verb: str = "read") -> models.QuerySet[Any]:
    """The rows of a model that an actor may `verb`, as a queryset. The trash is left out."""
    spec = registry.spec_of(model)
    found: models.QuerySet[Any] = model.objects.filter(LIVE, Scope(spec.key, to.access, verb).predicate())
    return found


def create(model: Any, *, by: Actor, texts: str = "", **values: Any) -> Any:
    """A new record with these values. `texts` is the locale when values are what a person typed."""
    spec = registry.spec_of(model)
    with transaction(), journal.batch(by, "create", entity=spec.key) as batch:
        _require(spec, by, "create")
        write = Write(spec, by, "create")
        change = write.fresh()
        write.assign(change, values, texts=texts)
        write.run([change], batch)
    return change.record


def update(record: Any, *, by: Actor, version: int | None = None, texts: str = "", **values: Any) -> Any:
    """A record (or (Model, id)) with these values changed; refused as Stale when `version` is not the stored one."""
    model, number = _named(record)
    spec = registry.spec_of(model)
    with transaction(), journal.batch(by, "update", entity=spec.key) as batch:
        found = find(spec, number, by, "update", lock=True)
        if version is not None and version != found.version:
            raise Stale(found)
        write = Write(spec, by, "update")
        change = write.begin(found)
        write.assign(change, values, texts=texts)
        write.run([change], batch)
    return found


def delete(record: Any, *, by: Actor, version: int | None = None) -> None:
    """Move a record to the trash; a record in the trash is removed for good by those who may delete everything."""
    model, number = _named(record)
    spec = registry.spec_of(model)
    with transaction(), journal.batch(by, "delete", entity=spec.key) as batch:
        trashed = spec.model.objects.filter(pk=number, deleted_at__isnull=False).first()
        scope = Scope(spec.key, by.access, "delete")
        if trashed is not None and scope.reach is Reach.ALL and scope.covers(trashed):
            purge(spec, [trashed], by, batch)
            return
        found = find(spec, number, by, "delete", lock=True)
        if version is not None and version != found.version:
            raise Stale(found)
        _move(Write(spec, by, "delete"), found, batch, into_trash=True)


def perform(
    name: str | Action,
    record: Any,
    *,
    by: Actor,
    version: int | None = None,
    texts: str = "",
    **arguments: Any,
) -> Any:
    """Run a named action on a record; returns what the action returned, or the record. `restore` brings one back."""
    model, number = _named(record)
    spec = registry.spec_of(model)
    word = name.name if isinstance(name, Action) else name
    if word == "restore":
        return _restore(spec, number, by)
    action = spec.actions.get(word)
    if action is None:
        raise NotFound(_("There is no such action."))
    with transaction(), journal.batch(by, word, entity=spec.key) as batch:
        found = find(spec, number, by, word, lock=True)
        if version is not None and version != found.version:
            raise Stale(found)
        require_possible(action, spec, found, by)
        given = _arguments(spec, action, arguments, by, texts=texts)
        write = Write(spec, by, word, event=f"{spec.key}.{action.event or word}")
        change = write.begin(found)
        with guard.opened():
            result = action.function(found, **given, actor=by)
        write.run([change], batch)
    return found if result is None else result


# ---------------------------------------------------------------------- inside


def find(spec: EntitySpec, number: int, by: Actor, verb: str, *, lock: bool = False) -> Any:
    """The live record, found through reach: NotFound when it cannot be seen, Forbidden beyond the reach of `verb`."""
    rows = _by_id(spec.model, lock=lock)(number)
    if not rows or not Scope(spec.key, by.access).covers(rows[0]):
        raise forwarding.gone(spec, number, by)
    found = rows[0]
    if verb != "read" and not Scope(spec.key, by.access, verb).covers(found):
        raise Forbidden
    return found


@lru_cache(maxsize=1_000)
def _by_id(model: Any, *, lock: bool) -> Prepared:
    """The live record of an id, locked for writing if the database locks rows."""
    rows = model.objects.select_for_update(of=("self",)) if lock else model.objects
    return Prepared(lambda number: rows.filter(LIVE, pk=number), int)


def possible(action: Action, spec: EntitySpec, record: Any, by: Actor) -> bool:
    """Whether an action fits the present state of a record."""
    fitting = action.when is None or holds(parse(action.when, spec, by.as_house()), spec, record, by)
    return fitting and (action.fits is None or action.fits(record))


def require_possible(action: Action, spec: EntitySpec, record: Any, by: Actor) -> None:
    """Raises Conflict when an action does not fit the present state of a record."""
    if not possible(action, spec, record, by):
        raise Conflict(_("This is not possible in the record's present state."))


def _require(spec: EntitySpec, by: Actor, verb: str) -> None:
    if by.access.reach(spec.key, verb) is Reach.NONE:
        raise Forbidden


def _named(record: Any) -> tuple[Any, int]:
    if isinstance(record, tuple):
        return record[0], int(record[1])
    if isinstance(record, Record):
        return type(record), int(record.pk)
    raise TypeError(record)


@contextmanager
def transaction() -> Iterator[None]:
    """A writing transaction that turns a database's refusal into Conflict."""
    try:
        with writing():
            yield
    except IntegrityError as error:
        raise Conflict(_("This contradicts other data, such as a value that may exist only once.")) from error


def _arguments(
    spec: EntitySpec, action: Action, given: Mapping[str, Any], by: Actor, *, texts: str
) -> dict[str, Any]:
    """Cleaned arguments; links as records. Raises Invalid naming the argument."""
    fields = action.arguments(spec.key)
    errors: dict[str, list[Any]] = {
        name: [_("There is no such argument.")] for name in given if name not in fields
    }
    cleaned: dict[str, Any] = {}
    for name, field in fields.items():
        value = given.get(name, field.initial())
        try:
            value = (
                field.type.parse(value, field, texts)
                if texts and isinstance(value, str)
                else field.type.clean(value, field)
            )
        except ValidationError as error:
            errors[name] = [
                item.message % item.params if item.params else item.message for item in error.error_list
            ]
            continue
        if field.required and field.type.empty(value):
            errors[name] = [_("This must be filled in.")]
        elif field.type.key == "reference" and value is not None and field.target:
            target = registry.spec(field.target)
            if value not in reachable(field.target, [value], by):
                errors[name] = [_("There is no such record, or it is not shared with you.")]
            else:
                value = target.model.live().get(pk=value)
        cleaned[name] = value
    if errors:
        raise Invalid(errors)
    return cleaned


def _move(write: Write, found: Any, batch: journal.Batch, *, into_trash: bool) -> None:
    """Into the trash or out of it."""
    change = write.begin(found)
    change.move(clock.now() if into_trash else None)
    write.run([change], batch)


def _restore(spec: EntitySpec, number: int, by: Actor) -> Any:
    with transaction(), journal.batch(by, "restore", entity=spec.key) as batch:
        found = spec.model.objects.filter(pk=number, deleted_at__isnull=False).first()
        if found is None or not Scope(spec.key, by.access, "delete").covers(found):
            raise NotFound
        _move(Write(spec, by, "restore"), found, batch, into_trash=False)
    return found


def purge(spec: EntitySpec, rows: list[Any], by: Actor, batch: journal.Batch) -> None:
    """Remove rows for good, with their values in the journal. Raises Conflict when others still link to one."""
    used = referenced(spec, [row.pk for row in rows])
    if used:
        raise Conflict(_("Other records still link to this one."))
    write = Write(spec, by, "purge", trusted=True)
    entries = []
    for row in rows:
        diff = {
            name: [value, None]
            for name, value in spec.snapshot(row).items()
            if value not in (None, "", [], {})
        }
        entries.append(Change(row, {}, diff=diff))
    with guard.opened():
        write.trace(entries, batch)
        searching.remove(spec, [row.pk for row in rows])
        spec.model.objects.filter(pk__in=[row.pk for row in rows])._raw_delete(using="default")
        RecordGrant.objects.filter(entity=code_of(spec.key), record_id__in=[row.pk for row in rows]).delete()
        for function in leftovers.on_purged:
            function(spec, [row.pk for row in rows])
        for row in rows:
            row.before, row.deleted_at = Before(spec, row), row.deleted_at or clock.now()
        for rule in (*spec.entity.keeps, *spec.keeping):
            rule(rows, actor=by)
        for keep in everywhere:
            keep(spec, rows, by)


def referenced(spec: EntitySpec, ids: list[int]) -> set[int]:
    """Those of `ids` that some row links to, by a column even in the trash, or that something else needs."""
    found = {number for function in leftovers.on_needed for number in function(spec, ids)}
    for other in registry.specs():
        for field in other.references:
            if field.target == spec.key and field.custom:
                rows = other.model.live().annotate(_link=column(field)).filter(_link__in=ids)
                found.update(
                    rows.exclude(pk__in=ids if other.key == spec.key else ()).values_list("_link", flat=True)
                )
            elif field.target == spec.key:
                rows = other.model.objects.filter(**{f"{field.column}__in": ids})
                if other.key == spec.key:
                    rows = rows.exclude(pk__in=ids)
                found.update(rows.values_list(f"{field.column}_id", flat=True))
    return found | uses.used_rows(spec, ids)
