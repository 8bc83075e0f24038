"""Roll-ups: what is refused, that they are no change of the record, and that many writers lose nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.company import People, found
from tests.database import at_once

from kith.engine import bulk, journal, records, registry
from kith.engine.condition import parse
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.jobs import drain
from kith.engine.jobs.models import Job
from kith.engine.listing import Listing
from kith.engine.rollups.building import renew_daily
from kith.engine.summary import summarize
from kith.kernel.money import Money


def add(people: People, key: str, kind: str = "rollup", **said: Any) -> CustomField:
    """A field of the probe."""
    made: CustomField = records.create(CustomField, by=people.ada, entity="probe", key=key, kind=kind, **said)
    drain()
    return made


def over(function: str, **said: Any) -> dict[str, Any]:
    """A roll-up over the probes that have a probe as parent."""
    return {"child": "probe", "link": "parent", "function": function, **said}


def value(probe: Any, row: Any, key: str) -> Any:
    """A field of a record as it is stored now."""
    spec = registry.spec("probe")
    return spec.value(probe.objects.get(pk=row.pk), spec.fields[key])


def test_a_roll_up_is_a_value_of_its_kind_everywhere(people: People, probe: Any) -> None:
    big, small = (records.create(probe, by=people.sue, name=name) for name in ("Big", "Small"))
    for amount in ("10", "2.50"):
        records.create(probe, by=people.sue, name="Child", parent=big, worth=amount)
    add(people, "total", rollup=over("sum", field="worth"), indexed=True)
    spec = registry.spec("probe")
    field = spec.fields["total"]
    assert (field.type.key, field.readonly) == ("money", True)
    assert value(probe, big, "total") == Money(Decimal("12.50"), "EUR")
    assert value(probe, small, "total") == Money(Decimal(0), "EUR")
    records.create(probe, by=people.sue, name="Child", parent=small, worth="40")
    where = parse({"field": "total", "op": "gte", "value": "12.5"}, spec, people.sue)
    listing = Listing(spec, people.sue, fields=("total",), where=where, sort=("-total",))
    assert [row.id for row in listing.page().rows] == [small.pk, big.pk]
    (line,) = summarize(spec, people.sue, groups=(), measures=("sum:total",))
    assert line.values[0] == Money(Decimal("52.50"), "EUR")
    with pytest.raises(Invalid) as refused:
        records.update(big, by=people.ada, total="1")
    assert list(refused.value.errors) == ["total"]


def test_a_roll_up_is_no_change_of_the_record(people: People, probe: Any) -> None:
    add(people, "many", rollup=over("count"))
    made = records.create(probe, by=people.sue, name="Parent")
    before = journal.Entry.objects.filter(record_id=made.pk, entity="probe").count()
    assert "many" not in str(journal.Entry.objects.filter(record_id=made.pk).latest("id").changes)
    records.create(probe, by=people.sue, name="Child", parent=made)
    again = probe.objects.get(pk=made.pk)
    assert (again.custom["many"], again.version) == (1, 1)
    assert journal.Entry.objects.filter(record_id=made.pk, entity="probe").count() == before


def test_writing_other_custom_values_leaves_the_roll_up_as_it_is_meanwhile(
    people: People, probe: Any
) -> None:
    """An action that makes a child and changes its parent has read the parent before the child was there."""
    add(people, "word", "text")
    add(people, "many", rollup=over("count"))
    add(people, "most", rollup=over("max", field="amount"))
    made = records.create(probe, by=people.sue, name="Parent", word="old")
    child = records.create(probe, by=people.sue, name="Child", parent=made, amount=3)
    spec = registry.spec("probe")
    from kith.engine.base.gate import Write  # noqa: PLC0415

    with records.transaction(), journal.batch(people.sue, "update") as batch:
        write = Write(spec, people.sue, "update")
        change = write.begin(probe.objects.get(pk=made.pk))
        records.create(probe, by=people.sue, name="Second", parent=made)
        records.update(child, by=people.sue, amount=None)
        write.assign(change, {"word": "new"})
        write.run([change], batch)
    assert probe.objects.get(pk=made.pk).custom == {"word": "new", "many": 2}


def test_a_changed_roll_up_is_built_anew_and_one_that_depends_on_the_day_every_night(
    people: People, probe: Any
) -> None:
    made = records.create(probe, by=people.sue, name="Parent")
    bulk.create(
        probe,
        [{"name": "Child", "parent": made.pk, "amount": amount, "day": "2020-01-01"} for amount in (3, 5)],
        by=people.sue,
    )
    field = add(people, "most", rollup=over("max", field="amount"))
    assert value(probe, made, "most") == 5
    records.update(field, by=people.ada, rollup=over("min", field="amount"))
    drain()
    assert value(probe, made, "most") == 3
    assert renew_daily.call() == 0
    today = {"field": "day", "op": "within", "value": "today"}
    records.update(field, by=people.ada, rollup=over("max", field="amount", where=today))
    drain()
    assert value(probe, made, "most") is None
    assert renew_daily.call() == 1


@pytest.mark.parametrize(
    "said",
    [
        {}, {"child": "probe"}, over("median", field="amount"), over("sum"), over("sum", field="name"),
        over("sum", field="nothing"), over("count", field="amount"), {**over("count"), "link": "customer"},
        {**over("count"), "child": "nothing"}, over("last", field="amount", by="name"), over("max", field="stage"),
        over("count", where={"field": "owner", "op": "is", "value": "me"}),
        over("count", where={"field": "owner", "op": "in", "value": ["my_team"]}),
        over("count", where={"field": "nothing", "op": "empty"}),
        over("count", where={"related": "probes", "by": "parent", "some": {}}),
    ],
)  # fmt: skip
def test_a_roll_up_that_cannot_be_worked_out_is_refused(people: People, probe: Any, said: Any) -> None:
    with pytest.raises(Invalid) as refused:
        add(people, "total", rollup=said)
    assert list(refused.value.errors) == ["rollup"]


def test_a_roll_up_of_itself_is_refused_with_the_way_round(people: People, probe: Any) -> None:
    one = add(people, "one", rollup=over("sum", field="amount"), label={"en": "First sum"})
    add(people, "two", rollup=over("sum", field="one"), label={"en": "Second sum"})
    for said in (
        over("sum", field="two"),
        over("sum", field="one"),
        over("sum", field="amount", where={"field": "two", "op": "gt", "value": 1}),
    ):
        with pytest.raises(Invalid) as refused:
            records.update(one, by=people.ada, rollup=said)
        (message,) = refused.value.errors["rollup"]
        assert "First sum → " in str(message)
        assert str(message).endswith("First sum.")


def test_a_formula_follows_the_roll_up_that_it_uses(people: People, probe: Any) -> None:
    add(people, "many", rollup=over("count"))
    add(people, "double", "formula", formula="many * 2")
    add(people, "fresh", "formula", formula="DAYS(TODAY(), day)")
    made = records.create(probe, by=people.sue, name="Parent")
    records.create(probe, by=people.sue, name="Child", parent=made)
    assert value(probe, made, "double") == 2
    with pytest.raises(Invalid):
        add(people, "aged", rollup=over("sum", field="fresh"))


def test_a_sum_too_large_to_be_stored_is_none_and_stops_nobody(people: People, probe: Any) -> None:
    for function in ("sum", "average"):
        add(people, f"by_{function}", rollup=over(function, field="limit"), indexed=True)
    made = records.create(probe, by=people.sue, name="Parent")
    for _number in range(2):
        records.create(probe, by=people.sue, name="Child", parent=made, limit=2**63 - 1)
    assert value(probe, made, "by_sum") is None
    assert value(probe, made, "by_average") is None


@pytest.mark.database
def test_many_writers_at_once_lose_nothing_and_do_not_block_each_other(shared_probe: Any) -> None:
    people = found()
    for key, said in (("many", over("count")), ("total", over("sum", field="amount"))):
        records.create(CustomField, by=people.ada, entity="probe", key=key, kind="rollup", rollup=said)
    drain()
    parents = [records.create(shared_probe, by=people.sue, name="Parent").pk for _number in range(4)]
    sue = people.sue

    def work(order: list[int]) -> int:
        for turn in range(6):
            made = bulk.create(
                shared_probe, [{"name": "Child", "parent": one, "amount": 1} for one in order], by=sue
            )
            bulk.update(
                shared_probe,
                [(one.id or 0, None, {"parent": order[turn % 4], "amount": 2}) for one in made],
                by=sue,
            )
        return len(order)

    results = at_once(
        *(lambda order=order: work(order) for order in (parents, parents[::-1], parents[2:] + parents[:2]))
    )
    assert results == [4, 4, 4]
    rows = {row.pk: row.custom for row in shared_probe.objects.filter(pk__in=parents)}
    counted = {one: shared_probe.live().filter(parent=one).count() for one in parents}
    assert {one: (custom["many"], custom["total"]) for one, custom in rows.items()} == {
        one: (count, 2 * count) for one, count in counted.items()
    }
    assert sum(counted.values()) == 72


def test_nobody_pays_where_there_is_no_roll_up(people: People, probe: Any) -> None:
    assert registry.spec("probe").keeping == ()
    assert registry.spec("probe").following == ()
    assert not Job.objects.filter(name__contains="rollups").exists()
