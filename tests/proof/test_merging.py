"""Merging and its undo, over everything that can hang on a record: derived from the registry and from the tables that
Django knows, so that whatever is added is covered by itself, or told here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from kith.engine import beside, guard, journal, records, registry
from kith.engine.actor import Actor
from kith.engine.base.gate import Write
from kith.engine.carrying import Child, children
from kith.engine.connections import writing
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.journal import Batch, Entry
from kith.engine.registry import code_of
from kith.engine.spec import EntitySpec
from kith.engine.undo import undo
from kith.features.merging import merging
from kith.features.merging.merging import Wish
from kith.kernel import clock
from tests import own
from tests.company import People
from tests.values import a_file, create_valid

pytestmark = pytest.mark.django_db
# What tells what happened, and what only counts; everything else is as it was once a merge is taken back.
TELLING = {
    "engine.batch", "engine.entry", "engine.event", "engine.epoch", "engine.job", "engine.sequence", "engine.seal",
    "merging.merge",
}  # fmt: skip
# What is about persons only.
OF_PERSONS = {"consent", "legal-hold"}
# What only its own way makes.
MAKERS: dict[str, Callable[[Actor], int]] = {"attachment": a_file}
SILENT = {"version", "updated_at", "updated_by_id", "vector"}


def mergeable() -> list[str]:
    """Every entity whose records can be merged."""
    return [*(one.key for one in registry.declared() if "merging" in one.features), own.SHIP]


def everything() -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table."""
    every = [*apps.get_models(), *(spec.model for spec in registry.specs() if spec.key == own.SHIP)]
    return {
        model._meta.label_lower: {
            row["pk"]: {key: value for key, value in row.items() if key not in SILENT}
            for row in model._base_manager.values("pk", *(one.attname for one in model._meta.concrete_fields))
        }
        for model in dict.fromkeys(every)
        if model._meta.label_lower not in TELLING and model._meta.managed
    }


def led(spec: EntitySpec, row: int, link: FieldSpec, target: EntitySpec, number: int) -> None:
    """Have a link lead to a record, whoever may write it."""
    value: Any = number
    if link.type.key == "anyreference":
        value = (target.key, number)
    if link.type.key == "references":
        value = [number]
    with writing(), journal.batch(Actor.system(), "update") as batch:
        write = Write(spec, Actor.system(), "update", trusted=True)
        change = write.begin(spec.model.objects.get(pk=row))
        spec.set(change.record, link, value)
        write.run([change], batch)


def hang(target: EntitySpec, number: int) -> dict[tuple[str, str], int]:
    """One row of every entity, for every link of it that leads to the record; their ids by entity and link."""
    found = {}
    system = Actor.system()
    for child in children(target):
        for link in child.links:
            if child.spec.key in OF_PERSONS and target.entity.person is None:
                continue
            make = MAKERS.get(child.spec.key)
            row = make(system) if make else create_valid(child.spec, system, only_required=True).pk
            led(child.spec, row, link, target, number)
            found[child.spec.key, link.key] = row
    return found


def beside_rows(target: EntitySpec, number: int, user: int) -> int:
    """One row in every table beside records; how many."""
    for table in beside.tables:
        values: dict[str, Any] = {}
        for one in table.model._meta.concrete_fields:
            if one.primary_key or one.null or one.has_default():
                continue
            values[one.attname] = filled(one, user)
        values[table.entity] = code_of(target.key) if table.coded else target.key
        values[table.record] = number
        with writing(), guard.opened():
            table.model.objects.create(**values)
    return len(beside.tables)


def filled(one: models.Field[Any, Any], user: int) -> Any:
    """A plain value of a column."""
    if isinstance(one, models.DateTimeField):
        return clock.now()
    if isinstance(one, models.CharField | models.TextField):
        return "x"
    return user


def left_at(child: Child, target: EntitySpec, number: int) -> list[int]:
    """The live rows that still link to a record."""
    return list(child.rows(target.key, [number]).filter(deleted_at__isnull=True).values_list("pk", flat=True))


def two(key: str) -> tuple[EntitySpec, Any, Any]:
    """An entity with two records of it."""
    spec = own.ensure(key)
    system = Actor.system()
    own.ensure(own.SHIP)
    for name, kind in (("the_link", "reference"), ("the_links", "references")):
        records.create(
            CustomField, by=system, entity=own.SHIP, key=name, kind=kind, target=key, label={"en": name}
        )
    said = dict(spec.entity.person or ())
    one, other = (create_valid(spec, system, only_required=True, **said) for _turn in range(2))
    return registry.spec(key), one, other


@pytest.mark.parametrize("key", mergeable())
def test_every_child_goes_over_and_comes_back(key: str, people: People) -> None:
    spec, master, loser = two(key)
    hung = hang(spec, loser.pk)
    assert {(own.SHIP, "the_link"), (own.SHIP, "the_links")} <= hung.keys()
    rows = beside_rows(spec, loser.pk, people.users["sue"].pk)
    before = everything()

    batch = merging.merge(Wish(spec, master.pk, (loser.pk,)), by=people.ada)

    for child in children(spec):
        assert left_at(child, spec, loser.pk) == [], f"{child.spec.key} still links to what is gone"
    told = {(one.entity, one.record_id): one for one in Entry.objects.filter(batch_id=batch.pk)}
    for (entity, link), number in hung.items():
        change = told[entity, number].changes
        assert link in change, f"the journal does not tell that {entity}.{link} went over"
        assert str(loser.pk) in str(change[link][0])
        assert str(master.pk) in str(change[link][1])
    assert sum(table.rows(spec, [master.pk]).count() for table in beside.tables) == rows
    assert sum(table.rows(spec, [loser.pk]).count() for table in beside.tables) == 0

    result = undo(batch.pk, by=people.ada)

    assert result.left == []
    back = {(one.entity, one.record_id): one for one in Entry.objects.filter(batch_id=result.batch or 0)}
    for (entity, link), number in hung.items():
        assert back[entity, number].changes[link] == told[entity, number].changes[link][::-1]
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_every_table_that_names_records_is_known() -> None:
    assert beside.unnamed() == [], "say in beside.tables or beside.stays what becomes of its rows in a merge"


def test_every_foreign_key_to_a_record_is_a_field_of_an_entity(people: People) -> None:
    """What links to a record without being a field of an entity would be left behind."""
    for key in mergeable():
        spec = own.ensure(key)
        fields = {other.model: other.fields for other in registry.specs()}
        for relation in spec.model._meta.related_objects:
            assert relation.related_model in fields, f"{relation.related_model} would stay with what is gone"
            assert relation.field.name in fields[relation.related_model]


def test_a_batch_that_failed_left_nothing(people: People) -> None:
    spec, master, loser = two("customer")
    hang(spec, loser.pk)
    before, batches = everything(), Batch.objects.count()
    with pytest.raises(Invalid):
        merging.merge(Wish(spec, master.pk, (loser.pk,), {"name": "17"}), by=people.ada)
    with pytest.raises(Invalid):
        merging.merge(Wish(spec, master.pk, (loser.pk,), {"last_contact_at": str(loser.pk)}), by=people.ada)
    assert (everything(), Batch.objects.count()) == (before, batches)
