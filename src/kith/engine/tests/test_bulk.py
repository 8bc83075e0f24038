"""Many rows at once: the same checks as for one, all or nothing or each for itself, or only tried."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, epoch, records, registry
from kith.engine.errors import Forbidden
from kith.engine.events import Event
from kith.engine.journal import Batch, Entry
from kith.engine.listing import Listing

ROWS: list[dict[str, Any]] = [
    {"name": "One", "code": "1"},
    {"name": ""},
    {"name": "Three", "amount": "x"},
    {"name": "Four", "code": "4"},
]


def names(model: Any) -> list[str]:
    """Names of the live rows."""
    return sorted(model.live().values_list("name", flat=True))


def test_each_row_for_itself(people: People, probe: Any) -> None:
    outcomes = bulk.create(probe, ROWS, by=people.sue, partial=True)
    assert [sorted(outcome.errors) for outcome in outcomes] == [[], ["name"], ["amount"], []]
    assert [outcome.id is None for outcome in outcomes] == [False, True, True, False]
    assert names(probe) == ["Four", "One"]
    assert Batch.objects.latest("id").rows == 2


def test_all_or_nothing(people: People, probe: Any) -> None:
    before = Entry.objects.count(), Event.objects.count(), Batch.objects.count()
    outcomes = bulk.create(probe, ROWS, by=people.sue)
    assert [sorted(outcome.errors) for outcome in outcomes] == [[], ["name"], ["amount"], []]
    assert all(outcome.id is None for outcome in outcomes)
    assert names(probe) == []
    assert (Entry.objects.count(), Event.objects.count(), Batch.objects.count()) == before


def test_only_tried(people: People, probe: Any) -> None:
    fine = [ROWS[0], ROWS[3]]
    before = Entry.objects.count(), Event.objects.count(), Batch.objects.count()
    assert [outcome.errors for outcome in bulk.create(probe, fine, by=people.sue, dry=True)] == [{}, {}]
    assert names(probe) == []
    assert (Entry.objects.count(), Event.objects.count(), Batch.objects.count()) == before
    assert Listing(registry.spec("probe"), people.sue, text="one").ids(5) == []


def test_a_value_may_not_stand_twice_within_the_rows_either(people: People, probe: Any) -> None:
    outcomes = bulk.create(
        probe, [{"name": "A", "code": "1"}, {"name": "B", "code": "1"}], by=people.sue, partial=True
    )
    assert [sorted(outcome.errors) for outcome in outcomes] == [[], ["code"]]


def test_changes_say_of_each_row_why_it_was_refused(people: People, probe: Any) -> None:
    mine = [records.create(probe, by=people.sue, name=f"Mine {n}", code=str(n)) for n in range(3)]
    others = records.create(probe, by=people.nora, name="Hers")
    records.update(mine[1], by=people.sue, note="newer")
    outcomes = bulk.update(
        probe,
        [
            (mine[0].pk, 1, {"name": "Changed"}),
            (mine[1].pk, 1, {"name": "Stale"}),
            (others.pk, None, {"name": "Stolen"}),
            (10**12, None, {"name": "Nothing"}),
            (2**80, None, {"name": "Too large"}),
            (mine[2].pk, None, {"code": "0", "amount": "many"}),
        ],
        by=people.sue,
        partial=True,
    )
    assert [sorted(outcome.errors) for outcome in outcomes] == [[], [""], [""], [""], [""], ["amount"]]
    assert str(outcomes[2].errors[""]) == str(outcomes[3].errors[""])
    assert names(probe) == ["Changed", "Hers", "Mine 1", "Mine 2"]


def test_what_one_sees_but_may_not_change_is_said_so(people: People, probe: Any) -> None:
    hers = records.create(probe, by=people.sue, name="Hers")
    (outcome,) = bulk.update(probe, [(hers.pk, None, {"name": "Mine"})], by=people.otto, partial=True)
    (unseen,) = bulk.update(probe, [(hers.pk, None, {"name": "Mine"})], by=people.nora, partial=True)
    assert list(outcome.errors) == list(unseen.errors) == [""]
    assert str(outcome.errors[""]) != str(unseen.errors[""])
    with pytest.raises(Forbidden):
        bulk.create(probe, [{"name": "New"}], by=people.otto)


def test_one_record_named_twice_is_changed_once(people: People, probe: Any) -> None:
    one = records.create(probe, by=people.sue, name="One")
    outcomes = bulk.update(
        probe, [(one.pk, None, {"name": "A"}), (one.pk, None, {"name": "B"})], by=people.sue, partial=True
    )
    assert [sorted(outcome.errors) for outcome in outcomes] == [[], [""]]
    outcomes = bulk.delete(probe, [one.pk, one.pk], by=people.sue, partial=True)
    assert [sorted(outcome.errors) for outcome in outcomes] == [[], [""]]
    assert names(probe) == []


def test_many_deleted_are_in_the_trash_and_not_found(people: People, probe: Any) -> None:
    made = bulk.create(probe, [{"name": f"Row {n}"} for n in range(20)], by=people.sue)
    ids = [outcome.id for outcome in made if outcome.id is not None]
    hers = records.create(probe, by=people.nora, name="Row hers")
    spec = registry.spec("probe")
    assert Listing(spec, people.sue, text="row").count() == (20, True)
    refused = bulk.delete(probe, [*ids, hers.pk], by=people.sue)
    assert refused[-1].errors
    assert Listing(spec, people.sue, text="row").count() == (20, True)
    assert not any(outcome.errors for outcome in bulk.delete(probe, ids, by=people.sue))
    assert Listing(spec, people.sue, text="row").count() == (0, True)
    assert names(probe) == ["Row hers"]
    assert Entry.objects.filter(entity="probe", verb="delete").count() == 20


def test_many_rows_cost_few_statements(
    people: People, probe: Any, django_assert_max_num_queries: Any
) -> None:
    rows = [{"name": f"Row {n}", "code": str(n), "owner": people.sue.user_id} for n in range(400)]
    actor = people.sue
    with epoch.turn(), django_assert_max_num_queries(60):
        outcomes = bulk.create(probe, rows, by=actor)
    with epoch.turn(), django_assert_max_num_queries(60):
        bulk.update(
            probe,
            [(outcome.id, 1, {"amount": n}) for n, outcome in enumerate(outcomes) if outcome.id],
            by=actor,
        )
    assert probe.live().filter(length=2 * 399).count() == 1


def test_a_right_beside_the_verb_is_asked_of_each_row(people: People, probe: Any) -> None:
    people.role("seller", {"*": {"read": "all", "create": "own", "update": "all", "mass_update": "own"}})
    mine = records.create(probe, by=people.sue, name="Mine").pk
    other = records.create(probe, by=people.nora, name="Other").pk
    rows: list[tuple[int, int | None, dict[str, Any]]] = [
        (mine, None, {"amount": 1}),
        (other, None, {"amount": 1}),
    ]
    outcomes = bulk.update(probe, rows, by=people.sue, partial=True, right="mass_update")
    assert [outcome.id for outcome in outcomes] == [mine, None]
    assert bulk.update(probe, rows[1:], by=people.sue, partial=True)[0].id == other


def test_a_row_that_refuses_the_lot_is_found_and_the_rest_is_done(people: People, probe: Any) -> None:
    people.role("seller", {"*": {"read": "all", "create": "own", "update": "own", "assign": "none"}})
    ids = [records.create(probe, by=people.sue, name=f"Row {number}").pk for number in range(5)]
    away = people.users["nora"].pk
    rows = [(number, None, {"owner": away} if number == ids[2] else {"amount": 3}) for number in ids]

    def work(part: Any) -> list[bulk.Outcome]:
        return bulk.update(probe, part, by=people.sue, partial=True)

    outcomes = bulk.attempt(rows, work)
    assert [outcome.id for outcome in outcomes] == [ids[0], ids[1], None, ids[3], ids[4]]
    assert probe.live().filter(amount=3).count() == 4
