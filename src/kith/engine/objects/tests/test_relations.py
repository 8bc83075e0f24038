"""Objects are related to others: links with lists on the other side, parts, trees, and objects in between."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.company import People
from tests.own import SHIP, ensure

from kith.engine import records, registry, undo
from kith.engine.custom import CustomField, build_indexes
from kith.engine.errors import Conflict, Invalid
from kith.engine.journal import Batch
from kith.engine.objects import relating
from kith.engine.objects.models import CustomObject
from kith.engine.spec import EntitySpec


@pytest.fixture
def ship(people: People) -> EntitySpec:
    """Ships."""
    return ensure(SHIP)


def test_an_object_in_between_joins_two_and_is_listed_by_both(people: People, ship: EntitySpec) -> None:
    joint = relating.between(ship, registry.spec("user"), {"en": "Crew member"}, by=people.ada)
    spec = registry.spec(joint.key)
    assert (spec.key, spec.entity.group, spec.columns[:2]) == ("crew-member", "parts", ("ship", "user"))
    assert relating.beyond(spec, "ship") is None
    assert [child.key for child, _link in registry.children("user")].count("crew-member") == 1
    boat = records.create(ship.model, by=people.sue, name="Aurora")
    records.create(spec.model, by=people.sue, ship=boat.pk, user=people.users["carl"].pk)
    with pytest.raises(Invalid):
        records.create(spec.model, by=people.sue, ship=boat.pk)
    batch = Batch.objects.filter(entity="custom-object").latest("pk")
    assert batch.rows == 3


def test_what_joins_two_without_a_name_asks_for_its_own_fields_and_speaks_of_the_other_end(
    people: People, ship: EntitySpec
) -> None:
    joint = relating.between(ship, registry.spec("user"), {}, by=people.ada)
    assert set(joint.label) == {"en", "ru", "zh-hans"}
    records.create(
        CustomField, by=people.ada, entity=joint.key, key="rank", kind="text", label={"en": "Rank"}
    )
    spec = registry.spec(joint.key)
    assert "rank" in spec.entity.quick
    assert "rank" in spec.columns
    ends = [relating.beyond(spec, key) for key in ("ship", "user")]
    assert [end and end.key for end in ends] == ["user", SHIP]
    again = relating.between(registry.spec(SHIP), registry.spec("user"), {}, by=people.ada)
    assert again.key != joint.key


def test_parts_go_with_their_whole_or_hold_it_as_their_object_says(people: People, ship: EntitySpec) -> None:
    harbour = records.create(CustomObject, by=people.ada, key="harbour")
    link = relating.part(ship, registry.spec("harbour"), {"en": "Home port"}, by=people.ada)
    ship, ports = registry.spec(SHIP), registry.spec("harbour")
    assert (link.key, ship.entity.under) == ("home_port", "home_port")
    port = records.create(ports.model, by=people.ada, name="Leith")
    boat = records.create(ship.model, by=people.ada, name="Aurora", home_port=port.pk)
    row = CustomObject.live().get(key=SHIP)
    records.update(row, by=people.ada, parting="refuse")
    with pytest.raises(Conflict):
        records.delete(port, by=people.ada)
    records.update((CustomObject, row.pk), by=people.ada, parting="along")
    records.delete(port, by=people.ada)
    assert not ship.model.live().exists()
    undo.undo(Batch.objects.latest("pk").pk, by=people.ada)
    assert [one.pk for one in ship.model.live()] == [boat.pk]
    assert ports.model.live().exists()
    assert harbour.pk


def test_a_tree_has_no_circles(people: People, ship: EntitySpec) -> None:
    relating.part(ship, ship, {"en": "Convoy"}, by=people.ada)
    model = registry.spec(SHIP).model
    top = records.create(model, by=people.ada, name="Top")
    middle = records.create(model, by=people.ada, name="Middle", convoy=top.pk)
    low = records.create(model, by=people.ada, name="Low", convoy=middle.pk)
    for bad in (low.pk, middle.pk, top.pk):
        with pytest.raises(Invalid) as refused:
            records.update((model, top.pk), by=people.ada, convoy=bad)
        assert set(refused.value.errors) == {"convoy"}
    records.update((model, low.pk), by=people.ada, convoy=top.pk)


def test_links_are_indexed_in_the_background(people: People, ship: EntitySpec) -> None:
    relating.link(ship, registry.spec("user"), {}, by=people.ada)
    assert registry.spec(SHIP).fields["user"].indexed
    build_indexes(SHIP, "user")
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, ship.table)
    assert any("user" in name for name in found)
