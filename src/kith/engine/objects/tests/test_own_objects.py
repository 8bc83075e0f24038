"""Objects of the customer's own: made, used, renamed, deleted and brought back like everything else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override
from tests.company import People

from kith.engine import epoch, records, registry, undo
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.events import dispatch
from kith.engine.jobs import drain
from kith.engine.journal import Batch
from kith.engine.listing import Listing
from kith.engine.objects import tables
from kith.engine.objects.models import CustomObject


def ship(people: People, **values: Any) -> CustomObject:
    """An object "ship"."""
    said: dict[str, Any] = {"key": "ship", "label": {"en": "Ship", "ru": "Судно"}, **values}
    found: CustomObject = records.create(CustomObject, by=people.ada, **said)
    return found


def field(people: People, key: str, kind: str, **values: Any) -> CustomField:
    """A field of ships."""
    said: dict[str, Any] = {
        "entity": "ship",
        "key": key,
        "kind": kind,
        "label": {"en": key.capitalize()},
        **values,
    }
    found: CustomField = records.create(CustomField, by=people.ada, **said)
    return found


def test_an_object_is_there_at_once_with_all_that_a_record_has(people: People) -> None:
    with epoch.turn():
        ship(people)
        field(people, "tonnage", "integer", indexed=True)
        spec = registry.by_plural("ships")
        assert spec is not None
        assert (spec.key, str(spec.label), str(spec.label_plural)) == ("ship", "Ship", "Ships")
        made = records.create(spec.model, by=people.sue, name="Aurora", tonnage=4200)
        records.create(spec.model, by=people.nora, name="Berta", tonnage=900)
        assert made.name_key
        assert [row.id for row in Listing(spec, people.sue, fields=["name", "tonnage"]).page().rows] == [
            made.pk
        ]
        assert len(Listing(spec, people.ada, fields=["name", "tonnage"]).page().rows) == 2
        assert registry.key_of(made) == "ship"
        records.delete(made, by=people.sue)
        records.perform("restore", made, by=people.ada)
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, spec.table)
        assert {"own", "name_key"} <= {word for name in found for word in ("own", "name_key") if word in name}
        assert sum(one["foreign_key"] is not None for one in found.values()) == 5


def test_records_can_be_numbered_by_kith(people: People) -> None:
    ship(people, numbering="S-{n:04}")
    spec = registry.spec("ship")
    assert (str(spec.fields["name"].label), spec.fields["name"].readonly) == ("Number", True)
    first, second = (records.create(spec.model, by=people.ada) for _ in range(2))
    assert (first.name, second.name) == ("S-0001", "S-0002")
    assert first.name_key < second.name_key
    with pytest.raises(Invalid):
        ship(people, key="boat", numbering="B-{n.__class__}")


@pytest.mark.parametrize(
    ("key", "plural"),
    [
        ("user", ""), ("users", ""), ("unit", "x"), ("Ship", ""), ("1ship", ""), ("ship", "settings"),
        ("ship", "search"), ("ship", "shape"), ("ship", "api"), ("ship", "new"), ("ship", "users"), ("ship", "undo"),
        ("ship", "references"), ("ship", "a/b"), ("ship", "bäume"), ("log", ""),
    ],
)  # fmt: skip
def test_a_name_that_is_taken_or_leads_elsewhere_is_refused(people: People, key: str, plural: str) -> None:
    with pytest.raises(Invalid) as refused:
        ship(people, key=key, plural=plural)
    assert set(refused.value.errors) <= {"key", "plural"}
    assert not CustomObject.objects.exists()


def test_a_new_address_keeps_the_old_one_working(people: People) -> None:
    row = ship(people)
    records.update(row, by=people.ada, plural="vessels")
    found, once = registry.by_plural("vessels"), registry.by_plural("ships")
    assert found is not None
    assert found is once
    with pytest.raises(Invalid):
        ship(people, key="other", plural="ships")


def test_a_deleted_object_keeps_its_records_and_comes_back_whole(people: People) -> None:
    row = ship(people)
    field(people, "tonnage", "integer")
    model = registry.spec("ship").model
    made = records.create(model, by=people.ada, name="Aurora", tonnage=7)
    records.delete(row, by=people.ada)
    assert registry.known("ship") is None
    with pytest.raises(Invalid):
        ship(people)
    records.perform("restore", row, by=people.ada)
    assert registry.spec("ship").model is model
    assert model.live().get().custom == {"tonnage": 7}
    assert registry.spec("ship").model.live().get().pk == made.pk


def test_the_english_name_of_many_follows_from_that_of_one(people: People) -> None:
    row = ship(people, label={"en": "Ship", "ru": "Судно"})
    assert row.label_plural == {"en": "Ships"}
    with override("ru"):
        assert str(registry.spec("ship").label_plural) == "Судно"
    row = records.update(row, by=people.ada, label={"en": "Ferry", "ru": "Паром"})
    assert row.label_plural == {"en": "Ferries"}
    row = records.update(row, by=people.ada, label_plural={"en": "Our fleet"})
    row = records.update(row, by=people.ada, label={"en": "Boat"})
    assert str(registry.spec("ship").label_plural) == "Our fleet"


def test_what_was_configured_for_an_object_goes_for_good_with_it(people: People) -> None:
    row = ship(people)
    field(people, "tonnage", "integer")
    records.delete(row, by=people.ada)
    assert CustomField.live().filter(entity="ship").exists()
    records.delete(row, by=people.ada)
    assert not CustomField.objects.filter(entity="ship").exists()
    ship(people)
    assert "tonnage" not in registry.spec("ship").fields


def test_what_was_made_is_taken_back_with_its_table_unless_records_need_it(people: People) -> None:
    row = ship(people)
    made = records.create(registry.spec("ship").model, by=people.ada, name="Aurora")
    creation, filling = Batch.objects.order_by("-pk")[1], Batch.objects.order_by("-pk")[0]
    assert undo.undo(creation.pk, by=people.ada).left == [("custom-object", row.pk)]
    assert registry.spec("ship").model.live().get().pk == made.pk
    assert undo.undo(filling.pk, by=people.ada).left == []
    row = ship(people, key="boat")
    creation = Batch.objects.latest("pk")
    assert undo.undo(creation.pk, by=people.ada).undone == 1
    assert registry.known("boat") is None
    assert f"own_{row.pk}" not in connection.introspection.table_names()
    ship(people, key="boat")


def test_records_are_found_by_what_their_object_says_now(people: People) -> None:
    row = ship(people)
    field(people, "imo", "text")
    spec = registry.spec("ship")
    made = records.create(spec.model, by=people.ada, name="Aurora", imo="IMO9074729")
    assert Listing(spec, people.ada, fields=["name"], text="IMO9074729").ids(5) == []
    records.update(row, by=people.ada, search=["imo"])
    while dispatch():
        drain()
    spec = registry.spec("ship")
    assert Listing(spec, people.ada, fields=["name"], text="IMO9074729").ids(5) == [made.pk]


def test_a_table_that_is_not_as_it_should_be_is_told(people: People) -> None:
    row = ship(people)
    assert tables.lacking() == []
    tables.drop(row.pk)
    assert tables.lacking() == [f"own_{row.pk} is missing"]


def test_an_object_that_others_link_to_goes_only_when_one_was_told(people: People) -> None:
    row = ship(people)
    field(people, "vessel", "reference", entity="user", target="ship")
    with pytest.raises(Invalid) as refused:
        records.delete(row, by=people.ada)
    assert "vessel" in str(refused.value.errors).lower()
    records.perform("remove", row, by=people.ada)
    assert registry.known("ship") is None
    assert "vessel" not in registry.spec("user").fields
    records.perform("restore", row, by=people.ada)
    assert registry.spec("user").fields["vessel"].target == "ship"
