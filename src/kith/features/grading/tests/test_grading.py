"""Grades by rules: rising at once, falling after a period, by hand, and shown to nobody who may not know."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st
from tests.company import People
from tests.signing import browser

from kith.engine import home, records, registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.undo import undo
from kith.features.grading import rating
from kith.features.grading.deciding import Falling, decide
from kith.features.grading.models import RatingChange, RatingLine, RatingRule, Waiting
from kith.features.grading.panel import context
from kith.features.grading.trying import Trial
from kith.kernel import clock

Customer: Any = apps.get_model("customers", "Customer")
RANKS = {"A": 3, "B": 2, "C": 1}
DAY = dt.date(2026, 1, 1)
START = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)


@given(st.lists(st.sampled_from(("A", "B", "C", "")), max_size=30), st.integers(0, 6))
def test_no_value_falls_below_the_best_that_was_deserved_in_the_period(days: list[str], hold: int) -> None:
    now, falling = "", None
    for number, deserved in enumerate(days):
        before = now
        now, falling = decide(RANKS, now, deserved, falling, today=DAY + dt.timedelta(number), hold=hold)
        assert RANKS.get(now, 0) >= RANKS.get(deserved, 0), "a rise waits for nothing"
        if RANKS.get(now, 0) < RANKS.get(before, 0):
            period = days[max(number - hold, 0) : number + 1]
            assert len(period) == hold + 1
            assert RANKS.get(now, 0) == max(RANKS.get(one, 0) for one in period)


@given(st.sampled_from(("A", "B", "C")), st.sampled_from(("A", "B", "C", "")), st.integers(0, 6))
def test_what_stays_deserved_is_reached_after_one_period(now: str, deserved: str, hold: int) -> None:
    falling: Falling | None = None
    for number in range(hold + 1):
        now, falling = decide(RANKS, now, deserved, falling, today=DAY + dt.timedelta(number), hold=hold)
    assert (now, falling) == (deserved, None)


@pytest.fixture
def rule(people: People) -> Any:
    """A from 90 points, B from 70, C below: 70 for the town of Bath, 20 for more than ten people."""
    made = records.create(
        RatingRule,
        by=Actor.system(),
        name="Size",
        entity="customer",
        field="grade",
        hold_days=30,
        active=True,
    )
    said: tuple[tuple[str, Any, int, str], ...] = (
        ("Bath", {"field": "city", "op": "is", "value": "Bath"}, 70, ""),
        ("Large", {"field": "employees", "op": "gt", "value": 10}, 20, ""),
        ("A", {}, 90, "A"), ("B", {}, 70, "B"), ("C", {}, 0, "C"),
    )  # fmt: skip
    for name, where, points, value in said:
        records.create(
            RatingLine, by=Actor.system(), rule=made.pk, name=name, entity="customer", where=where,
            points=points, value=value,
        )  # fmt: skip
    return made


def grade(one: Any) -> str:
    return str(Customer.objects.get(pk=one.pk).grade)


def test_bands_begin_at_their_points(people: People, rule: Any) -> None:
    said = (("Bath", 11, "A"), ("Bath", 10, "B"), ("York", 11, "C"), ("", None, "C"))
    made = [
        (records.create(Customer, by=people.sue, name=f"{city}{size}", city=city, employees=size), expected)
        for city, size, expected in said
    ]
    assert rating.settle(rule) == len(said)
    assert [grade(one) for one, _expected in made] == [expected for _one, expected in made]
    assert rating.settle(rule) == 0


def test_a_grade_rises_at_once_and_falls_after_a_full_period(people: People, rule: Any) -> None:
    with clock.frozen(START):
        one = records.create(Customer, by=people.sue, name="Acme", city="Bath", employees=11)
        rating.settle(rule)
        records.update(one, by=people.sue, city="York")
        rating.settle(rule)
        assert grade(one) == "A"
        told = context(registry.spec("customer"), one, people.sue)
        assert len(told["falls"]) == 1
        assert told["rated"][0].what.endswith("→ A")
    with clock.frozen(START + dt.timedelta(days=29)):
        rating.settle(rule)
        assert grade(one) == "A"
    with clock.frozen(START + dt.timedelta(days=30)):
        rating.settle(rule)
        assert grade(one) == "C"
        assert not Waiting.objects.exists()
        records.update(one, by=people.sue, city="Bath")
        rating.settle(rule)
    assert grade(one) == "A"
    assert [row.new for row in RatingChange.objects.order_by("pk")] == ["A", "C", "A"]


def test_what_a_person_set_holds_until_its_day(people: People, rule: Any) -> None:
    with clock.frozen(START):
        one = records.create(Customer, by=people.sue, name="Acme", city="Bath")
        records.perform(
            "set_grade", one, by=people.sue, grade="D", reason="Bankrupt", until=dt.date(2026, 2, 1)
        )
        rating.settle(rule)
        assert grade(one) == "D"
        told = context(registry.spec("customer"), one, people.sue)["rated"]
        assert "Bankrupt" in told[0].why
    with clock.frozen(START + dt.timedelta(days=40)):
        rating.settle(rule)
    assert grade(one) == "B"


def test_who_may_not_read_the_field_learns_nothing_of_it(people: People, rule: Any) -> None:
    one = records.create(Customer, by=people.sue, name="Acme", city="Bath")
    rating.settle(rule)
    spec = registry.spec("customer")
    assert context(spec, one, people.sue)["rated"]
    hidden = [name for name in spec.fields if name not in spec.readable(people.stranger)]
    told = context(spec, one, people.stranger)
    assert ("grade" in hidden) == (not told["rated"])


def test_a_line_is_points_or_a_band(people: People, rule: Any) -> None:
    for values in ({}, {"where": {"field": "city", "op": "empty"}, "value": "A"}, {"value": "Z"}):
        with pytest.raises(Invalid):
            records.create(
                RatingLine, by=Actor.system(), rule=rule.pk, name="Wrong", entity="customer", **values
            )


def test_a_trial_counts_and_changes_nothing(people: People, rule: Any) -> None:
    up = records.create(Customer, by=Actor.system(), name="Riser Rope", city="Bath", employees=11, grade="C")
    down = records.create(Customer, by=Actor.system(), name="Faller Rope", city="York", grade="A")
    records.create(Customer, by=Actor.system(), name="Steady Rope", city="Bath", grade="B")
    found = Trial(rule, people.ada)
    said = [(line.value, line.count, line.up, line.down) for line in found.lines]
    assert said == [("A", 1, 1, 0), ("B", 1, 0, 0), ("C", 1, 0, 1)]
    text = browser(people.users["ada"]).get(f"/rating-rules/{rule.pk}/try/").content.decode()
    assert "1 record would get better" in text
    assert "Riser Rope" in text
    assert "Faller Rope" in text
    assert "Steady Rope" not in text
    assert (grade(up), grade(down)) == ("C", "A")
    assert not RatingChange.objects.exists()
    assert not Waiting.objects.exists()


def test_a_trial_names_only_what_its_reader_sees(people: People, rule: Any) -> None:
    records.create(Customer, by=people.ada, name="Secret Rope", city="Bath")
    assert Trial(rule, people.ada).examples
    assert not Trial(rule, people.stranger).examples
    assert browser(people.users["stranger"]).get(f"/rating-rules/{rule.pk}/try/").status_code == 404


def test_a_trial_of_a_rule_without_lines_says_so(people: People) -> None:
    made = records.create(RatingRule, by=Actor.system(), name="Empty", entity="customer", field="grade")
    text = browser(people.users["ada"]).get(f"/rating-rules/{made.pk}/try/").content.decode()
    assert "would set nothing" in text


def test_what_a_batch_set_leaves_the_history_with_it_and_comes_back_with_it(
    people: People, rule: Any
) -> None:
    one = records.create(Customer, by=people.sue, name="Acme", city="Bath")
    rating.settle(rule)
    spec = registry.spec("customer")
    assert [line.what for line in context(spec, one, people.sue)["rated"]] == ["– → B"]
    first = RatingChange.objects.get().batch_id
    assert first is not None
    undone = undo(first, by=people.ada)
    assert grade(one) == ""
    assert context(spec, one, people.sue)["rated"] == []
    assert undone.batch is not None
    undo(undone.batch, by=people.ada)
    assert grade(one) == "B"
    assert len(context(spec, one, people.sue)["rated"]) == 1


def test_what_was_set_by_hand_leaves_the_history_when_it_is_taken_back(people: People, rule: Any) -> None:
    with clock.frozen(START):
        one = records.create(Customer, by=people.sue, name="Acme", city="Bath")
        records.perform(
            "set_grade", one, by=people.sue, grade="D", reason="Bankrupt", until=dt.date(2026, 2, 1)
        )
        undo(RatingChange.objects.get().batch_id or 0, by=people.sue)
        assert context(registry.spec("customer"), one, people.sue)["rated"] == []
        rating.settle(rule)
    assert grade(one) == "B"


def test_a_grade_written_into_the_form_counts_as_set_by_hand(people: People, rule: Any) -> None:
    with clock.frozen(START):
        one = records.create(Customer, by=people.sue, name="Acme", city="Bath")
        rating.settle(rule)
        one = records.update(one, by=people.sue, grade="D")
        assert (one.grade_until, one.grade_review_on) == (dt.date(2027, 1, 1), dt.date(2027, 1, 1))
        rating.settle(rule)
        assert grade(one) == "D"
        told = context(registry.spec("customer"), one, people.sue)["rated"]
        assert [line.what for line in told] == ["B → D", "– → B"]
        assert "Sue Seller" in told[0].why
        records.update(one, by=people.sue, grade="")
        rating.settle(rule)
    assert grade(one) == "B"


def test_a_grade_is_looked_at_again_after_the_months_of_the_rule(people: People, rule: Any) -> None:
    records.update(rule, by=Actor.system(), review_months=3)
    with clock.frozen(START):
        one = records.create(Customer, by=people.sue, name="Acme", city="Bath")
        rating.settle(rule)
        assert reviews(people.sue) == []
    with clock.frozen(START + dt.timedelta(days=90)):
        assert reviews(people.sue) == [one.pk]
        assert reviews(people.stranger) == []
        records.perform("set_grade", one, by=people.sue, grade="B", reason="Seen", until=dt.date(2026, 8, 1))
        assert reviews(people.sue) == []


def reviews(actor: Actor) -> list[int]:
    return [row.record_id for part in home.sections(actor) if part.key == "grade" for row in part.rows]
