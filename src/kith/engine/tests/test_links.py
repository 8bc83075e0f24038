"""Added links are full relations: found from both ends, with a say in what becomes of them, and never in circles."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from tests.company import People
from tests.database import plan

from kith.engine import bulk, custom, journal, records, registry
from kith.engine.condition import holds, parse
from kith.engine.custom import CustomField
from kith.engine.errors import Conflict, Invalid
from kith.engine.listing import Listing
from kith.engine.undo import undo

pytestmark = pytest.mark.database


def add(people: People, key: str, kind: str = "reference", **said: Any) -> CustomField:
    """A link of the probe, to probes unless said otherwise."""
    said.setdefault("target", "probe")
    made: CustomField = records.create(CustomField, by=people.ada, entity="probe", key=key, kind=kind, **said)
    return made


def ids(actor: Any, where: Any, entity: str = "probe", **options: Any) -> list[int]:
    """The records of a condition; what holds in the database holds in memory."""
    spec = registry.spec(entity)
    node = parse(where, spec, actor)
    found = [row.id for row in Listing(spec, actor, where=node, **options).page().rows]
    assert set(found) == {row.pk for row in spec.model.live() if holds(node, spec, row, actor)}
    return found


def test_links_are_asked_from_both_ends(people: People, probe: Any) -> None:
    add(people, "boss")
    add(people, "friends", "references")
    add(people, "buyer", target="customer")
    customers = registry.spec("customer").model
    leeds, york = (
        records.create(customers, by=people.sue, name=name, city=name) for name in ("Leeds", "York")
    )
    top = records.create(probe, by=people.sue, name="Top", buyer=york.pk)
    one = records.create(probe, by=people.sue, name="One", boss=top.pk, friends=[top.pk], buyer=leeds.pk)
    two = records.create(probe, by=people.sue, name="Two", boss=one.pk, friends=[top.pk, one.pk])
    sue = people.sue
    assert ids(sue, {"field": "boss.name", "op": "is", "value": "Top"}) == [one.pk]
    assert ids(sue, {"field": "boss.boss.buyer.city", "op": "is", "value": "York"}) == [two.pk]
    assert set(
        ids(
            sue,
            {
                "related": "probes",
                "by": "boss",
                "some": {"field": "name", "op": "in", "value": ["One", "Two"]},
            },
        )
    ) == {top.pk, one.pk}
    assert ids(
        sue,
        {"related": "probes", "by": "friends", "some": {"field": "name", "op": "is", "value": "Two"}},
        sort=("id",),
    ) == [top.pk, one.pk]
    assert ids(sue, {"related": "probes", "by": "friends", "none": {}}) == [two.pk]
    assert ids(
        sue,
        {"related": "probes", "by": "buyer", "some": {"field": "name", "op": "is", "value": "One"}},
        "customer",
    ) == [leeds.pk]
    listing = Listing(
        registry.spec("probe"), sue, fields=("name", "buyer.city", "boss.name"), sort=("buyer",)
    )
    assert [row.values["buyer.city"] for row in listing.page().rows] == [None, "Leeds", "York"]
    links = [(child.key, link.key) for child, link in registry.children("probe")]
    assert {("probe", "boss"), ("probe", "friends")} <= set(links)


def test_a_record_that_others_link_to_is_refused_emptied_or_takes_them_along(
    people: People, probe: Any
) -> None:
    for key, what in (("held", "refuse"), ("loose", "empty"), ("part", "delete")):
        add(people, key, when_gone=what)
    add(people, "several", "references", when_gone="empty")
    top = records.create(probe, by=people.sue, name="Top")
    holder = records.create(probe, by=people.sue, name="Holder", held=top.pk)
    with pytest.raises(Invalid) as refused:
        records.delete(top, by=people.ada)
    assert "(held)" in str(refused.value.errors[""])
    records.update(holder, by=people.sue, held=None)
    loose = records.create(probe, by=people.sue, name="Loose", loose=top.pk, several=[holder.pk, top.pk])
    part = records.create(probe, by=people.sue, name="Part", part=top.pk)
    deeper = records.create(probe, by=people.sue, name="Deeper", part=part.pk)
    before = {row.pk: (row.custom, row.deleted_at) for row in probe.objects.all()}
    records.delete((probe, top.pk), by=people.sue)
    now = {row.pk: row for row in probe.objects.all()}
    assert {pk for pk, row in now.items() if row.deleted_at} == {top.pk, part.pk, deeper.pk}
    assert now[loose.pk].custom == {"several": [holder.pk]}
    undo(journal.Entry.objects.latest("id").batch_id, by=people.sue)
    assert {row.pk: (row.custom, row.deleted_at) for row in probe.objects.all()} == before


def test_what_is_linked_is_not_removed_for_good(people: People, probe: Any) -> None:
    add(people, "boss")
    top = records.create(probe, by=people.ada, name="Top")
    records.create(probe, by=people.ada, name="One", boss=top.pk)
    records.delete(top, by=people.ada)
    with pytest.raises(Conflict):
        records.delete((probe, top.pk), by=people.ada)


def test_a_tree_has_no_circles_however_they_are_made(people: People, probe: Any) -> None:
    add(people, "boss", tree=True)
    one, two, three = (records.create(probe, by=people.sue, name=name).pk for name in ("One", "Two", "Three"))
    records.update((probe, two), by=people.sue, boss=one)
    records.update((probe, three), by=people.sue, boss=two)
    for wrong in (one, two, three):
        with pytest.raises(Invalid) as refused:
            records.update((probe, one), by=people.sue, boss=wrong)
        assert list(refused.value.errors) == ["boss"]
    with pytest.raises(Invalid):
        bulk_update(people, probe, {one: two, two: three, three: one})
    bulk_update(people, probe, {three: None, two: three, one: two})
    assert probe.objects.get(pk=one).custom["boss"] == two
    with pytest.raises(Invalid):
        bulk_update(people, probe, {three: one})


def bulk_update(people: People, probe: Any, above: dict[int, int | None]) -> None:
    """All in one write. Raises Invalid."""
    for outcome in bulk.update(
        probe, [(pk, None, {"boss": boss}) for pk, boss in above.items()], by=people.sue
    ):
        if outcome.errors:
            raise Invalid(outcome.errors)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("text", {"when_gone": "empty"}), ("reference", {"when_gone": "empty", "required": True}),
        ("references", {"when_gone": "delete"}), ("reference", {"tree": True, "target": "customer"}),
        ("references", {"tree": True}),
    ],
)  # fmt: skip
def test_a_link_that_could_not_keep_its_word_is_refused(
    people: People, probe: Any, kind: str, said: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        add(people, "boss", kind, **said)
    assert list(refused.value.errors) == [next(iter(said))]


def test_a_link_is_found_by_its_index_without_being_asked_for_one(people: People, probe: Any) -> None:
    add(people, "boss")
    top = records.create(probe, by=people.sue, name="Top")
    bulk.create(probe, [{"name": f"Row {number}"} for number in range(400)], by=people.sue)
    records.create(probe, by=people.sue, name="One", boss=top.pk)
    assert len(custom.build_indexes("probe", "boss")) == 1
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    spec = registry.spec("probe")
    where = parse({"field": "boss", "op": "is", "value": top.pk}, spec, people.ada)
    listing = Listing(spec, people.ada, where=where)
    condition, params = listing.table.where(listing.residual)
    assert "cf_" in plan(f"SELECT id FROM {listing.table.name} WHERE {condition}", params)  # noqa: S608
