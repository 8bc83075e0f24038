"""Added fields that depend on the rest of their record, have limits, begin with a value or are unique together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.company import People

from kith.engine import custom, guard, journal, records, registry
from kith.engine.errors import Invalid
from kith.engine.tests.test_custom_fields import add
from kith.engine.undo import undo
from kith.kernel.money import Money

TOWNS = [
    {"value": "leeds", "label": {"en": "Leeds"}, "under": ["gb"]},
    {"value": "lyon", "label": {"en": "Lyon"}, "under": ["fr"]},
    {"value": "other", "label": {"en": "Elsewhere", "ru": "Прочее"}},
]
LANDS = [{"value": "gb", "label": {"en": "Britain"}}, {"value": "fr", "label": {"en": "France"}}]


def refused(names: list[str], attempt: Any) -> str:
    """The message at the fields that a write is refused for."""
    with pytest.raises(Invalid) as caught:
        attempt()
    assert sorted(caught.value.errors) == names
    return " ".join(str(text) for texts in caught.value.errors.values() for text in texts)


def test_a_field_must_be_filled_in_only_while_its_condition_holds(people: People, probe: Any) -> None:
    add(people, "reason", "text", required_when={"field": "name", "op": "starts", "value": "Lost"})
    made = records.create(probe, by=people.sue, name="Won")
    refused(["reason"], lambda: records.update(made, by=people.sue, name="Lost it"))
    lost = records.update(made, by=people.sue, name="Lost it", reason="x")
    refused(["reason"], lambda: records.update(lost, by=people.sue, reason=""))
    batch = journal.Entry.objects.latest("id").batch_id
    undo(batch, by=people.sue)


def test_a_field_stays_while_another_one_depends_on_it(people: People, probe: Any) -> None:
    basis = add(people, "basis", "boolean")
    reason = add(people, "reason", "text", required_when={"field": "basis", "value": True})
    assert "reason" in refused([""], lambda: records.delete(basis, by=people.ada))
    records.delete(reason, by=people.ada)
    records.delete(basis, by=people.ada)


def test_choices_follow_the_field_that_they_depend_on(people: People, probe: Any) -> None:
    add(people, "land", "choice", choices=LANDS)
    add(people, "town", "choice", choices=TOWNS, depends_on="land")
    made = records.create(probe, by=people.sue, name="x", land="gb", town="leeds")
    text = refused(["town"], lambda: records.update(made, by=people.sue, land="fr"))
    assert "Leeds" in text
    assert "France" in text
    refused(["town"], lambda: records.create(probe, by=people.sue, name="x", town="lyon"))
    records.update(made, by=people.sue, land="fr", town="lyon")
    records.create(probe, by=people.sue, name="x", town="other")


def test_choices_cannot_depend_on_each_other_in_a_circle(people: People, probe: Any) -> None:
    land = add(people, "land", "choice", choices=LANDS)
    add(people, "town", "choice", choices=TOWNS, depends_on="land")
    refused(["depends_on"], lambda: records.update(land, by=people.ada, depends_on="town"))
    refused(["depends_on"], lambda: add(people, "z", "choice", depends_on="name"))


@pytest.mark.parametrize("kind", ["reference", "references"])
def test_a_link_leads_only_to_records_that_are_allowed(people: People, probe: Any, kind: str) -> None:
    allowed = {"field": "name", "op": "starts", "value": "Good"}
    add(people, "extra_field", kind, target="customer", allowed=allowed)
    customers = registry.spec("customer").model
    good, bad = (records.create(customers, by=people.sue, name=name).pk for name in ("Good", "Bad"))
    wrap = (lambda number: number) if kind == "reference" else (lambda number: [number])
    made = records.create(probe, by=people.sue, name="x", extra_field=wrap(good))
    refused(["extra_field"], lambda: records.update(made, by=people.sue, extra_field=wrap(bad)))


@pytest.mark.parametrize(
    ("kind", "low", "high", "below", "within", "above"),
    [
        ("integer", "1", "5", 0, 5, 6),
        ("decimal", "0.5", "", "0.49", "7", None),
        ("date", "2026-01-01", "2026-12-31", "2025-12-31", "2026-12-31", "2027-01-01"),
        ("money", "10", "20", "9.99", "20", {"amount": "20.01", "currency": "EUR"}),
        ("duration", "", "60", None, 60, 61),
    ],
)
def test_values_lie_within_their_limits(
    people: People, probe: Any, kind: str, low: str, high: str, below: Any, within: Any, above: Any
) -> None:
    add(people, "extra_field", kind, minimum=low, maximum=high)
    records.create(probe, by=people.sue, name="x", extra_field=within)
    for value in (below, above):
        if value is not None:
            refused(
                ["extra_field"],
                lambda value=value: records.create(probe, by=people.sue, name="x", extra_field=value),
            )


def test_a_new_record_begins_with_the_default_and_nobody_has_to_take_it(people: People, probe: Any) -> None:
    add(people, "level", "choice", default="low")
    add(people, "fee", "money", default="12.50", currency="EUR")
    add(people, "words", "tags", default="new, hot")
    made = records.create(probe, by=people.sue, name="x")
    spec = registry.spec("probe")
    assert [spec.value(made, spec.fields[key]) for key in ("level", "fee", "words")] == [
        "low", Money(Decimal("12.50"), "EUR"), ["new", "hot"],
    ]  # fmt: skip
    assert records.create(probe, by=people.sue, name="x", words=[]).custom.get("words") in (None, [])
    refused(
        ["fee"],
        lambda: records.create(probe, by=people.sue, name="x", fee={"amount": 1, "currency": "USD"}),
    )


@pytest.mark.database
def test_values_stand_only_once_together(people: People, probe: Any) -> None:
    add(people, "land", "choice", choices=LANDS)
    serial = add(people, "serial", "text", unique=True, unique_with=["land", "name"])
    custom.build_indexes("probe", "serial")
    one = records.create(probe, by=people.sue, name="x", land="gb", serial="7")
    other = records.create(probe, by=people.sue, name="x", land="fr", serial="7")
    text = refused(["serial"], lambda: records.update(other, by=people.sue, land="gb"))
    assert "land" in text
    records.create(probe, by=people.sue, name="x", serial="7")
    records.create(probe, by=people.sue, name="x", serial="7")
    with pytest.raises(IntegrityError), transaction.atomic(), guard.opened():
        probe.objects.filter(pk=other.pk).update(custom=one.custom)
    assert (
        "unique" in refused(["unique"], lambda: records.update(serial, by=people.ada, unique_with=[])) or True
    )


def test_each_new_record_gets_the_next_number(people: People, probe: Any) -> None:
    add(people, "extra_field", "autonumber", format="P-{n:03}")
    made = [records.create(probe, by=people.sue, name="x").custom["extra_field"] for _turn in range(2)]
    assert made == ["P-001", "P-002"]
    refused(["extra_field"], lambda: records.create(probe, by=people.sue, name="x", extra_field="P-007"))
    for wrong in ("same", "{n.real}", "{x}{n}", "{n:0999999999}"):
        refused(["format"], lambda wrong=wrong: add(people, "other", "autonumber", format=wrong))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("default", {"kind": "integer", "default": "many"}),
        ("maximum", {"kind": "integer", "minimum": "5", "maximum": "4"}),
        ("minimum", {"kind": "text", "minimum": "5"}),
        ("currency", {"kind": "money", "currency": "XXQ"}),
        ("unique_with", {"kind": "text", "unique": True, "unique_with": ["nothing"]}),
        ("unique_with", {"kind": "text", "unique_with": ["name"]}),
        ("required_when", {"kind": "text", "required_when": {"field": "nothing", "value": 1}}),
        ("allowed", {"kind": "reference", "target": "customer", "allowed": {"field": "nothing", "value": 1}}),
        ("label", {"kind": "text", "label": {"xx": "No language"}}),
    ],
)
def test_what_no_record_could_keep_to_is_refused_where_it_was_said(
    people: People, probe: Any, name: str, values: dict[str, Any]
) -> None:
    kind = values.pop("kind")
    refused([name], lambda: add(people, "extra_field", kind, **values))
