"""Formulas over linked records: current whatever is written there, alike in the database, known to who may know."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, jobs, journal, records, registry, uses
from kith.engine.condition import holds, parse
from kith.engine.currencies import CurrencyRate
from kith.engine.errors import Invalid
from kith.engine.formula import followers, storing
from kith.engine.identity.models import Role, Unit, User
from kith.engine.listing import Listing
from kith.engine.spec import UnknownField
from kith.engine.summary import summarize
from kith.engine.tests.test_formulas import NOON, add, value
from kith.engine.undo import undo
from kith.kernel import clock
from kith.kernel.money import Money

pytestmark = pytest.mark.database


def test_a_formula_reads_fields_of_linked_records(people: People, probe: Any) -> None:
    add(people, "of_whom", 'owner.name & " / " & owner.unit.name')
    add(people, "level_of", "parent.parent.amount + amount")
    add(people, "twice", "2 * level_of")
    root = records.create(probe, by=people.ada, name="root", amount=10)
    middle = records.create(probe, by=people.ada, name="middle", amount=1, parent=root.pk)
    leaf = records.create(probe, by=people.ada, name="leaf", amount=5, parent=middle.pk)
    owner = User.objects.get(pk=people.ada.user_id or 0)
    unit = Unit.objects.filter(pk=owner.unit_id or 0).first()
    assert value(leaf, "of_whom") == f"{owner.name} / {unit.name if unit else ''}"
    assert (value(leaf, "level_of"), value(leaf, "twice")) == (15, 30)
    assert (value(middle, "level_of"), value(root, "twice")) == (None, None)
    records.update(leaf, by=people.ada, parent=root.pk)
    assert value(leaf, "level_of") is None


def test_a_stored_formula_follows_what_is_written_behind_its_links(people: People, probe: Any) -> None:
    add(people, "of_parent", "parent.amount * 2")
    add(people, "of_both", "parent.of_parent + of_parent")
    root = records.create(probe, by=people.ada, name="root", amount=10)
    middle = records.create(probe, by=people.ada, name="middle", amount=3, parent=root.pk)
    leaf = records.create(probe, by=people.ada, name="leaf", parent=middle.pk)
    assert value(leaf, "of_both") == 26
    version, entries = leaf.version, journal.Entry.objects.filter(entity="probe", record_id=leaf.pk).count()
    records.update(root, by=people.ada, amount=100)
    assert (value(middle, "of_parent"), value(leaf, "of_both")) == (200, 206)
    bulk.update(probe, [(middle.pk, None, {"amount": 4})], by=people.ada)
    assert value(leaf, "of_both") == 208
    undo(journal.Entry.objects.filter(record_id=middle.pk).latest("id").batch_id, by=people.ada)
    assert value(leaf, "of_both") == 206
    assert probe.objects.get(pk=leaf.pk).version == version
    assert journal.Entry.objects.filter(entity="probe", record_id=leaf.pk).count() == entries
    records.delete(root, by=people.ada)
    assert (value(middle, "of_parent"), value(leaf, "of_both")) == (None, None)


def test_many_followers_are_left_to_a_job(
    people: People, probe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(people, "of_parent", "parent.amount")
    root = records.create(probe, by=people.ada, name="root", amount=1)
    bulk.create(probe, [{"name": f"n{number}", "parent": root.pk} for number in range(7)], by=people.ada)
    jobs.drain()
    monkeypatch.setattr(followers, "AT_ONCE", 5)
    monkeypatch.setattr(followers, "CHUNK", 3)
    records.update(root, by=people.ada, amount=2)
    below = {"field": "parent", "op": "is", "value": root.pk}
    where = parse(below, registry.spec("probe"), people.ada)
    assert seen(people, "of_parent", where=where) == [1] * 7
    jobs.drain()
    assert seen(people, "of_parent", where=where) == [2] * 7


def seen(people: People, key: str, **options: Any) -> list[Any]:
    """A field's values in the list of who sees everything."""
    rows = Listing(registry.spec("probe"), people.ada, fields=(key,), **options).page().rows
    return [row.values[key] for row in rows]


def test_a_live_formula_over_links_is_listed_filtered_sorted_and_grouped(people: People, probe: Any) -> None:
    add(people, "bonus", kind="decimal", places=2)
    add(people, "open_days", "DAYS(TODAY(), parent.day)")
    add(people, "long_open", 'IF(open_days > 10, parent.name & parent.parent.bonus, "")')
    with clock.frozen(NOON):
        root = records.create(probe, by=people.ada, name="root", bonus="1.5", day="2026-05-01")
        middle = records.create(probe, by=people.ada, name="middle", day="2026-05-10", parent=root.pk)
        leaf = records.create(probe, by=people.ada, name="leaf", parent=middle.pk)
        assert seen(people, "open_days", sort=("-open_days",)) == [14, 5, None]
        assert seen(people, "long_open", sort=("name",)) == [None, "root", None]
    with clock.frozen(NOON + dt.timedelta(days=10)):
        spec = registry.spec("probe")
        assert seen(people, "long_open", sort=("-long_open",)) == ["root", "middle1.5", None]
        node = parse({"field": "open_days", "op": "is", "value": 15}, spec, people.ada)
        assert seen(people, "name", where=node) == ["leaf"]
        assert holds(node, spec, leaf, people.ada)
        lines = summarize(spec, people.ada, groups=("long_open",), measures=("sum:open_days",))
        assert {line.keys[0]: line.values[0] for line in lines} == {"root": 24, "middle1.5": 15, None: None}
        records.update(middle, by=people.ada, day="2026-05-24")
        assert seen(people, "open_days", sort=("open_days",)) == [None, 1, 24]
        add(people, "open_above", "parent.open_days + 1")
        assert seen(people, "open_above", sort=("-open_above",)) == [25, None, None]


def test_formulas_do_not_go_in_a_circle_through_links(people: People, probe: Any) -> None:
    one = add(people, "one", "parent.amount + 1")
    add(people, "two", "parent.one * 2")
    with pytest.raises(Invalid) as refused:
        records.update(one, by=people.ada, formula="parent.two + 1")
    assert "Probe · one → Probe · two → Probe · one" in str(refused.value.errors["formula"][0])


def test_what_a_formula_reads_behind_a_link_does_not_go(people: People, probe: Any) -> None:
    boss = add(people, "boss", kind="reference", target="probe")
    bonus = add(people, "bonus", kind="integer")
    total = add(people, "total", "boss.bonus + amount")
    for field in (boss, bonus):
        with pytest.raises(Invalid) as refused:
            records.delete(field, by=people.ada)
        assert "total" in str(refused.value.errors[""][0])
    assert [use.label for use in uses.uses("user", "name")] == []
    records.delete(total, by=people.ada)
    records.delete(bonus, by=people.ada)


def test_who_may_not_know_what_stands_behind_a_link_does_not_know_the_formula(
    people: People, probe: Any
) -> None:
    add(people, "of_owner", "UPPER(owner.name)")
    add(people, "of_that", 'of_owner & "!"')
    add(people, "of_parent", "parent.amount")
    add(people, "own_code", 'code & "!"')
    spec = registry.spec("probe")
    made = records.create(probe, by=people.sue, name="x", code="c", amount=1)
    names = {"of_owner", "of_that", "of_parent", "own_code"}
    assert names <= spec.readable(people.ada).keys()
    assert names & spec.readable(people.sue).keys() == names - {"of_parent"}, "she reads some probes only"
    for actor in (people.sue,):
        for ask in ({"field": "of_parent", "op": "is", "value": 1}, {"field": "of_parent", "op": "empty"}):
            with pytest.raises(UnknownField):
                parse(ask, spec, actor)
        with pytest.raises(UnknownField):
            Listing(spec, actor, fields=("of_parent",)).page()
    role = Role.objects.get(pk=people.sue.access.roles[0].pk)
    records.update(role, by=people.ada, levels={"user": {"name": "hidden"}})
    narrowed = registry.spec("probe").readable(people.sue)
    assert names & narrowed.keys() == {"own_code"}
    assert value(made, "of_that") == "SUE SELLER!"


def test_a_default_copies_nothing_that_its_maker_may_not_read(people: People, probe: Any) -> None:
    add(people, "note_of", kind="text", default_formula="parent.code")
    root = records.create(probe, by=people.ada, name="root", code="secret", owner=people.sue.user_id)
    known = records.create(probe, by=people.ada, name="leaf", parent=root.pk)
    closed = records.create(probe, by=people.sue, name="leaf", parent=root.pk)
    assert (value(known, "note_of"), value(closed, "note_of")) == ("secret", None)


def test_a_changed_formula_over_links_is_computed_for_all(people: People, probe: Any) -> None:
    field = add(people, "of_parent", "parent.price")
    root = records.create(probe, by=people.ada, name="root", price="2.5")
    leaf = records.create(probe, by=people.ada, name="leaf", parent=root.pk)
    assert value(leaf, "of_parent") == Decimal("2.50")
    records.update(field, by=people.ada, formula="parent.price * 2")
    storing.recompute("probe")
    assert value(leaf, "of_parent") == Decimal("5.00")


def test_a_live_formula_gives_money_at_todays_rate(people: People, probe: Any) -> None:
    records.create(CurrencyRate, by=people.ada, currency="USD", day="2020-01-01", rate="0.5")
    add(people, "rent", "worth * DAYS(TODAY(), day)")
    add(people, "above", "parent.rent + parent.worth")
    with clock.frozen(NOON):
        dollars = {"amount": "2.01", "currency": "USD"}
        one = records.create(probe, by=people.ada, name="one", worth=dollars, day="2026-05-05")
        records.create(probe, by=people.ada, name="two", worth="15", day="2026-05-14", parent=one.pk)
        records.create(probe, by=people.ada, name="three", worth="1")
        rent = [Money(Decimal(15), "EUR"), Money(Decimal("20.10"), "USD"), None]
        assert seen(people, "rent", sort=("-rent",)) == rent
        assert seen(people, "above", sort=("-above",)) == [Money(Decimal("22.11"), "USD"), None, None]
        spec = registry.spec("probe")
        node = parse({"field": "rent", "op": "gt", "value": "11"}, spec, people.ada)
        assert seen(people, "name", where=node) == ["two"]
        assert not holds(node, spec, one, people.ada)
        (line,) = summarize(spec, people.ada, groups=(), measures=("sum:rent",))
        assert line.values[0] == Money(Decimal("25.05"), "EUR")
