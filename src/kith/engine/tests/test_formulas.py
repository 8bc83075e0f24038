"""Formula fields follow what is written, by whatever way, and are lists' fields like all others."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, custom, guard, journal, keeping, records, registry
from kith.engine.condition import holds, parse
from kith.engine.currencies import CurrencyRate
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.formula import storing
from kith.engine.listing import Listing
from kith.engine.summary import summarize
from kith.engine.undo import undo
from kith.kernel import clock

pytestmark = pytest.mark.database
NOON = dt.datetime(2026, 5, 15, 12, tzinfo=dt.UTC)


def add(people: People, key: str, formula: str = "", **values: Any) -> CustomField:
    """A formula field of the probe, or one of another kind."""
    values.setdefault("kind", "formula" if formula else "text")
    made: CustomField = records.create(
        CustomField, by=people.ada, entity="probe", key=key, label={"en": key}, formula=formula, **values
    )
    return made


def value(record: Any, key: str) -> Any:
    """What a record has in a field, read anew."""
    spec = registry.spec("probe")
    return spec.value(spec.model.objects.get(pk=record.pk), spec.fields[key])


def listed(people: People, key: str, **options: Any) -> list[Any]:
    """A field's values in a list."""
    rows = Listing(registry.spec("probe"), people.sue, fields=(key,), **options).page().rows
    return [row.values[key] for row in rows]


def test_formulas_are_stored_in_the_order_in_which_they_follow_from_each_other(
    people: People, probe: Any
) -> None:
    add(people, "half", "amount / 2")
    add(people, "a_label", 'IF(half > 2, "large", "small")')
    made = records.create(probe, by=people.sue, name="x", amount=5)
    assert (value(made, "half"), value(made, "a_label")) == (Decimal("2.50"), "large")
    made = records.update(made, by=people.sue, amount=2)
    assert (value(made, "half"), value(made, "a_label")) == (Decimal("1.00"), "small")
    undo(journal.Entry.objects.latest("id").batch_id, by=people.sue)
    assert (value(made, "half"), value(made, "a_label")) == (Decimal("2.50"), "large")
    bulk.create(probe, [{"name": "y", "amount": 1}, {"name": "z"}], by=people.sue)
    assert listed(people, "half", sort=("half",)) == [None, Decimal("0.50"), Decimal("2.50")]


def test_nobody_writes_a_formula(people: People, probe: Any) -> None:
    add(people, "half", "amount / 2")
    with pytest.raises(Invalid):
        records.create(probe, by=people.sue, name="x", half=1)


def test_what_depends_on_today_is_read_filtered_sorted_and_grouped_as_of_today(
    people: People, probe: Any
) -> None:
    add(people, "age", "DAYS(TODAY(), day)")
    add(people, "old", 'IF(age > 30, "old", "new")')
    with clock.frozen(NOON):
        made = records.create(probe, by=people.sue, name="x", day="2026-05-10")
        records.create(probe, by=people.sue, name="y", day="2026-04-01")
        records.create(probe, by=people.sue, name="z")
        assert listed(people, "age", sort=("-age",)) == [44, 5, None]
    with clock.frozen(NOON + dt.timedelta(days=100)):
        spec = registry.spec("probe")
        assert "age" not in probe.objects.get(pk=made.pk).custom
        assert value(made, "age") == 105
        node = parse({"field": "age", "op": "gt", "value": 104}, spec, people.sue)
        assert listed(people, "age", where=node, sort=("age",)) == [105, 144]
        assert holds(node, spec, made, people.sue)
        lines = summarize(spec, people.sue, groups=("old",), measures=("sum:age",))
        assert {line.keys[0]: line.values[0] for line in lines} == {"old": 249, "new": None}
    assert all("age" not in entry.changes for entry in journal.Entry.objects.filter(entity="probe"))


@pytest.mark.parametrize(
    ("formula", "place", "words"),
    [
        ("amuont * 2", "Column 1", "“amount”"),
        ('IF(amount > 1, "a", 2)', "Column 21", "same kind"),
        ("amount +", "Column 9", "missing"),
        ("SUMM(amount)", "Column 1", "“SUM”"),
        ('stage = "opne"', "Column 9", "“open”"),
        ("owner.nmae", "Column 7", "“name”"),
        ("1 + stage.name", "Column 5", "no single record"),
        ("parent.parent.parent.name", "Column 1", "two links"),
        ("extra", "Column 1", "cannot compute"),
        ("kinds", "Column 1", "no field can hold"),
        ("worth * TODAY()", "Column 7", "does not work"),
        ('MONEY(DAYS(TODAY(), day), "EUR") + MONEY(1, "USD")', "Column 34", "mixed"),
        ('MONEY(1, "EUR") + MONEY(1, "USD")', "Column 17", "mixed"),
        ("amount\n  + / 2", "Line 2, column 5", "missing"),
    ],
)  # fmt: skip
def test_a_formula_that_does_not_work_is_refused_with_place_and_reason(
    people: People, probe: Any, formula: str, place: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(people, "half", formula)
    (message,) = refused.value.errors["formula"]
    assert message.startswith(f"{place}:")
    assert words in message


def test_formulas_do_not_go_in_a_circle(people: People, probe: Any) -> None:
    one = add(people, "one", "amount + 1")
    add(people, "two", "one * 2")
    with pytest.raises(Invalid) as refused:
        records.update(one, by=people.ada, formula="two + 1")
    assert "Probe · one → Probe · two → Probe · one" in str(refused.value.errors["formula"][0])


def test_a_field_that_a_formula_uses_does_not_go(people: People, probe: Any) -> None:
    bonus = add(people, "bonus", kind="integer")
    total = add(people, "total", "amount + bonus")
    with pytest.raises(Invalid) as refused:
        records.delete(bonus, by=people.ada)
    assert "total" in str(refused.value.errors[""][0])
    records.delete(total, by=people.ada)
    records.delete(bonus, by=people.ada)


def test_a_changed_formula_is_computed_for_all_records_without_being_a_change_of_theirs(
    people: People, probe: Any
) -> None:
    field = add(people, "half", "amount / 2")
    add(people, "more", "half + 1")
    made = records.create(probe, by=people.sue, name="x", amount=5)
    gone = records.create(probe, by=people.sue, name="y")
    records.update(field, by=people.ada, formula="amount / 4")
    version, entries = made.version, journal.Entry.objects.filter(entity="probe").count()
    storing.recompute("probe")
    assert (value(made, "half"), value(made, "more")) == (Decimal("1.25"), Decimal("2.25"))
    assert value(gone, "half") is None
    assert probe.objects.get(pk=made.pk).version == version
    assert journal.Entry.objects.filter(entity="probe").count() == entries
    with pytest.raises(Invalid):
        records.update(field, by=people.ada, formula='"a text"')


def test_a_formula_follows_what_is_kept_without_a_write(people: People, probe: Any) -> None:
    add(people, "doubled", "length * 2")
    made = records.create(probe, by=people.sue, name="x", amount=1)
    spec = registry.spec("probe")
    readonly = {**spec.fields, "length": dataclasses.replace(spec.fields["length"], readonly=True)}
    with guard.opened():
        keeping.keep(dataclasses.replace(spec, fields=readonly), "length", {made.pk: 50})
    assert value(made, "doubled") == 100


def test_what_went_wrong_is_told_and_the_value_stays_empty(people: People, probe: Any) -> None:
    add(people, "share_of", "amount / limit")
    add(people, "both", "worth + cost")
    records.create(CurrencyRate, by=people.ada, currency="USD", day="2020-01-01", rate="0.5")
    dollars = {"amount": 1, "currency": "USD"}
    made = records.create(probe, by=people.sue, name="x", amount=5, limit=0, worth="1", cost=dollars)
    spec = registry.spec("probe")
    for key, trouble in (("share_of", "zero"), ("both", "currencies")):
        field = spec.fields[key]
        assert value(made, key) is None
        assert field.computed.fitted(field, lambda one: spec.value(made, one)).troubles == [trouble]


def test_a_new_record_begins_with_what_a_formula_says_unless_it_is_given(people: People, probe: Any) -> None:
    add(people, "due", kind="date", default_formula="ADDDAYS(TODAY(), amount)")
    add(people, "rebate", kind="percent", default_formula="IF(amount > 100, 5%, 0)")
    with clock.frozen(NOON):
        made = records.create(probe, by=people.sue, name="x", amount=200)
        given = records.create(probe, by=people.sue, name="y", amount=2, due="2026-01-01")
    assert (value(made, "due"), value(made, "rebate")) == (dt.date(2026, 12, 1), Decimal("5.00"))
    assert (value(given, "due"), value(given, "rebate")) == (dt.date(2026, 1, 1), Decimal("0.00"))
    made = records.update(made, by=people.sue, due=None)
    assert value(made, "due") is None


def test_a_formula_of_numbers_that_storing_gives_is_there_at_once(people: People, probe: Any) -> None:
    add(people, "code_of", 'number & "/" & YEAR(created_at)')
    with clock.frozen(NOON):
        made = records.create(probe, by=people.sue, name="x")
    assert value(made, "code_of") == f"{made.number}/2026"
    assert listed(people, "code_of") == [f"{made.number}/2026"]


def test_an_index_serves_a_stored_formula(people: People, probe: Any) -> None:
    add(people, "half", "amount / 2", indexed=True)
    assert len(custom.build_indexes("probe", "half")) == 4
    records.create(probe, by=people.sue, name="x", amount=5)
    assert listed(people, "half", sort=("half",)) == [Decimal("2.50")]
    with pytest.raises(Invalid) as refused:
        add(people, "age", "DAYS(TODAY(), day)", indexed=True)
    assert list(refused.value.errors) == ["indexed"]
