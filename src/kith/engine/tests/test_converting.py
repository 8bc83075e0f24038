"""Another kind for an added field: what fits is told before, the key stays, and one step takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, journal, records, registry, timeline
from kith.engine.condition import parse
from kith.engine.custom import CustomField, converting
from kith.engine.custom.indexes import states
from kith.engine.errors import Invalid
from kith.engine.jobs import drain
from kith.engine.listing import Listing
from kith.engine.tests.test_custom_fields import add
from kith.engine.undo import undo


def filled(people: People, probe: Any, kind: str, *values: Any, **said: Any) -> CustomField:
    """A field with these values in as many records."""
    row = add(people, "extra_field", kind, **said)
    for value in values:
        records.create(probe, by=people.sue, name="x", extra_field=value)
    return row


def values(probe: Any) -> list[Any]:
    """The values of the field as the API answers them."""
    spec = registry.spec("probe")
    field = spec.fields["extra_field"]
    rows = probe.objects.order_by("pk")
    return [field.type.to_json(spec.value(one, field), field) or None for one in rows]


def turn(row: CustomField, kind: str, people: People) -> int:
    """Change the kind at once; the batch."""
    done = converting.begin(row, kind, by=people.ada)
    assert done is not None
    return done.batch


def test_what_fits_and_what_not_is_told_before_anything_happens(people: People, probe: Any) -> None:
    row = filled(people, probe, "text", "12", "7.5", "many", "", "7.5", default="3", minimum="")
    told = converting.preview(row, "decimal", people.ada)
    assert (told.fits, told.fails, told.whole, told.held) == (3, 1, True, [])
    assert ("7.5", "7.50") in told.good
    assert [now for now, _why in told.bad] == ["many"]
    assert told.lost == []
    assert converting.successor(row, "decimal")["default"] == "3.00"
    assert converting.preview(row, "date", people.ada).lost == ["Starting value"]
    assert registry.spec("probe").fields["extra_field"].type.key == "text"
    with pytest.raises(Invalid):
        converting.preview(row, "references", people.ada)


@pytest.mark.parametrize(
    ("kind", "target", "given", "expected"),
    [
        ("text", "integer", ["5", "x", "70"], [5, None, 70]),
        ("text", "choice", ["Red", "Blue", "Red"], ["red", "blue", "red"]),
        ("integer", "decimal", [5, -7], ["5.00", "-7.00"]),
        ("decimal", "integer", ["5.00", "5.50"], [5, None]),
        ("choice", "multichoice", ["low", "high"], [["low"], ["high"]]),
        ("multichoice", "choice", [["low"], ["low", "high"]], ["low", None]),
        ("choice", "text", ["low"], ["Low"]),
        ("money", "decimal", ["12.50"], ["12.50"]),
        ("decimal", "money", ["12.50"], [{"amount": "12.50", "currency": "EUR"}]),
    ],
)
def test_values_are_taken_over_under_the_same_key_and_back(
    people: People, probe: Any, kind: str, target: str, given: list[Any], expected: list[Any]
) -> None:
    row = filled(people, probe, kind, *given)
    before, versions = values(probe), [one.version for one in probe.objects.all()]
    batch = turn(row, target, people)
    (new,) = registry.spec("probe").custom
    assert (new.key, new.type.key) == ("extra_field", target)
    assert values(probe) == expected
    assert not undo(batch, by=people.ada).left
    assert registry.spec("probe").custom[0].type.key == kind
    assert values(probe) == before
    assert [one.version for one in probe.objects.all()] == versions


def test_lists_filters_sorts_and_indexes_follow(people: People, probe: Any) -> None:
    row = filled(people, probe, "text", "12", "7", "100", indexed=True)
    drain()
    turn(row, "integer", people)
    assert states(registry.spec("probe")) == {"extra_field": "building"}
    drain()
    assert states(registry.spec("probe")) == {"extra_field": "ready"}
    spec = registry.spec("probe")
    where = parse({"field": "extra_field", "op": "gt", "value": 10}, spec, people.sue)
    found = Listing(spec, people.sue, where=where, sort=("extra_field",)).ids(9)
    assert [probe.objects.get(pk=one).custom[spec.fields["extra_field"].place] for one in found] == [12, 100]


def test_what_was_written_before_reads_and_returns_in_the_kind_of_now(people: People, probe: Any) -> None:
    row = filled(people, probe, "choice", "low")
    (one,) = probe.objects.all()
    with journal.batch(people.sue, "update", entity="probe") as earlier:
        records.update(one, by=people.sue, extra_field="high")
    turn(row, "text", people)
    records.update(one, by=people.sue, extra_field="Highest")
    spec, now = registry.spec("probe"), probe.objects.get()
    told = [pair for moment in timeline.moments(spec, now, people.sue) for pair in moment.details]
    assert told == [("extra_field", "High", "Highest"), ("extra_field", "Low", "High")]
    records.update(one, by=people.sue, extra_field="High")
    undo(journal.Entry.objects.latest("id").batch_id, by=people.ada)
    undo(
        journal.Entry.objects.filter(verb="update", entity="probe").order_by("-id")[1].batch_id, by=people.ada
    )
    assert not undo(earlier.pk, by=people.sue).left
    assert values(probe) == ["Low"]


def test_what_would_not_hold_any_more_is_named_and_keeps_the_kind(people: People, probe: Any) -> None:
    row = filled(people, probe, "integer", 5)
    add(people, "reason", "text", required_when={"field": "extra_field", "op": "gt", "value": 100})
    add(people, "twice", "formula", formula="extra_field * 2")
    held = converting.preview(row, "text", people.ada).held
    assert {use.label for use, _why in held} == {
        "Custom field “reason” (Probes)", "Custom field “twice” (Probes)",
    }  # fmt: skip
    with pytest.raises(Invalid):
        converting.begin(row, "text", by=people.ada)
    assert registry.spec("probe").fields["extra_field"].type.key == "integer"
    batch = turn(row, "decimal", people)
    drain()
    assert probe.objects.get().custom["twice"] == 10
    undo(batch, by=people.ada)


def test_very_many_values_are_taken_over_in_the_background_with_what_is_written_meanwhile(
    people: People, probe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = filled(people, probe, "text")
    monkeypatch.setattr(converting, "AT_ONCE", 10)
    monkeypatch.setattr(converting, "CHUNK", 20)
    bulk.create(probe, [{"name": f"x{n}", "extra_field": str(n)} for n in range(50)], by=people.sue)
    assert converting.begin(row, "integer", by=people.ada) is None
    assert converting.under_way(registry.spec("probe")) == {"extra_field"}
    records.update(probe.objects.earliest("pk"), by=people.sue, extra_field="700")
    drain()
    assert values(probe) == [700, *range(1, 50)]
    said = journal.Batch.objects.latest("id")
    undo(said.pk, by=people.ada)
    assert values(probe) == ["700", *map(str, range(1, 50))]


def test_a_kind_that_was_taken_back_can_be_given_again(people: People, probe: Any) -> None:
    row = filled(people, probe, "text", "5", "x")
    undo(turn(row, "integer", people), by=people.ada)
    records.update(probe.objects.latest("pk"), by=people.sue, extra_field="9")
    turn(CustomField.live().get(pk=row.pk), "decimal", people)
    assert values(probe) == ["5.00", "9.00"]
    field = registry.spec("probe").fields["extra_field"]
    assert [past.type.key for _until, past in field.earlier] == ["text", "integer", "text"]
