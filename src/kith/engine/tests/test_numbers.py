"""Automatic numbers have neither gaps nor doubles; money keeps its worth at the day's rate."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from tests.company import People, found
from tests.database import at_once

from kith.engine import bulk, records, registry, sequences
from kith.engine.condition import holds, parse
from kith.engine.currencies import CurrencyRate
from kith.engine.errors import Invalid
from kith.engine.listing import Listing
from kith.engine.summary import summarize
from kith.kernel import clock
from kith.kernel.money import Money

NEW_YEAR = dt.datetime(2027, 1, 1, 9, tzinfo=dt.UTC)


def numbers(model: Any) -> list[str]:
    """All numbers in their order."""
    return sorted(model.objects.values_list("number", flat=True))


def test_numbers_run_on_within_a_year_and_begin_anew_in_the_next(people: People, probe: Any) -> None:
    with clock.frozen(dt.datetime(2026, 12, 31, 9, tzinfo=dt.UTC)):
        bulk.create(probe, [{"name": "a"}, {"name": "b"}], by=people.sue)
    with clock.frozen(NEW_YEAR):
        records.create(probe, by=people.sue, name="c")
    assert numbers(probe) == ["P-2026-001", "P-2026-002", "P-2027-001"]


def test_two_units_never_give_the_same_number(people: People, probe: Any) -> None:
    for actor in (people.sue, people.nora, people.ada):
        records.create(probe, by=actor, name="x")
    assert len(set(numbers(probe))) == 3


def test_a_number_of_each_unit_says_which(people: People) -> None:
    given = sequences.numbers("probe", "other", "{unit}/{n:03}", [1, 2, 1, None])
    assert given == ["1/001", "2/001", "1/002", "0/001"]


def test_a_failed_change_leaves_no_gap(people: People, probe: Any) -> None:
    with clock.frozen(NEW_YEAR):
        records.create(probe, by=people.sue, name="a")
        assert bulk.create(probe, [{"name": "b"}, {"name": ""}], by=people.sue)[1].errors
        with pytest.raises(Invalid):
            records.create(probe, by=people.sue, name="")
        with transaction.atomic():
            records.create(probe, by=people.sue, name="c")
            transaction.set_rollback(True)
        records.create(probe, by=people.sue, name="d")
    assert numbers(probe) == ["P-2027-001", "P-2027-002"]


@pytest.mark.database
def test_many_hands_at_once_leave_neither_gaps_nor_doubles(shared_probe: Any) -> None:
    people = found()
    actors = [people.sue, people.nora, people.max, people.ada]

    def work(actor: Any) -> None:
        for turn in range(6):
            try:
                records.create(shared_probe, by=actor, name=f"{turn}" if turn % 3 else "")
            except Invalid:
                continue

    assert at_once(*(lambda actor=actor: work(actor) for actor in actors)) == [None] * 4
    year = clock.now().year
    assert numbers(shared_probe) == [f"P-{year}-{n:03}" for n in range(1, 17)]


@pytest.fixture
def rates(people: People) -> None:
    """One dollar was worth half a euro in 2025, and 0.80 from 2026 on."""
    for day, rate in (("2025-01-01", "0.5"), ("2026-01-01", "0.8")):
        records.create(CurrencyRate, by=people.ada, currency="USD", day=day, rate=rate)


def test_an_amount_is_worth_what_the_rate_of_the_day_says(people: People, probe: Any, rates: None) -> None:
    with clock.frozen(dt.datetime(2025, 6, 1, tzinfo=dt.UTC)):
        old = records.create(probe, by=people.sue, name="old", worth={"amount": "10", "currency": "USD"})
    with clock.frozen(dt.datetime(2026, 6, 1, tzinfo=dt.UTC)):
        new = records.create(probe, by=people.sue, name="new", worth={"amount": "10", "currency": "USD"})
        records.update(old, by=people.sue, name="renamed")
        assert (old.worth_base, new.worth_base) == (500, 800)
        spec = registry.spec("probe")
        node = parse({"field": "worth", "op": "lt", "value": "6"}, spec, people.sue)
        assert Listing(spec, people.sue, where=node).ids(5) == [old.pk]
        assert [holds(node, spec, row, people.sue) for row in (old, new)] == [True, False]
        (line,) = summarize(spec, people.sue, groups=(), measures=("sum:worth", "max:worth"))
        assert line.values == (Money(Decimal(13), "EUR"), Money(Decimal(8), "EUR"))


def test_an_amount_without_a_rate_is_refused_at_its_field(people: People, probe: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create(probe, by=people.sue, name="x", worth={"amount": "10", "currency": "JPY"})
    assert list(refused.value.errors) == ["worth"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0.1", ("0.10", "EUR")), ({"amount": 3, "currency": "USD"}, ("3.00", "USD")), (None, None), ("", None),
        ({"amount": "-1.25"}, ("-1.25", "EUR")), ({"amount": "", "currency": "USD"}, None), (0, ("0.00", "EUR")),
    ],
)  # fmt: skip
def test_money_comes_back_exactly(people: People, probe: Any, rates: None, given: Any, kept: Any) -> None:
    made = records.create(probe, by=people.sue, name="x", worth=given)
    again = probe.objects.get(pk=made.pk)
    assert (None if again.worth is None else (str(again.worth.amount), again.worth.currency)) == kept
    spec = registry.spec("probe")
    (row,) = Listing(spec, people.sue, fields=("worth",)).page().rows
    assert row.values["worth"] == again.worth


@pytest.mark.parametrize(
    "given",
    ["1.234", "1e30", "NaN", "x", {"amount": "1", "currency": "EUX"}, {"currency": "EUR"}, [1], True, 10**20],
)
def test_what_is_no_money_is_refused(people: People, probe: Any, given: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create(probe, by=people.sue, name="x", worth=given)
    assert list(refused.value.errors) == ["worth"]


def test_sums_of_whole_numbers_are_whole_numbers(people: People, probe: Any) -> None:
    bulk.create(
        probe,
        [
            {"name": "a", "amount": 3, "price": "1.5", "length": 5},
            {"name": "b", "amount": 4, "price": "0.25"},
        ],
        by=people.sue,
    )
    (line,) = summarize(
        registry.spec("probe"),
        people.sue,
        groups=(),
        measures=("sum:amount", "sum:price", "avg:amount", "min:price"),
    )
    assert [str(value) for value in line.values[:2]] == ["7", "1.750"]
    assert (float(line.values[2]), line.values[3]) == (3.5, Decimal("0.25"))
