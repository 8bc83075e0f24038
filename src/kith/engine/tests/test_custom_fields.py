"""Added fields of every kind are written, filtered, sorted, unique, required and indexed like built-in ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.company import People
from tests.database import plan

from kith.engine import bulk, custom, guard, journal, records, registry
from kith.engine.condition import holds, parse
from kith.engine.custom import KINDS, CustomField
from kith.engine.custom.models import READONLY_KINDS
from kith.engine.errors import Invalid, Refused
from kith.engine.fieldtypes import TYPES
from kith.engine.fieldtypes.base import FILES
from kith.engine.listing import Listing
from kith.engine.summary import summarize
from kith.engine.undo import undo
from kith.kernel.money import Money

CHOICES = [{"value": "low", "label": {"en": "Low", "ru": "Низкий"}}, {"value": "high", "label": "High"}]
NOON = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
# Two values of each kind in their order, as callers give them and as they come back.
VALUES: dict[str, tuple[Any, Any, Any]] = {
    "text": ("alpha", "beta", "beta"),
    "longtext": ("one\ntwo", "two\nthree", "two\nthree"),
    "email": ("a@example.com", "b@EXAMPLE.com", "b@example.com"),
    "phone": ("+44 20 7946 0018", "020 7946 0019", "+442079460019"),
    "url": ("https://a.example.com", "b.example.com", "https://b.example.com"),
    "integer": (-5, "12", 12),
    "decimal": ("-1.50", 7, Decimal("7.00")),
    "percent": ("1.5", "12.25", Decimal("12.25")),
    "money": ({"amount": "1.50", "currency": "EUR"}, "2.75", Money(Decimal("2.75"), "EUR")),
    "boolean": (False, True, True),
    "date": ("2025-12-31", dt.date(2026, 1, 1), dt.date(2026, 1, 1)),
    "datetime": ("2026-05-01T11:00:00Z", NOON, NOON),
    "time": ("08:30", "14:00", dt.time(14)),
    "duration": (15, 90, 90),
    "choice": ("high", "low", "low"),
    "multichoice": (["low"], ["high", "low"], ["low", "high"]),
    "tags": (["a"], ["b", "B", "c"], ["b", "c"]),
    "country": ("DE", "gb", "GB"),
    "language": ("de", "en", "en"),
    "rating": (1, 5, 5),
    "color": ("#000000", "#FFFFFF", "#ffffff"),
    "address": ("1 A Street", "2 B Street\nLeeds", "2 B Street\nLeeds"),
    "location": ("52.52, 13.405", "55.75 37.62", "55.75,37.62"),
}
GIVEN = tuple(kind for kind in KINDS if kind not in (*READONLY_KINDS, *FILES))


def add(people: People, key: str, kind: str, **values: Any) -> CustomField:
    """Add a field to the probe."""
    values.setdefault("label", {"en": key})
    if kind in ("choice", "multichoice"):
        values.setdefault("choices", CHOICES)
    if kind in ("reference", "references"):
        values.setdefault("target", "customer")
    made: CustomField = records.create(
        CustomField, by=people.ada, entity="probe", key=key, kind=kind, **values
    )
    return made


def two(people: People, probe: Any, kind: str) -> tuple[Any, Any, Any, Any]:
    """A smaller and a larger value of a kind and how they come back; links need records."""
    if kind not in ("reference", "references"):
        small, large, back = VALUES[kind]
        field = registry.spec("probe").fields["extra_field"]
        return small, large, field.type.clean(small, field), back
    customers = registry.spec("customer").model
    one, other = (records.create(customers, by=people.sue, name=name).pk for name in ("One", "Other"))
    return (one, other, one, other) if kind == "reference" else ([one], [one, other], [one], [one, other])


def ids(actor: Any, where: Any = None, **options: Any) -> list[int]:
    """Ids of a list."""
    spec = registry.spec("probe")
    node = parse(where, spec, actor) if where else None
    return [row.id for row in Listing(spec, actor, where=node, **options).page().rows]


def test_every_kind_stands_in_these_tests() -> None:
    assert set(GIVEN) == {*VALUES, "reference", "references"}
    assert set(KINDS) <= set(TYPES)


@pytest.mark.parametrize("kind", GIVEN)
def test_a_field_of_each_kind_is_written_read_filtered_and_taken_back(
    people: People, probe: Any, kind: str
) -> None:
    add(people, "extra_field", kind)
    small, large, first, second = two(people, probe, kind)
    spec = registry.spec("probe")
    field = spec.fields["extra_field"]
    one = records.create(probe, by=people.sue, name="One", extra_field=small)
    other = records.create(probe, by=people.sue, name="Other", extra_field=large)
    without = records.create(probe, by=people.sue, name="Without")
    page = Listing(spec, people.sue, fields=("extra_field",), sort=("id",)).page()
    assert [row.values["extra_field"] for row in page.rows[:2]] == [first, second]
    assert field.type.clean(field.type.to_json(second, field), field) == second
    assert all(
        isinstance(field.type.text(value, field, people.sue.show), str) for value in (first, second, None)
    )
    if "empty" in field.type.operators:
        assert ids(people.sue, {"field": "extra_field", "op": "empty"}) == [without.pk]
        assert set(ids(people.sue, {"field": "extra_field", "op": "not_empty"})) == {one.pk, other.pk}
    operand = field.type.to_json(second, field)
    if "is" in field.type.operators:
        assert ids(people.sue, {"field": "extra_field", "op": "is", "value": operand}) == [other.pk]
        assert set(ids(people.sue, {"field": "extra_field", "op": "is_not", "value": operand})) == {
            one.pk,
            without.pk,
        }
    if "gt" in field.type.operators:
        low = field.type.to_json(first, field)
        assert ids(people.sue, {"field": "extra_field", "op": "gt", "value": low}) == [other.pk]
    if field.type.key in ("multichoice", "tags", "references"):
        assert ids(people.sue, {"field": "extra_field", "op": "contains", "value": operand[-1]}) == [other.pk]
    records.update(other, by=people.sue, extra_field=small)
    batch = journal.Entry.objects.latest("id").batch_id
    undo(batch, by=people.sue)
    other = probe.objects.get(pk=other.pk)
    assert spec.value(other, field) == second
    other = records.update(other, by=people.sue, extra_field=None)
    assert "extra_field" not in other.custom or kind == "boolean"


@pytest.mark.parametrize("kind", [kind for kind in GIVEN if TYPES[kind].sortable and kind != "reference"])
def test_a_list_is_sorted_by_a_field_of_each_kind(people: People, probe: Any, kind: str) -> None:
    add(people, "extra_field", kind, indexed=True)
    small, large, _first, _second = two(people, probe, kind)
    big = records.create(probe, by=people.sue, name="b", extra_field=large).pk
    tiny = records.create(probe, by=people.sue, name="a", extra_field=small).pk
    none = records.create(probe, by=people.sue, name="c").pk
    expected = [none, tiny, big]
    assert ids(people.sue, sort=("extra_field",)) == expected
    assert ids(people.sue, sort=("-extra_field",)) == expected[::-1]
    assert Listing(registry.spec("probe"), people.sue, sort=("extra_field",)).shape == "TOPN"


@pytest.mark.parametrize("sort", ["extra_field", "-extra_field", "-extra_field,-name", "extra_field,-name"])
def test_pages_go_on_into_records_without_a_value(people: People, probe: Any, sort: str) -> None:
    add(people, "extra_field", "integer", indexed=True)
    for number in range(11):
        value = None if number % 2 else number // 4
        records.create(probe, by=people.sue, name=f"Row {number:02}", extra_field=value)
    spec, words = registry.spec("probe"), tuple(sort.split(","))
    whole = [row.id for row in Listing(spec, people.sue, sort=words).page().rows]
    for limit in (1, 3, 6):
        found: list[int] = []
        cursor, listing = None, Listing(spec, people.sue, sort=words, limit=limit)
        while True:
            page = listing.page(cursor)
            found += [row.id for row in page.rows]
            if (cursor := page.next) is None:
                break
        assert (len(found), found) == (11, whole), limit


@pytest.mark.parametrize(
    ("kind", "good", "wrong"),
    [
        ("integer", 1, "x"), ("decimal", "1.5", "1.555"), ("date", "2026-01-01", "2026-13-01"),
        ("choice", "low", "none"),
        ("email", "a@example.com", "a@"), ("money", "1", {"amount": 1, "currency": "XXQ"}), ("text", "x", "a\0b"),
        ("rating", 3, 6),
        ("reference", None, 10**9), ("references", None, [10**9]), ("url", "a.example.com", "javascript:alert(1)"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_the_field(
    people: People, probe: Any, kind: str, good: Any, wrong: Any
) -> None:
    add(people, "extra_field", kind)
    records.create(probe, by=people.sue, name="Good", extra_field=good)
    with pytest.raises(Invalid) as refused:
        records.create(probe, by=people.sue, name="Wrong", extra_field=wrong)
    assert list(refused.value.errors) == ["extra_field"]


def test_a_required_field_is_asked_for_when_making_and_not_of_old_rows(people: People, probe: Any) -> None:
    old = records.create(probe, by=people.sue, name="Old")
    add(people, "extra_field", "text", required=True)
    with pytest.raises(Invalid) as refused:
        records.create(probe, by=people.sue, name="New")
    assert list(refused.value.errors) == ["extra_field"]
    records.update(old, by=people.sue, name="Old still")
    made = records.create(probe, by=people.sue, name="New", extra_field="x")
    with pytest.raises(Invalid):
        records.update(made, by=people.sue, extra_field="")


UNIQUE = (
    "text",
    "email",
    "phone",
    "url",
    "integer",
    "decimal",
    "percent",
    "date",
    "datetime",
    "time",
    "duration",
    "reference",
)


@pytest.mark.parametrize("kind", [*GIVEN, *READONLY_KINDS])
def test_a_unique_field_refuses_the_second_or_its_kind_cannot_be_unique(
    people: People, probe: Any, kind: str
) -> None:
    if kind not in UNIQUE:
        with pytest.raises(Invalid) as refused:
            add(people, "extra_field", kind, unique=True)
        assert list(refused.value.errors) == ["unique"]
        return
    add(people, "extra_field", kind, unique=True)
    small, large, _first, _second = two(people, probe, kind)
    one = records.create(probe, by=people.sue, name="One", extra_field=small)
    other = records.create(probe, by=people.sue, name="Other", extra_field=large)
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: records.create(probe, by=people.sue, name="Third", extra_field=small),
        lambda: records.update(other, by=people.sue, extra_field=small),
    )
    for attempt in attempts:
        with pytest.raises(Invalid) as refused:
            attempt()
        assert list(refused.value.errors) == ["extra_field"]
    records.delete(one, by=people.sue)
    records.create(probe, by=people.sue, name="Third", extra_field=small)
    with pytest.raises(Refused):
        records.perform("restore", one, by=people.sue)


def test_grouping_by_an_added_field(people: People, probe: Any) -> None:
    add(people, "grade", "choice")
    add(people, "signed", "date")
    add(people, "seen", "datetime")
    add(people, "size", "money")
    for grade, size in (("low", "1"), ("low", "2"), ("high", "4")):
        records.create(
            probe,
            by=people.sue,
            name="x",
            grade=grade,
            size=size,
            signed="2026-02-03",
            seen="2026-03-01T00:00:00Z",
        )
    spec = registry.spec("probe")
    lines = summarize(spec, people.sue, groups=("grade",), measures=("sum:size",))
    assert {line.keys[0]: (line.count, line.values[0].amount) for line in lines} == {
        "low": (2, 3),
        "high": (1, 4),
    }
    for name, first in (
        ("signed.month", dt.date(2026, 2, 1)),
        ("signed.quarter", dt.date(2026, 1, 1)),
        ("seen.year", dt.date(2026, 1, 1)),
    ):
        (line,) = summarize(spec, people.sue, groups=(name,))
        assert (line.keys, line.count) == ((first,), 3)


@pytest.mark.database
@pytest.mark.parametrize(
    "kind", ["text", "integer", "decimal", "date", "money", "choice", "datetime", "boolean"]
)
def test_an_indexed_field_is_filtered_and_sorted_by_its_index(people: People, probe: Any, kind: str) -> None:
    add(people, "extra_field", kind, indexed=True)
    small, large, *_ = two(people, probe, kind)
    rows = [{"name": f"Row {n}", "extra_field": large if n % 100 == 7 else small} for n in range(600)]
    bulk.create(probe, rows, by=people.sue)
    custom.build_indexes("probe", "extra_field")
    custom.build_indexes("probe", "extra_field")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    spec = registry.spec("probe")
    field = spec.fields["extra_field"]
    listing = Listing(spec, people.ada, sort=("extra_field",), limit=20)
    order = ", ".join(item.text(item.sql) for item in listing.orders)
    sql = f"SELECT id FROM {listing.table.name} WHERE deleted_at IS NULL ORDER BY {order} LIMIT 20"  # noqa: S608 - of our own parts
    assert "cf_" in plan(sql), plan(sql)
    value = field.type.to_json(field.type.clean(large, field), field)
    where = parse(
        {"field": "extra_field", "op": "is" if "is" in field.type.operators else "gte", "value": value},
        spec,
        people.ada,
    )
    condition, params = listing.table.where(Listing(spec, people.ada, where=where).residual)
    assert "cf_" in plan(f"SELECT id FROM {listing.table.name} WHERE {condition}", params)  # noqa: S608
    assert Listing(spec, people.ada, where=where).count()[0] == 6


def test_long_keys_that_begin_alike_have_indexes_of_their_own(people: People, probe: Any) -> None:
    keys = [f"a_rather_long_key_of_a_field_{n}" for n in (1, 2)]
    for key in keys:
        add(people, key, "text", indexed=True)
    statements = [statement for key in keys for statement in custom.build_indexes("probe", key)]
    names = [statement.split('"')[1] for statement in statements]
    assert len(set(names)) == len(names) == 8
    assert all(len(name) <= 63 for name in names)


def indexes(key: str) -> set[str]:
    """The last letters of the indexes that a field has in the database."""
    table = registry.spec("probe").table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return {name[-1] for name in found if name in custom.index_names("probe", key)}


@pytest.mark.database
def test_a_field_has_the_indexes_that_it_asks_for_and_none_when_it_is_gone(
    people: People, probe: Any
) -> None:
    field = add(people, "extra_field", "text", indexed=True, unique=True)
    custom.build_indexes("probe", "extra_field")
    assert indexes("extra_field") == {"a", "o", "u", "t", "x"}
    records.update(field, by=people.ada, indexed=False)
    custom.build_indexes("probe", "extra_field")
    assert indexes("extra_field") == {"x"}
    records.delete(field, by=people.ada)
    custom.build_indexes("probe", "extra_field")
    assert indexes("extra_field") == set()


@pytest.mark.database
@pytest.mark.parametrize("kind", UNIQUE)
def test_the_database_itself_refuses_the_second_of_what_is_unique(
    people: People, probe: Any, kind: str
) -> None:
    """Two writers at the same moment: neither sees the other's row when the gate looks."""
    add(people, "extra_field", kind, unique=True)
    custom.build_indexes("probe", "extra_field")
    small, large, *_ = two(people, probe, kind)
    one = records.create(probe, by=people.sue, name="One", extra_field=small)
    other = records.create(probe, by=people.sue, name="Other", extra_field=large)
    records.create(probe, by=people.sue, name="Empty")
    records.create(probe, by=people.sue, name="Empty too")
    with pytest.raises(IntegrityError), transaction.atomic(), guard.opened():
        probe.objects.filter(pk=other.pk).update(custom=one.custom)


def test_a_field_whose_values_stand_twice_cannot_become_unique(people: People, probe: Any) -> None:
    field = add(people, "extra_field", "text")
    rows = [records.create(probe, by=people.sue, name="x", extra_field="same") for _number in range(2)]
    with pytest.raises(Invalid) as refused:
        records.update(field, by=people.ada, unique=True)
    assert list(refused.value.errors) == ["unique"]
    records.update(rows[0], by=people.sue, extra_field="other")
    records.update(field, by=people.ada, unique=True)


@pytest.mark.parametrize("change", [{"kind": "text"}, {"key": "other"}, {"entity": "customer"}])
def test_what_a_field_is_cannot_be_changed_under_its_values(
    people: People, probe: Any, change: dict[str, Any]
) -> None:
    field = add(people, "extra_field", "integer")
    records.create(probe, by=people.sue, name="x", extra_field=5)
    with pytest.raises(Invalid) as refused:
        records.update(field, by=people.ada, **change)
    assert list(refused.value.errors) == list(change)
    records.update(field, by=people.ada, label={"en": "Other"}, required=True)


def test_a_key_is_not_used_again_for_another_kind_of_value(people: People, probe: Any) -> None:
    field = add(people, "extra_field", "text", indexed=True)
    made = records.create(probe, by=people.sue, name="x", extra_field="words")
    records.delete(field, by=people.ada)
    assert "extra_field" not in registry.spec("probe").fields
    with pytest.raises(Invalid) as refused:
        add(people, "extra_field", "integer")
    assert list(refused.value.errors) == ["key"]
    records.update(made, by=people.sue, name="y")
    add(people, "extra_field", "text")
    assert ids(people.sue, {"field": "extra_field", "op": "is", "value": "words"}) == [made.pk]


@pytest.mark.parametrize(
    "key",
    [
        "name",
        "owner",
        "custom",
        "id",
        "Upper",
        "1st",
        "",
        "a b",
        "version",
        "deleted_at",
        "name_key",
        "save",
        "by",
        "x'y",
    ],
)
def test_a_key_that_is_taken_or_no_word_is_refused(people: People, probe: Any, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(people, key, "text")
    assert "key" in refused.value.errors


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "nothing"}, {"kind": "choice", "choices": []}, {"kind": "choice", "choices": [{"value": 1}]},
        {"kind": "reference", "target": "nothing"}, {"label": {"en": 1}}, {"places": 9}, {"entity": "nothing"},
    ],
)  # fmt: skip
def test_a_field_that_no_record_could_hold_is_refused(
    people: People, probe: Any, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        records.create(
            CustomField, by=people.ada, **{"entity": "probe", "key": "extra_field", "kind": "text", **values}
        )


def test_only_who_rules_the_settings_adds_fields(people: People, probe: Any) -> None:
    for name in ("max", "sue", "otto", "stranger"):
        with pytest.raises(Refused):
            records.create(CustomField, by=people.actor(name), entity="probe", key="x", kind="text")


def test_the_same_rows_hold_in_memory(people: People, probe: Any) -> None:
    add(people, "extra_field", "integer")
    spec = registry.spec("probe")
    made = records.create(probe, by=people.sue, name="x", extra_field=5)
    assert holds(
        parse({"field": "extra_field", "op": "gt", "value": 4}, spec, people.sue), spec, made, people.sue
    )
